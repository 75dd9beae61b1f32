#include "protocol/base64.hpp"

#include <gtest/gtest.h>

#include "protocol/accept_key.hpp"
#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using testing::hex;

TEST(Base64, VectorsOfTheRfc) {  // RFC 4648 §10
  const std::vector<std::pair<std::string_view, std::string_view>> vectors = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(base64_encode(as_bytes(plain)), encoded);
    EXPECT_EQ(base64_decode(encoded), to_bytes(plain));
  }
  EXPECT_EQ(base64_encode(hex("fb ff fe")), "+//+");
  EXPECT_EQ(base64_decode("+//+"), hex("fb ff fe"));
}

TEST(Base64, Refused) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm8=\n", " Zm8", "Zm8 ", "Zm-_", "Z\n8=", "Zm9v=", "=Zm9"}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
}

TEST(Base64, Credentials) {  // RFC 7617 §2
  EXPECT_EQ(basic_authorization("Aladdin:open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST(AcceptKey, ExampleOfTheRfc) {  // RFC 6455 §1.3
  EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(AcceptKey, KeysAreSixteenBytes) {
  EXPECT_TRUE(is_handshake_key("dGhlIHNhbXBsZSBub25jZQ=="));
  EXPECT_TRUE(is_handshake_key("AAAAAAAAAAAAAAAAAAAAAA=="));
  for (const std::string_view key :
       {"", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAA===", "AAAAAAAAAAA AAAAAAAAAA=="}) {
    EXPECT_FALSE(is_handshake_key(key)) << key;
  }
}

}  // namespace
}  // namespace parley::protocol
