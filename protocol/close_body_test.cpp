#include "protocol/close_body.hpp"

#include <gtest/gtest.h>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using testing::hex;

TEST(CloseBody, Decodes) {
  EXPECT_EQ(decode_close_body({}), (CloseBody{1005, ""}));
  EXPECT_EQ(decode_close_body(hex("03 e8")), (CloseBody{1000, ""}));
  EXPECT_EQ(decode_close_body(hex("13 87 62 79 65")), (CloseBody{4999, "bye"}));
}

TEST(CloseBody, RefusesWhatNoCloseFrameMayCarry) {
  struct Case {
    std::string_view payload;
    CloseCode code;
    std::string_view section;
  };
  for (const auto& [payload, code, section] : std::vector<Case>{
           {"03", CloseCode::protocol_error, "RFC 6455 §5.5.1"},
           {"00 00", CloseCode::protocol_error, "RFC 6455 §7.4"},
           {"03 e7", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 999
           {"03 ec", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 1004
           {"03 ed", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 1005
           {"03 ee", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 1006
           {"03 f7", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 1015
           {"0b b7", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 2999
           {"13 88", CloseCode::protocol_error, "RFC 6455 §7.4"},  // 5000
           {"ff ff", CloseCode::protocol_error, "RFC 6455 §7.4"},
           {"03 e8 ff", CloseCode::invalid_payload, "RFC 6455 §8.1"},
           {"03 e8 e2 82", CloseCode::invalid_payload, "RFC 6455 §8.1"},
       }) {
    const auto body = decode_close_body(hex(payload));
    ASSERT_FALSE(body) << payload;
    EXPECT_EQ(body.error().code, code) << payload;
    EXPECT_EQ(body.error().section, section) << payload;
  }
}

TEST(CloseBody, EncodesWhatItIsTold) {
  EXPECT_EQ(to_hex(encode_close_body({1005, ""})), "");
  EXPECT_EQ(to_hex(encode_close_body({1000, ""})), "03e8");
  EXPECT_EQ(to_hex(encode_close_body({4000, "bye"})), "0fa0627965");
  EXPECT_EQ(to_hex(encode_close_body({1005, "bye"})), "03ed627965");
}

TEST(CloseBody, Legality) {
  EXPECT_TRUE(is_legal({1005, ""}));
  EXPECT_TRUE(is_legal({1000, std::string(123, 'x')}));
  EXPECT_FALSE(is_legal({1000, std::string(124, 'x')}));
  EXPECT_FALSE(is_legal({1005, "a reason needs a code"}));
  EXPECT_FALSE(is_legal({1006, ""}));
  EXPECT_FALSE(is_legal({1000, "\xFF"}));
}

}  // namespace
}  // namespace parley::protocol
