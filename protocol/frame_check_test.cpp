#include "protocol/frame_check.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using testing::hex;

constexpr MessageProgress no_message{};
constexpr MessageProgress in_message{.frames = 1, .size = 10, .compressed = false};
constexpr MessageProgress in_compressed_message{.frames = 1, .size = 10, .compressed = true};

FrameContext server() {
  return {};
}

FrameContext server_with_deflate() {
  FrameContext context;
  context.agreed_rsv = rsv1;
  return context;
}

FrameContext client() {
  FrameContext context;
  context.receiver = Role::client;
  return context;
}

FrameContext small_limits() {
  FrameContext context = client();
  context.limits.max_frame = 100;
  context.limits.max_message = 150;
  context.limits.max_fragments = 3;
  return context;
}

struct Case {
  std::string_view rule;
  std::string_view header;  // hex
  FrameContext context;
  MessageProgress message;
  std::string_view section;  // empty: legal
  CloseCode code = CloseCode::protocol_error;
};

void expect(const std::vector<Case>& cases) {
  for (const auto& [rule, header, context, message, section, code] : cases) {
    const auto decoded = decode_header(hex(header));
    ASSERT_TRUE(decoded) << rule;
    const auto violation = check_frame(decoded->header, message, context);
    EXPECT_EQ(violation ? violation->section : "", section) << rule << ": " << (violation ? violation->what : "legal");
    if (!violation) continue;
    EXPECT_EQ(violation->code, code) << rule;
    EXPECT_FALSE(violation->what.empty()) << rule;
  }
}

TEST(FrameCheck, LegalFrames) {
  expect({
      {"text", "81 00", client(), no_message, ""},
      {"binary", "82 00", client(), no_message, ""},
      {"close", "88 00", client(), no_message, ""},
      {"ping", "89 7d", client(), no_message, ""},
      {"pong", "8a 00", client(), no_message, ""},
      {"first fragment", "01 00", client(), no_message, ""},
      {"middle fragment", "00 00", client(), in_message, ""},
      {"last fragment", "80 00", client(), in_message, ""},
      {"control frame inside a message", "89 00", client(), in_message, ""},
      {"masked, to a server", "81 80 01 02 03 04", server(), no_message, ""},
      {"a key of zeroes is a key", "81 80 00 00 00 00", server(), no_message, ""},
      {"compressed", "c1 80 01 02 03 04", server_with_deflate(), no_message, ""},
      {"agreed on, but not used", "81 80 01 02 03 04", server_with_deflate(), no_message, ""},
      {"compressed, continued", "80 80 01 02 03 04", server_with_deflate(), in_compressed_message, ""},
  });
}

TEST(FrameCheck, ReservedBits) {
  constexpr std::string_view section = "RFC 6455 §5.2";
  expect({
      {"RSV1 without an extension", "c1 00", client(), no_message, section},
      {"RSV2", "a1 00", client(), no_message, section},
      {"RSV3", "91 00", client(), no_message, section},
      {"RSV2 with deflate", "a1 80 01 02 03 04", server_with_deflate(), no_message, section},
      {"RSV3 beside a legal RSV1", "d1 80 01 02 03 04", server_with_deflate(), no_message, section},
      {"RSV1 on a control frame, without an extension", "c9 00", client(), no_message, section},
      {"RSV1 on a ping", "c9 80 01 02 03 04", server_with_deflate(), no_message, "RFC 7692 §6.1"},
      {"RSV1 on a Close", "c8 80 01 02 03 04", server_with_deflate(), no_message, "RFC 7692 §6.1"},
      {"RSV1 on a continuation", "c0 80 01 02 03 04", server_with_deflate(), in_compressed_message, "RFC 7692 §6.1"},
      {"RSV1 on a continuation of a plain message", "c0 80 01 02 03 04", server_with_deflate(), in_message,
       "RFC 7692 §6.1"},
  });
}

TEST(FrameCheck, ReservedOpcodes) {
  for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
    for (const MessageProgress& message : {no_message, in_message}) {
      FrameHeader header;
      header.opcode = static_cast<Opcode>(opcode);
      const auto violation = check_frame(header, message, client());
      ASSERT_TRUE(violation) << opcode;
      EXPECT_EQ(violation->section, "RFC 6455 §5.2") << opcode;
      EXPECT_EQ(violation->code, CloseCode::protocol_error) << opcode;
    }
  }
}

