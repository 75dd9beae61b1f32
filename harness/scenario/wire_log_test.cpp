#include "harness/scenario/wire_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::scenario {
namespace {

using protocol::Opcode;
using ::testing::ElementsAre;

protocol::Bytes conversation() {
  protocol::Bytes bytes = protocol::to_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
  const auto frame = [&](protocol::FrameHeader header, std::string_view payload) {
    protocol::encode_frame(header, protocol::as_bytes(payload), bytes);
  };
  frame(protocol::make_header(Opcode::text, 5, protocol::MaskKey{1, 2, 3, 4}), "hello");
  auto first = protocol::make_header(Opcode::binary, 2);
  first.fin = false;
  frame(first, "\x01\x02");
  frame(protocol::make_header(Opcode::continuation, 0), "");
  auto begun = protocol::make_header(Opcode::text, 3);
  begun.fin = false;
  frame(begun, "hel");
  frame(protocol::make_header(Opcode::ping, 0), "");
  frame(protocol::make_header(Opcode::continuation, 2), "lo");
  auto compressed = protocol::make_header(Opcode::text, 3);
  compressed.rsv = protocol::rsv1;
  compressed.fin = false;
  frame(compressed, "abc");
  frame(protocol::make_header(Opcode::continuation, 1), "d");
  frame(protocol::make_header(Opcode::ping, 1), "p");
  frame(protocol::make_header(Opcode::pong, 2), "\xff\x01");
  frame(protocol::make_header(Opcode::close, 5), std::string_view("\x03\xe8"
                                                                  "bye",
                                                                  5));
  frame(protocol::make_header(Opcode::close, 0), "");
  return bytes;
}

std::vector<std::string> lines_of(const std::vector<protocol::ByteView>& pieces) {
  WireDecoder decoder;
  std::vector<std::string> lines;
  for (const protocol::ByteView piece : pieces) {
    decoder.add(piece, [&](std::string line) { lines.push_back(std::move(line)); });
  }
  return lines;
}

const auto expected_lines =
    ElementsAre("HTTP/1.1 101 Switching Protocols\n  Upgrade: websocket", "text 5 \"hello\"",
                "binary 2 (more follows) 0102", "continuation 0", "text 3 (more follows) \"hel\"", "ping 0",
                "continuation 2 \"lo\"", "text 3 (more follows) compressed", "continuation 1 64", "ping 1 \"p\"",
                "pong 2 ff01", "close 1000 (normal closure) \"bye\"", "close without a code");

TEST(WireLogTest, TellsHeadsAndFrames) {
  const protocol::Bytes bytes = conversation();
  EXPECT_THAT(lines_of({bytes}), expected_lines);
}

TEST(WireLogTest, TellsTheSameWhereverItIsCut) {
  const protocol::Bytes bytes = conversation();
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_THAT(lines_of({protocol::ByteView(bytes).first(cut), protocol::ByteView(bytes).subspan(cut)}),
                expected_lines)
        << cut;
  }
  std::vector<protocol::ByteView> single;
  for (std::size_t i = 0; i < bytes.size(); ++i) single.push_back(protocol::ByteView(bytes).subspan(i, 1));
  EXPECT_THAT(lines_of(single), expected_lines);
}

void expect_at_every_cut(const protocol::Bytes& bytes, const std::vector<std::string>& expected) {
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(lines_of({protocol::ByteView(bytes).first(cut), protocol::ByteView(bytes).subspan(cut)}), expected)
        << cut;
  }
}

TEST(WireLogTest, TellsInterimResponses) {  // RFC 9110 §15.2
  protocol::Bytes bytes = protocol::to_bytes(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 101 OK\r\n\r\n");
  protocol::encode_frame(protocol::make_header(Opcode::text, 5), protocol::as_bytes("hello"), bytes);
  expect_at_every_cut(bytes, {"HTTP/1.1 100 Continue", "HTTP/1.1 103 Early Hints\n  Link: </x>", "HTTP/1.1 101 OK",
                              "text 5 \"hello\""});
}

TEST(WireLogTest, TakesNoBodyForFrames) {
  const std::string body(300, 'n');  // as a frame: a Ping of 110 bytes
  expect_at_every_cut(protocol::to_bytes("HTTP/1.1 404 Not Found\r\nX: y\r\n\r\n" + body),
                      {"HTTP/1.1 404 Not Found\n  X: y"});
}

TEST(WireLogTest, ShowsTheBeginningOfALongHead) {
  protocol::Bytes bytes = protocol::to_bytes("HTTP/1.1 101 OK\r\nX: " + std::string(20'000, 'y') + "\r\n\r\n");
  protocol::encode_frame(protocol::make_header(Opcode::text, 5), protocol::as_bytes("hello"), bytes);
  const auto lines = lines_of({protocol::ByteView(bytes).first(19'000), protocol::ByteView(bytes).subspan(19'000)});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], ::testing::EndsWith("yyy…"));
  EXPECT_LT(lines[0].size(), 5'000U);
  EXPECT_EQ(lines[1], "text 5 \"hello\"");
}

TEST(WireLogTest, GivesUpAHeadThatDoesNotEnd) {
  const protocol::Bytes endless(10'000, 'x');
  const auto lines = lines_of(std::vector<protocol::ByteView>(20, endless));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LT(lines[0].size(), 5'000U);
}

TEST(WireLogTest, ShowsTheBeginningOfALongMessage) {
  protocol::Bytes bytes = protocol::to_bytes("HTTP/1.1 101 OK\r\n\r\n");
  protocol::encode_frame(protocol::make_header(Opcode::text, 100000), protocol::Bytes(100000, 'x'), bytes);
  const auto lines = lines_of({bytes});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[1], ::testing::StartsWith("text 100000 \"xxx"));
  EXPECT_LT(lines[1].size(), 200U);
}

TEST(WireLogTest, KeepsTheLastLines) {
  WireLog log("alice", std::chrono::steady_clock::now(), 2);
  log.note("one");
  log.note("two");
  log.add(net::Direction::sent, protocol::as_bytes("GET / HTTP/1.1\r\n\r\n"));
  ASSERT_EQ(log.lines().size(), 2U);
  EXPECT_EQ(log.lines()[0].text, "two");
  EXPECT_EQ(log.lines()[1].text, "GET / HTTP/1.1");
  EXPECT_EQ(log.lines()[1].arrow, "→");
  EXPECT_EQ(log.lines()[1].client, "alice");
}

}  // namespace
}  // namespace parley::scenario
