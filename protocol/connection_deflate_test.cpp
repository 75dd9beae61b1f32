// permessage-deflate in a Connection (RFC 7692). The codec itself: deflate_test.cpp.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <tuple>

#include "protocol/testing/connection_player.hpp"

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace parley::protocol::testing;

ConnectionOptions with_deflate(ConnectionOptions options, DeflateParameters agreed = {}) {
  options.deflate = agreed;
  return options;
}

// RFC 7692 §7.2.3, the examples.

TEST(ConnectionDeflate, OneFrame) {
  const Outcome outcome = play_every_cut(with_deflate(client_options()), hex("c1 07 f2 48 cd c9 c9 07 00"));
  EXPECT_THAT(outcome.events, ElementsAre("text Hello"));
}

TEST(ConnectionDeflate, TwoFragments) {
  const Outcome outcome = play_every_cut(with_deflate(client_options()), hex("41 03 f2 48 cd  80 04 c9 c9 07 00"));
  EXPECT_THAT(outcome.events, ElementsAre("text Hello"));
}

TEST(ConnectionDeflate, TheWindowIsShared) {
  const Bytes wire = hex("c1 07 f2 48 cd c9 c9 07 00  c1 05 f2 00 11 00 00");
  EXPECT_THAT(play_every_cut(with_deflate(client_options()), wire).events, ElementsAre("text Hello", "text Hello"));
}

TEST(ConnectionDeflate, BlocksOfEveryKind) {
  for (const std::string_view wire : {
           "c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00",        // §7.2.3.3: without compression
           "c1 08 f3 48 cd c9 c9 07 00 00",                 // §7.2.3.4: BFINAL set
           "c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00",  // §7.2.3.5: two blocks
       }) {
    EXPECT_THAT(play_every_cut(with_deflate(client_options()), hex(wire)).events, ElementsAre("text Hello")) << wire;
  }
}

TEST(ConnectionDeflate, EmptyMessages) {
  const Bytes wire = hex("c1 01 00  41 00 80 01 00  c2 01 00");
  EXPECT_THAT(play_every_cut(with_deflate(client_options()), wire).events, ElementsAre("text ", "text ", "binary"));
}

TEST(ConnectionDeflate, Masked) {
  FrameHeader header;
  header.rsv = rsv1;
  const Bytes wire = masked_frame(header, hex("f2 48 cd c9 c9 07 00"));
  EXPECT_THAT(play_every_cut(with_deflate(server_options()), wire).events, ElementsAre("text Hello"));
}

TEST(ConnectionDeflate, PlainAndControlFramesBetween) {
  const Outcome outcome =
      play_every_cut(with_deflate(client_options()), hex("41 03 f2 48 cd  89 01 31  80 04 c9 c9 07 00  81 02 48 69  "
                                                         "c1 05 f2 00 11 00 00"));
  EXPECT_THAT(outcome.events, ElementsAre("ping 31", "text Hello", "text Hi", "text Hello"));
}

// What a peer can do wrong

void expect_failure(const ConnectionOptions& options, std::string_view wire, CloseCode code, std::string_view section) {
  const Outcome outcome = play_every_cut(options, hex(wire));
  EXPECT_THAT(outcome.events, IsEmpty()) << wire;
  ASSERT_TRUE(outcome.report.violation) << wire;
  EXPECT_EQ(outcome.report.violation->code, code) << wire;
  EXPECT_EQ(outcome.report.violation->section, section) << wire;
  EXPECT_EQ(outcome.report.sent->code, to_number(code)) << wire;
}

TEST(ConnectionDeflate, CorruptData) {
  const ConnectionOptions client = with_deflate(client_options());
  expect_failure(client, "c2 02 ff ff", CloseCode::invalid_payload, "RFC 7692 §7.2.2");
  expect_failure(client, "c2 05 f2 00 11 00 00", CloseCode::invalid_payload, "RFC 7692 §7.2.2");  // looks too far back
  expect_failure(client, "c2 06 f2 48 cd c9 c9 07", CloseCode::invalid_payload, "RFC 7692 §7.2.2");  // cut short
}

TEST(ConnectionDeflate, InflatedTextMustBeUtf8) {
  const ConnectionOptions client = with_deflate(client_options());
  // stored blocks: ff; e2 82
  expect_failure(client, "c1 07 00 01 00 fe ff ff 00", CloseCode::invalid_payload, "RFC 6455 §8.1");
  expect_failure(client, "c1 08 00 02 00 fd ff e2 82 00", CloseCode::invalid_payload, "RFC 6455 §8.1");
}

TEST(ConnectionDeflate, BadTextIsRefusedBeforeItsMessageEnds) {
  expect_failure(with_deflate(client_options()), "41 07 00 02 00 fd ff ff 61", CloseCode::invalid_payload,
                 "RFC 6455 §8.1");
}

TEST(ConnectionDeflate, TheLimitIsForTheInflatedSize) {
  ConnectionOptions options = with_deflate(client_options());
  options.limits.max_message = 5;
  EXPECT_THAT(play_every_cut(options, hex("c1 07 f2 48 cd c9 c9 07 00")).events, ElementsAre("text Hello"));
  options.limits.max_message = 4;
  expect_failure(options, "c1 07 f2 48 cd c9 c9 07 00", CloseCode::message_too_big, "RFC 6455 §10.4");
}