TEST(FrameCheck, Masks) {
  expect({
      {"unmasked text to a server", "81 00", server(), no_message, "RFC 6455 §5.1"},
      {"unmasked Close to a server", "88 00", server(), no_message, "RFC 6455 §5.1"},
      {"masked text to a client", "81 80 01 02 03 04", client(), no_message, "RFC 6455 §5.1"},
      {"masked ping to a client", "89 80 01 02 03 04", client(), no_message, "RFC 6455 §5.1"},
  });
}

TEST(FrameCheck, LengthForms) {
  constexpr std::string_view section = "RFC 6455 §5.2";
  expect({
      {"125 in 16 bits", "82 7e 00 7d", client(), no_message, section},
      {"126 in 16 bits", "82 7e 00 7e", client(), no_message, ""},
      {"0 in 64 bits", "82 7f 00 00 00 00 00 00 00 00", client(), no_message, section},
      {"65535 in 64 bits", "82 7f 00 00 00 00 00 00 ff ff", client(), no_message, section},
      {"65536 in 64 bits", "82 7f 00 00 00 00 00 01 00 00", client(), no_message, ""},
      {"highest bit set", "82 7f 80 00 00 00 00 00 00 00", client(), no_message, section},
      {"all bits set", "82 7f ff ff ff ff ff ff ff ff", client(), no_message, section},
      {"5 in 16 bits on a ping", "89 7e 00 05", client(), no_message, section},
  });
}

TEST(FrameCheck, ControlFrames) {
  constexpr std::string_view section = "RFC 6455 §5.5";
  expect({
      {"fragmented ping", "09 00", client(), no_message, section},
      {"fragmented pong", "0a 00", client(), no_message, section},
      {"fragmented Close", "08 00", client(), no_message, section},
      {"126 bytes", "89 7e 00 7e", client(), no_message, section},
      {"65536 bytes", "8a 7f 00 00 00 00 00 01 00 00", client(), no_message, section},
  });
}

TEST(FrameCheck, Sequence) {
  constexpr std::string_view section = "RFC 6455 §5.4";
  expect({
      {"last fragment of nothing", "80 00", client(), no_message, section},
      {"fragment of nothing", "00 00", client(), no_message, section},
      {"text inside a message", "81 00", client(), in_message, section},
      {"binary fragment inside a message", "02 00", client(), in_message, section},
  });
}

TEST(FrameCheck, Limits) {
  constexpr std::string_view section = "RFC 6455 §10.4";
  constexpr auto too_big = CloseCode::message_too_big;
  constexpr MessageProgress two_frames{.frames = 2, .size = 100, .compressed = false};
  constexpr MessageProgress three_frames{.frames = 3, .size = 100, .compressed = false};
  FrameContext with_deflate = small_limits();
  with_deflate.agreed_rsv = rsv1;
  with_deflate.limits.max_message = 50;
  FrameContext frame_above_message = small_limits();
  frame_above_message.limits.max_message = 20;
  expect({
      {"a frame at the limit", "82 64", small_limits(), no_message, ""},
      {"a frame above it", "82 65", small_limits(), no_message, section, too_big},
      {"the largest length there is", "82 7f 7f ff ff ff ff ff ff ff", small_limits(), no_message, section, too_big},
      {"a message at the limit", "80 32", small_limits(), two_frames, ""},
      {"a message above it", "80 33", small_limits(), two_frames, section, too_big},
      {"a first frame above the message limit", "82 15", frame_above_message, no_message, section, too_big},
      {"the limit of a compressed message is for its inflated size", "c2 40", with_deflate, no_message, ""},
      {"also in its continuation", "80 40", with_deflate, in_compressed_message, ""},
      {"a plain message beside it", "82 40", with_deflate, no_message, section, too_big},
      {"the last frame that a message may have", "00 00", small_limits(), two_frames, ""},
      {"one more", "00 00", small_limits(), three_frames, section, CloseCode::policy_violation},
      {"control frames do not count", "89 00", small_limits(), three_frames, ""},
      {"nor against the frame limit: they have their own", "89 7d", small_limits(), no_message, ""},
  });
}

}  // namespace
}  // namespace parley::protocol
