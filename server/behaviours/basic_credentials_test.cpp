#include "server/behaviours/basic_credentials.hpp"

#include <gtest/gtest.h>

#include "protocol/base64.hpp"

namespace parley::server {
namespace {

int status_for(protocol::HttpFields fields, std::string_view user = "clown:bigclown") {
  protocol::HttpRequest request;
  request.fields = std::move(fields);
  const auto refusal = refuse_strangers(request, user, "Clown.Hub");
  return refusal ? refusal->status : 101;
}

TEST(BasicCredentials, LetsInWhoHasThem) {
  EXPECT_EQ(status_for({{"Authorization", "Basic Y2xvd246YmlnY2xvd24="}}), 101);
  EXPECT_EQ(status_for({{"authorization", "bASIC  Y2xvd246YmlnY2xvd24="}}), 101);
}

TEST(BasicCredentials, RefusesOthers) {
  EXPECT_EQ(status_for({}), 401);
  for (const auto* const wrong : {"clown:bigclow", "clown:bigclown1", "clown:", "clown", "", ":bigclown",
                                  "CLOWN:bigclown", "clown:bigclownclown:bigclown"}) {
    EXPECT_EQ(status_for({{"Authorization", protocol::basic_authorization(wrong)}}), 401) << wrong;
  }
  for (const auto* const field : {"", "Basic", "Basic ", "Basic !",
                                  "Bearer Y2xvd246YmlnY2xvd24=", "Y2xvd246YmlnY2xvd24=", "BasicY2xvd246YmlnY2xvd24="}) {
    EXPECT_EQ(status_for({{"Authorization", field}}), 401) << field;
  }
}

TEST(BasicCredentials, RefusesTwoOfThem) {
  EXPECT_EQ(status_for({{"Authorization", "Basic Y2xvd246YmlnY2xvd24="}, {"Authorization", "Basic eDp5"}}), 401);
}

TEST(BasicCredentials, AllowsColonsInPasswords) {
  EXPECT_EQ(status_for({{"Authorization", protocol::basic_authorization("a:b:c")}}, "a:b:c"), 101);
}

TEST(BasicCredentials, NamesItsChallenge) {
  const auto refusal = refuse_strangers({}, "a:b", "Clown.Hub");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->fields.combined("WWW-Authenticate"), "Basic realm=\"Clown.Hub\", charset=\"UTF-8\"");
}

}  // namespace
}  // namespace parley::server
