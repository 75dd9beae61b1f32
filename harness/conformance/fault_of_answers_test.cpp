#include "harness/conformance/fault_of_answers.hpp"

#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using protocol::to_bytes;

Message text(std::string_view payload) {
  return {true, to_bytes(payload)};
}

std::string fault_of(const Answers& answers, std::vector<Message> came, std::vector<protocol::Bytes> pongs = {}) {
  Observation seen;
  seen.messages = std::move(came);
  seen.pongs = std::move(pongs);
  return fault_of_answers(answers, seen);
}

TEST(FaultOfEcho, SaysWhereTheFirstOtherByteIs) {
  EXPECT_EQ(fault_of_echo(text("echo"), text("echo")), "");
  EXPECT_EQ(fault_of_echo(text("echo"), {false, to_bytes("echo")}), "came back as binary");
  EXPECT_EQ(fault_of_echo({false, {}}, text("")), "came back as text");
  EXPECT_EQ(fault_of_echo(text("echo"), text("ecHO")), "came back with 0x48 as byte 3 of 4, which was 0x68");
  EXPECT_EQ(fault_of_echo(text("echo"), text("X")), "came back with 0x58 as byte 1 of 4, which was 0x65");
  EXPECT_EQ(fault_of_echo(text("echo"), text("ec")), "came back with its first 2 bytes of 4");
  EXPECT_EQ(fault_of_echo(text("echo"), text("echo!?")), "came back with 2 bytes more than its 4");
}

TEST(FaultOfAnswers, NamesTheOnlyMessageByNoNumber) {
  const Answers one{{text("a")}};
  EXPECT_EQ(fault_of(one, {text("a")}), "");
  EXPECT_EQ(fault_of(one, {}), "the message did not come back");
  EXPECT_EQ(fault_of(one, {text("b")}), "the message came back with 0x62 as byte 1 of 1, which was 0x61");
  EXPECT_EQ(fault_of(one, {text("a"), text("a")}), "the message came back twice");
  EXPECT_EQ(fault_of(one, {text("a"), text("b")}), "more messages came than were sent");
}

TEST(FaultOfAnswers, TellsALostMessageFromASpoiltOne) {
  const Answers three{{text("a"), text("b"), text("c")}};
  EXPECT_EQ(fault_of(three, {text("a"), text("b"), text("c")}), "");
  EXPECT_EQ(fault_of(three, {text("a"), text("c")}), "message 2 of 3 did not come back before message 3");
  EXPECT_EQ(fault_of(three, {text("a"), text("a"), text("b")}), "message 1 of 3 came back twice");
  EXPECT_EQ(fault_of(three, {text("a"), text("b")}), "message 3 of 3 did not come back");
  EXPECT_EQ(fault_of(three, {text("a"), text("bb")}), "message 2 of 3 came back with 1 byte more than its 1");
}

TEST(FaultOfAnswers, AsksForTheNewestPongOnly) {
  const Answers pings{{}, {to_bytes("old"), to_bytes("new")}};
  EXPECT_EQ(fault_of(pings, {}, {to_bytes("new")}), "");
  EXPECT_EQ(fault_of(pings, {text("its own")}, {to_bytes("old")}), "no pong came with 3 \"new\"");
}

}  // namespace
}  // namespace parley::conformance