TEST(ConnectionDeflate, ABombIsStoppedAtTheLimit) {
  ConnectionOptions bomber_options = with_deflate(client_options());
  EventLog nobody;
  Connection bomber(bomber_options, nobody);
  Bytes wire;
  ASSERT_TRUE(bomber.send(MessageType::binary, Bytes(16U << 20, 0), {}, wire));
  ASSERT_LT(wire.size(), 32U << 10);

  ConnectionOptions options = with_deflate(server_options());
  options.limits.max_message = 1U << 20;
  for (const Pieces& pieces : {Pieces{wire}, cut_every(100, wire)}) {
    const Outcome outcome = play(options, pieces);
    EXPECT_THAT(outcome.events, IsEmpty());
    EXPECT_EQ(outcome.report.violation->code, CloseCode::message_too_big);
  }
}

TEST(ConnectionDeflate, EachDirectionHasItsOwnTakeover) {
  const std::string_view second_looks_back = "c1 07 f2 48 cd c9 c9 07 00  c1 05 f2 00 11 00 00";
  DeflateParameters server_forgets;
  server_forgets.server_no_context_takeover = true;
  DeflateParameters client_forgets;
  client_forgets.client_no_context_takeover = true;

  const Outcome refused = play_every_cut(with_deflate(client_options(), server_forgets), hex(second_looks_back));
  EXPECT_THAT(refused.events, ElementsAre("text Hello"));
  EXPECT_TRUE(refused.report.violation);
  const Outcome accepted = play_every_cut(with_deflate(client_options(), client_forgets), hex(second_looks_back));
  EXPECT_THAT(accepted.events, ElementsAre("text Hello", "text Hello"));
}

// What is sent

class ConnectionDeflateSend : public ::testing::Test {
 protected:
  static Bytes sent(Connection& connection, std::string_view text, const SendOptions& options = {}) {
    Bytes out;
    EXPECT_TRUE(connection.send(MessageType::text, as_bytes(text), options, out));
    return out;
  }

  const std::string text = "a message with a message in a message, and a message after it";
  EventLog log;
};

TEST_F(ConnectionDeflateSend, CompressesWithRsv1) {
  Connection server(with_deflate(server_options()), log);
  EXPECT_EQ(to_hex(sent(server, "Hello")), "c107f248cdc9c90700");
  EXPECT_LT(sent(server, text).size(), text.size());
}

TEST_F(ConnectionDeflateSend, TheWindowIsSharedUnlessAgreedOtherwise) {
  Connection takeover(with_deflate(server_options()), log);
  const Bytes first = sent(takeover, text);
  EXPECT_LT(sent(takeover, text).size(), first.size() / 2);

  DeflateParameters server_forgets;
  server_forgets.server_no_context_takeover = true;
  Connection forgetful(with_deflate(server_options(), server_forgets), log);
  EXPECT_EQ(sent(forgetful, text), first);
  EXPECT_EQ(sent(forgetful, text), first);

  DeflateParameters client_forgets;
  client_forgets.client_no_context_takeover = true;
  Connection server(with_deflate(server_options(), client_forgets), log);
  (void)sent(server, text);
  EXPECT_LT(sent(server, text).size(), first.size() / 2);
}

TEST_F(ConnectionDeflateSend, OnlyWhenAskedTo) {
  ConnectionOptions options = with_deflate(server_options());
  options.deflate_options.threshold = 6;
  Connection server(options, log);
  EXPECT_EQ(to_hex(sent(server, "Hello")), "810548656c6c6f");
  EXPECT_EQ(sent(server, "Hello!")[0], 0xC1);
  EXPECT_EQ(sent(server, "Hello!", {.compress = false})[0], 0x81);
  Connection plain(server_options(), log);
  EXPECT_EQ(sent(plain, "Hello!")[0], 0x81);
}

TEST_F(ConnectionDeflateSend, Rsv1OnTheFirstFragmentOnly) {
  Connection server(with_deflate(server_options()), log);
  EXPECT_EQ(to_hex(sent(server, "Hello", {.fragment_size = 3})),
            "4103f248cd"
            "0003c9c907"
            "800100");
}

TEST_F(ConnectionDeflateSend, ControlFramesAreNeverCompressed) {
  Connection server(with_deflate(server_options()), log);
  Bytes out;
  server.ping(as_bytes("Hello"), out);
  server.close({1000, ""}, out);
  EXPECT_EQ(to_hex(out),
            "890548656c6c6f"
            "880203e8");
}

class DeflateBetween : public ::testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(DeflateBetween, WhatOneSideSendsTheOtherReads) {
  DeflateParameters agreed;
  agreed.server_max_window_bits = std::get<0>(GetParam());
  agreed.client_max_window_bits = std::get<1>(GetParam());
  EventLog nothing;
  EventLog heard;
  Connection client(with_deflate(client_options(), agreed), nothing);
  Connection server(with_deflate(server_options(), agreed), heard);
  std::vector<std::string> expected;
  for (std::size_t round = 0; round < 20; ++round) {
    std::string text;
    for (std::size_t i = 0; i < round * 37; ++i) text += fmt::format("{} ", i * i * 7919 % 1009);
    Bytes wire;
    ASSERT_TRUE(client.send(MessageType::text, as_bytes(text), {.fragment_size = round * 100}, wire));
    Bytes answers;
    for (Bytes piece : cut_every(333, wire)) server.receive(piece, answers);
    EXPECT_THAT(answers, IsEmpty());
    expected.push_back("text " + text);
  }
  EXPECT_EQ(heard.events, expected);
  EXPECT_EQ(server.state(), EngineState::open);
}

INSTANTIATE_TEST_SUITE_P(Windows, DeflateBetween,
                         ::testing::Combine(::testing::Values(8, 15), ::testing::Values(8, 9, 12, 15)));

}  // namespace
}  // namespace parley::protocol
