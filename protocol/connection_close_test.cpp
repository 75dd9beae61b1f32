// The closing handshake (RFC 6455 §5.5.1, §7.1), and handlers that act while bytes are read.
#include <gmock/gmock.h>

#include <functional>

#include "protocol/testing/connection_player.hpp"

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace parley::protocol::testing;

TEST(ConnectionClose, TheCodeIsEchoed) {
  const Outcome outcome = play_every_cut(server_options(), hex("88 85 00 00 00 00 0f a0 62 79 65"));
  EXPECT_EQ(outcome.sent, "88020fa0");
  EXPECT_EQ(outcome.state, EngineState::closed);
  EXPECT_EQ(outcome.report.received, (CloseBody{4000, "bye"}));
  EXPECT_EQ(outcome.report.sent, (CloseBody{4000, ""}));
  EXPECT_EQ(outcome.report.violation, std::nullopt);
  EXPECT_TRUE(outcome.report.clean());
  EXPECT_EQ(outcome.report.code(), 4000);
}

TEST(ConnectionClose, AClientMasksItsAnswer) {
  const Outcome outcome = play_every_cut(client_options(), hex("88 02 03 e8"));
  EXPECT_EQ(outcome.sent, "888237fa213d3412");
}

TEST(ConnectionClose, NoCodeIsAnsweredByNoCode) {
  const Outcome outcome = play_every_cut(server_options(), hex("88 80 00 00 00 00"));
  EXPECT_EQ(outcome.sent, "8800");
  EXPECT_EQ(outcome.report.received, (CloseBody{1005, ""}));
  EXPECT_TRUE(outcome.report.clean());
  EXPECT_EQ(outcome.report.code(), 1005);
}

TEST(ConnectionClose, EveryCodeThatIsAllowed) {
  for (const int number : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999}) {
    const auto code = static_cast<std::uint16_t>(number);
    Bytes wire = hex("88 02");
    wire.push_back(static_cast<std::uint8_t>(code >> 8));
    wire.push_back(static_cast<std::uint8_t>(code & 0xFF));
    const Outcome outcome = play_every_cut(client_options(), wire);
    EXPECT_EQ(outcome.report.received, (CloseBody{code, ""}));
    EXPECT_EQ(outcome.report.sent, (CloseBody{code, ""}));
  }
}

TEST(ConnectionClose, NothingIsReadAfterAClose) {
  const Outcome outcome = play_every_cut(client_options(), hex("81 01 61  88 00  81 01 62  88 00  c1 05"));
  EXPECT_THAT(outcome.events, ElementsAre("text a"));
  EXPECT_EQ(outcome.sent, "888037fa213d");
  EXPECT_EQ(outcome.report.violation, std::nullopt);
}

TEST(ConnectionClose, InsideAFragmentedMessage) {
  const Outcome outcome = play_every_cut(client_options(), hex("01 01 61  88 02 03 e8  80 01 62"));
  EXPECT_THAT(outcome.events, IsEmpty());
  EXPECT_TRUE(outcome.report.clean());
}

class OurClose : public ::testing::Test {
 protected:
  void receive(std::string_view wire) {
    Bytes bytes = hex(wire);
    connection.receive(bytes, out);
  }
  std::string sent() { return to_hex(std::exchange(out, {})); }

  EventLog log;
  Connection connection{server_options(), log};
  Bytes out;
};

TEST_F(OurClose, ThenTheirs) {
  EXPECT_TRUE(connection.close({1001, "later"}, out));
  EXPECT_EQ(sent(), "880703e96c61746572");
  EXPECT_EQ(connection.state(), EngineState::closing);

  receive("88 82 00 00 00 00 03 e9");
  EXPECT_EQ(sent(), "");
  EXPECT_EQ(connection.state(), EngineState::closed);
  EXPECT_EQ(connection.close_report().sent, (CloseBody{1001, "later"}));
  EXPECT_EQ(connection.close_report().received, (CloseBody{1001, ""}));
}

TEST_F(OurClose, WithoutACode) {
  EXPECT_TRUE(connection.close({}, out));
  EXPECT_EQ(sent(), "8800");
}

TEST_F(OurClose, DataStillArrives) {
  connection.close({1000, ""}, out);
  receive("81 81 00 00 00 00 61  8a 80 00 00 00 00");
  EXPECT_THAT(log.events, ElementsAre("text a", "pong"));
  EXPECT_EQ(connection.state(), EngineState::closing);
}

// RFC 6455 §5.5.2: a Ping is answered unless a Close was received; ours alone forbids data frames only (§5.5.1).
TEST_F(OurClose, APingIsStillAnswered) {
  connection.close({1000, ""}, out);
  out.clear();
  receive("89 81 00 00 00 00 70");
  EXPECT_THAT(log.events, ElementsAre("ping 70"));
  EXPECT_EQ(sent(), "8a0170");
  receive("88 80 00 00 00 00  89 81 00 00 00 00 70");  // not after theirs
  EXPECT_EQ(sent(), "");
  EXPECT_EQ(connection.state(), EngineState::closed);
}

