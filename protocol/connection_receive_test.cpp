// What a Connection makes of legal frames.
#include <gmock/gmock.h>

#include "protocol/testing/connection_player.hpp"

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace parley::protocol::testing;

// RFC 6455 §5.7, the examples.

TEST(ConnectionReceive, UnmaskedText) {
  const Outcome outcome = play_every_cut(client_options(), hex("81 05 48 65 6c 6c 6f"));
  EXPECT_THAT(outcome.events, ElementsAre("text Hello"));
  EXPECT_EQ(outcome.sent, "");
  EXPECT_EQ(outcome.state, EngineState::open);
}

TEST(ConnectionReceive, MaskedText) {
  const Outcome outcome = play_every_cut(server_options(), hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"));
  EXPECT_THAT(outcome.events, ElementsAre("text Hello"));
}

TEST(ConnectionReceive, FragmentedText) {
  const Outcome outcome = play_every_cut(client_options(), hex("01 03 48 65 6c  80 02 6c 6f"));
  EXPECT_THAT(outcome.events, ElementsAre("text Hello"));
}

TEST(ConnectionReceive, PingIsAnsweredByTheSamePayload) {
  const Outcome outcome = play_every_cut(client_options(), hex("89 05 48 65 6c 6c 6f"));
  EXPECT_THAT(outcome.events, ElementsAre("ping 48656c6c6f"));
  EXPECT_EQ(outcome.sent, "8a8537fa213d7f9f4d5158");
}

TEST(ConnectionReceive, MaskedPing) {
  const Outcome outcome = play_every_cut(server_options(), hex("89 85 37 fa 21 3d 7f 9f 4d 51 58"));
  EXPECT_THAT(outcome.events, ElementsAre("ping 48656c6c6f"));
  EXPECT_EQ(outcome.sent, "8a0548656c6c6f");
}

TEST(ConnectionReceive, LengthsIn16And64Bits) {
  for (const std::size_t size : {256U, 65536U}) {
    Bytes payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i % 251);
    FrameHeader binary;
    binary.opcode = Opcode::binary;
    const Bytes wire = masked_frame(binary, payload);
    for (const Pieces& pieces : {Pieces{wire}, cut_every(1000, wire), cut_every(3, wire), cut_at(9, wire)}) {
      const Outcome outcome = play(server_options(), pieces);
      EXPECT_THAT(outcome.events, ElementsAre("binary " + to_hex(payload)));
    }
  }
}

// RFC 6455 §5.4, §5.5

TEST(ConnectionReceive, ControlFramesBetweenFragments) {
  const Outcome outcome =
      play_every_cut(client_options(), hex("01 01 61  89 01 31  00 00  8a 00  00 01 62  89 00  80 01 63"
                                           "82 01 ff"));
  EXPECT_THAT(outcome.events, ElementsAre("ping 31", "pong", "ping", "text abc", "binary ff"));
  EXPECT_EQ(outcome.sent,
            "8a8137fa213d06"
            "8a8037fa213d");
}

TEST(ConnectionReceive, EmptyMessages) {
  const Outcome outcome = play_every_cut(client_options(), hex("81 00  82 00  01 00 80 00  02 00 00 00 80 00"));
  EXPECT_THAT(outcome.events, ElementsAre("text ", "binary", "text ", "binary"));
}

TEST(ConnectionReceive, LongestControlPayload) {
  const Bytes payload(125, 0x55);
  FrameHeader ping;
  ping.opcode = Opcode::ping;
  const Outcome outcome = play_every_cut(server_options(), masked_frame(ping, payload));
  EXPECT_THAT(outcome.events, ElementsAre("ping " + to_hex(payload)));
  EXPECT_EQ(outcome.sent, "8a7d" + to_hex(payload));
}

TEST(ConnectionReceive, PongThatNobodyAskedFor) {
  const Outcome outcome = play_every_cut(client_options(), hex("8a 02 01 02"));
  EXPECT_THAT(outcome.events, ElementsAre("pong 0102"));
  EXPECT_EQ(outcome.sent, "");
}

// RFC 6455 §5.6: fragments may end inside a character.

TEST(ConnectionReceive, CharactersAcrossFragments) {
  const Outcome outcome = play_every_cut(client_options(), hex("01 01 e2  00 01 82  89 00  80 01 ac"));
  EXPECT_THAT(outcome.events, ElementsAre("ping", "text \xE2\x82\xAC"));
}

TEST(ConnectionReceive, BinaryNeedsNoUtf8) {
  const Outcome outcome = play_every_cut(client_options(), hex("02 01 ff  80 01 c0"));
  EXPECT_THAT(outcome.events, ElementsAre("binary ffc0"));
}

/// Where the payload of a message lies while it is handed over.
class Where final : public EngineEvents {
 public:
  void on_message(MessageType /*type*/, ByteView payload) override { places.push_back(payload.data()); }
  std::vector<const std::uint8_t*> places;
};

TEST(ConnectionReceive, WholeMessagesAreNotCopied) {
  Bytes wire = hex("81 82 00 00 00 00 61 62  82 80 00 00 00 00  82 81 00 00 00 00 63");
  Bytes out;
  Where where;
  Connection connection(server_options(), where);
  connection.receive(wire, out);
  EXPECT_THAT(where.places, ElementsAre(wire.data() + 6, wire.data() + 14, wire.data() + 20));
}

/// How messages are handed over: the size of each run, and "ping" for what comes between.
class Runs final : public EngineEvents {
 public:
  void on_message(MessageType /*type*/, ByteView /*payload*/) override { seen.emplace_back("alone"); }
  void on_messages(std::span<const MessageView> messages) override { seen.push_back(std::to_string(messages.size())); }
  void on_ping(ByteView /*payload*/) override { seen.emplace_back("ping"); }
  std::vector<std::string> seen;
};

TEST(ConnectionReceive, MessagesOfOneReadComeTogether) {
  const Bytes message = hex("82 81 00 00 00 00 63");
  Bytes wire;
  for (int i = 0; i < 17; ++i) append(wire, message);
  append(wire, hex("89 80 00 00 00 00"));
  append(wire, message);
  append(wire, hex("02 81 00 00 00 00 61  80 81 00 00 00 00 62"));  // fragments go the long way
  append(wire, message);
  Bytes out;
  Runs runs;
  Connection connection(server_options(), runs);
  connection.receive(wire, out);
  EXPECT_THAT(runs.seen, ElementsAre("16", "1", "ping", "1", "alone", "1"));
}

TEST(ConnectionReceive, LimitsHoldForMessagesThatComeTogether) {
  auto options = server_options();
  options.limits.max_message = 2;
  const Outcome outcome = play_every_cut(options, hex("82 82 00 00 00 00 61 62  82 83 00 00 00 00 61 62 63"));
  EXPECT_THAT(outcome.events, ElementsAre("binary 6162"));
  EXPECT_EQ(outcome.report.violation->code, CloseCode::message_too_big);
}

TEST(ConnectionReceive, AnIdleConnectionIsSmall) {
  EXPECT_LE(sizeof(Connection), 288U);
}

TEST(ConnectionReceive, NothingAtAll) {
  const Outcome outcome = play(server_options(), {{}});
  EXPECT_THAT(outcome.events, IsEmpty());
  EXPECT_EQ(outcome.state, EngineState::open);
}

}  // namespace
}  // namespace parley::protocol
