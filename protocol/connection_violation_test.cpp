// Every rule a peer can break: what the connection does about it (RFC 6455 §7.1.7).
#include <gmock/gmock.h>

#include "protocol/testing/connection_player.hpp"

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using namespace parley::protocol::testing;

struct Case {
  std::string_view rule;
  std::string_view wire;
  CloseCode code;
  std::string_view section;
};

void expect_failure(const ConnectionOptions& options, const Case& broken) {
  SCOPED_TRACE(broken.rule);
  Bytes wire = hex(broken.wire);
  append(wire, hex("89 00"));  // what follows is ignored
  const Outcome outcome = play_every_cut(options, wire);
  EXPECT_THAT(outcome.events, IsEmpty());
  EXPECT_EQ(outcome.state, EngineState::closed);
  ASSERT_TRUE(outcome.report.violation);
  EXPECT_EQ(outcome.report.violation->code, broken.code);
  EXPECT_EQ(outcome.report.violation->section, broken.section);
  EXPECT_EQ(outcome.report.received, std::nullopt);
  EXPECT_EQ(outcome.report.sent, (CloseBody{to_number(broken.code), outcome.report.violation->what}));
  EXPECT_FALSE(outcome.report.clean());
  EXPECT_EQ(outcome.report.code(), 1006);
}

TEST(ConnectionViolation, ToAClient) {
  constexpr auto protocol_error = CloseCode::protocol_error;
  constexpr auto invalid_payload = CloseCode::invalid_payload;
  for (const Case& broken : std::vector<Case>{
           {"masked", "81 80 01 02 03 04", protocol_error, "RFC 6455 §5.1"},
           {"RSV1", "c1 00", protocol_error, "RFC 6455 §5.2"},
           {"reserved opcode", "83 00", protocol_error, "RFC 6455 §5.2"},
           {"reserved control opcode", "8b 00", protocol_error, "RFC 6455 §5.2"},
           {"length in too many bytes", "82 7e 00 05 01 02 03 04 05", protocol_error, "RFC 6455 §5.2"},
           {"length with its highest bit", "82 7f 80 00 00 00 00 00 00 00", protocol_error, "RFC 6455 §5.2"},
           {"fragmented ping", "09 00", protocol_error, "RFC 6455 §5.5"},
           {"nothing to continue", "80 01 61", protocol_error, "RFC 6455 §5.4"},
           {"message in a message", "01 01 61 81 01 62", protocol_error, "RFC 6455 §5.4"},
           {"bad UTF-8 in a first fragment", "01 01 ff", invalid_payload, "RFC 6455 §8.1"},
           {"Close with one byte", "88 01 03", protocol_error, "RFC 6455 §5.5.1"},
           {"Close with 1005", "88 02 03 ed", protocol_error, "RFC 6455 §7.4"},
           {"Close with a bad reason", "88 03 03 e8 ff", invalid_payload, "RFC 6455 §8.1"},
           {"text that is not UTF-8", "81 02 c3 28", invalid_payload, "RFC 6455 §8.1"},
           {"text that ends inside a character", "81 02 e2 82", invalid_payload, "RFC 6455 §8.1"},
           {"the same in fragments", "01 01 e2 80 01 82", invalid_payload, "RFC 6455 §8.1"},
           {"an empty last fragment completes nothing", "01 01 e2 80 00", invalid_payload, "RFC 6455 §8.1"},
       }) {
    expect_failure(client_options(), broken);
  }
}

TEST(ConnectionViolation, ToAServer) {
  expect_failure(server_options(), {"unmasked", "81 00", CloseCode::protocol_error, "RFC 6455 §5.1"});
  expect_failure(server_options(),
                 {"unmasked, of the longest kind", "82 7e 01 00", CloseCode::protocol_error, "RFC 6455 §5.1"});
}

TEST(ConnectionViolation, TextFailsAtTheFirstBadByte) {
  // 100 bytes are announced; the second one that comes is enough.
  Bytes wire = hex("81 64 f4");
  EXPECT_EQ(play_every_cut(client_options(), wire).state, EngineState::open);
  append(wire, hex("90"));
  const Outcome outcome = play_every_cut(client_options(), wire);
  EXPECT_EQ(outcome.state, EngineState::closed);
  EXPECT_EQ(outcome.report.sent->code, 1007);
}

TEST(ConnectionViolation, WhatCameBeforeWasDelivered) {
  const Outcome outcome = play_every_cut(client_options(), hex("81 01 61  89 00  c1 01 62  81 01 63"));
  EXPECT_THAT(outcome.events, ElementsAre("text a", "ping"));
  EXPECT_THAT(outcome.sent, StartsWith("8a8037fa213d"
                                       "88"));
}

TEST(ConnectionViolation, TheCloseFrameOnTheWire) {
  const Outcome outcome = play_every_cut(server_options(), hex("81 00"));
  Bytes expected = hex("88 1e 03 ea");
  append(expected, "unmasked frame from a client");
  EXPECT_EQ(outcome.sent, to_hex(expected));
}

// Limits

ConnectionOptions limited() {
  ConnectionOptions options = client_options();
  options.limits.max_frame = 4;
  options.limits.max_message = 6;
  options.limits.max_fragments = 3;
  return options;
}

TEST(ConnectionViolation, Limits) {
  constexpr auto too_big = CloseCode::message_too_big;
  constexpr std::string_view section = "RFC 6455 §10.4";
  expect_failure(limited(), {"frame", "82 05", too_big, section});  // before any of its payload
  expect_failure(limited(), {"message", "02 04 01 02 03 04 80 03", too_big, section});
  expect_failure(limited(), {"fragments", "02 00 00 00 00 00 80 00", CloseCode::policy_violation, section});
}

TEST(ConnectionViolation, JustWithinTheLimits) {
  const Outcome outcome = play_every_cut(
      limited(), hex("02 04 01 02 03 04 00 00 80 02 05 06  02 02 01 02 00 02 03 04 80 02 05 06  82 04 01 02 03 04"));
  EXPECT_THAT(outcome.events, ElementsAre("binary 010203040506", "binary 010203040506", "binary 01020304"));
}

TEST(ConnectionViolation, ControlFramesHaveTheirOwnLimit) {
  const Outcome outcome = play_every_cut(limited(), hex("89 05 01 02 03 04 05"));
  EXPECT_THAT(outcome.events, ElementsAre("ping 0102030405"));
}

}  // namespace
}  // namespace parley::protocol