TEST_F(OurClose, NothingElseIsSentAfterIt) {
  connection.close({1000, ""}, out);
  out.clear();
  EXPECT_FALSE(connection.send(MessageType::text, as_bytes("x"), {}, out));
  EXPECT_FALSE(connection.ping({}, out));
  EXPECT_FALSE(connection.pong({}, out));
  EXPECT_FALSE(connection.close({1000, ""}, out));
  receive("c1 80 00 00 00 00");  // a violation ends it, without a second Close
  EXPECT_EQ(sent(), "");
  EXPECT_EQ(connection.state(), EngineState::closed);
  EXPECT_TRUE(connection.close_report().violation);
  EXPECT_EQ(connection.close_report().sent, (CloseBody{1000, ""}));
}

TEST_F(OurClose, RefusesWhatMayNotBeOnTheWire) {
  for (const CloseBody& body : {CloseBody{1006, ""}, CloseBody{1005, "why"}, CloseBody{999, ""},
                                CloseBody{1000, "\xFF"}, CloseBody{1000, std::string(124, 'x')}}) {
    EXPECT_FALSE(connection.close(body, out)) << body.code;
    EXPECT_EQ(connection.state(), EngineState::open);
  }
  EXPECT_EQ(sent(), "");
  EXPECT_TRUE(connection.close({1000, std::string(123, 'x')}, out));
}

TEST_F(OurClose, TheTcpConnectionEnds) {
  connection.receive_eof();
  EXPECT_EQ(connection.state(), EngineState::closed);
  EXPECT_FALSE(connection.close_report().clean());
  EXPECT_EQ(connection.close_report().code(), 1006);
  EXPECT_FALSE(connection.send(MessageType::text, {}, {}, out));
  receive("81 80 00 00 00 00");
  EXPECT_THAT(log.events, IsEmpty());
}

TEST_F(OurClose, TheTcpConnectionEndsAfterACleanClose) {
  receive("88 82 00 00 00 00 03 e8");
  connection.receive_eof();
  EXPECT_TRUE(connection.close_report().clean());
  EXPECT_EQ(connection.close_report().code(), 1000);
}

/// Does something for each event, with the connection and the buffer that receive() is writing to.
class Acting final : public EventLog {
 public:
  explicit Acting(std::function<void(Connection&, Bytes&)> action) : action_(std::move(action)) {}

  void on_message(MessageType type, ByteView payload) override {
    EventLog::on_message(type, payload);
    action_(connection, out);
    EventLog::on_message(type, payload);  // the view is good to the end
  }
  void on_ping(ByteView payload) override {
    action_(connection, out);
    EventLog::on_ping(payload);
  }

  Bytes out;
  Connection connection{server_options(), *this};

 private:
  std::function<void(Connection&, Bytes&)> action_;
};

TEST(ConnectionHandlers, MaySend) {
  for (const Pieces& pieces : ways_to_cut(hex("81 81 00 00 00 00 61  01 81 00 00 00 00 62  80 81 00 00 00 00 63"))) {
    Acting acting([](Connection& connection, Bytes& out) {
      connection.send(MessageType::binary, Bytes(3, 0xAA), {}, out);
      connection.ping({}, out);
    });
    for (Bytes piece : pieces) acting.connection.receive(piece, acting.out);
    EXPECT_THAT(acting.events, ElementsAre("text a", "text a", "text bc", "text bc"));
    EXPECT_EQ(to_hex(acting.out),
              "8203aaaaaa8900"
              "8203aaaaaa8900");
  }
}

TEST(ConnectionHandlers, PongIsWrittenBeforeThePingIsTold) {
  Acting acting([](Connection& connection, Bytes& out) { connection.send(MessageType::binary, {}, {}, out); });
  Bytes wire = hex("89 81 00 00 00 00 31");
  acting.connection.receive(wire, acting.out);
  EXPECT_EQ(to_hex(acting.out),
            "8a0131"
            "8200");
}

TEST(ConnectionHandlers, MayCloseAndTheRestIsStillRead) {
  for (const Pieces& pieces : ways_to_cut(hex("81 81 00 00 00 00 61  89 80 00 00 00 00  81 81 00 00 00 00 62"
                                              "88 82 00 00 00 00 03 e8  81 81 00 00 00 00 63"))) {
    Acting acting([](Connection& connection, Bytes& out) { connection.close({4001, ""}, out); });
    for (Bytes piece : pieces) acting.connection.receive(piece, acting.out);
    EXPECT_THAT(acting.events, ElementsAre("text a", "text a", "ping", "text b", "text b"));
    EXPECT_EQ(to_hex(acting.out), "88020fa18a00");
    EXPECT_EQ(acting.connection.state(), EngineState::closed);
    EXPECT_TRUE(acting.connection.close_report().clean());
  }
}

}  // namespace
}  // namespace parley::protocol
