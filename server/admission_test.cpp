#include "server/admission.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

protocol::HttpRequest with(protocol::HttpFields fields) {
  protocol::HttpRequest request;
  request.fields = std::move(fields);
  return request;
}

TEST(Admission, AllowsEveryOriginUnlessSomeAreListed) {
  EXPECT_TRUE(origin_allowed(with({{"Origin", "https://evil.example"}}), {}));
  EXPECT_FALSE(origin_allowed(with({{"Origin", "https://evil.example"}}), {"https://good.example"}));
  EXPECT_TRUE(
      origin_allowed(with({{"Origin", "https://good.example"}}), {"https://a.example", "https://good.example"}));
}

TEST(Admission, ComparesWholeOrigins) {
  const std::vector<std::string> origins = {"https://good.example"};
  for (const auto* origin : {"https://good.example.evil.example", "http://good.example", "https://good.example:444",
                             "null", "", "https://good.example, https://evil.example"}) {
    EXPECT_FALSE(origin_allowed(with({{"Origin", origin}}), origins)) << origin;
  }
  EXPECT_FALSE(origin_allowed(with({{"Origin", "https://good.example"}, {"Origin", "https://evil.example"}}), origins));
}

TEST(Admission, AllowsClientsThatNameNoOrigin) {
  EXPECT_TRUE(origin_allowed(with({}), {"https://good.example"}));
}

TEST(Admission, ChoosesTheClientsFirstSubprotocolThatIsSupported) {
  const auto request = with({{"Sec-WebSocket-Protocol", "a, b"}, {"sec-websocket-protocol", "c"}});
  EXPECT_EQ(choose_subprotocol(request, {"c", "b"}), "b");
  EXPECT_EQ(choose_subprotocol(request, {"c"}), "c");
  EXPECT_EQ(choose_subprotocol(request, {"B"}), "");
  EXPECT_EQ(choose_subprotocol(request, {}), "");
  EXPECT_EQ(choose_subprotocol(with({}), {"a"}), "");
}

}  // namespace
}  // namespace parley::server
