// Messages that a Connection sends back by itself: short ones in runs, long ones as they come.
#include <gmock/gmock.h>

#include <functional>

#include "protocol/testing/connection_player.hpp"
#include "protocol/whole_messages.hpp"

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace parley::protocol::testing;

constexpr std::size_t long_size = 300'000;

Bytes make_payload(std::size_t size) {
  Bytes payload(size);
  for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i % 251);
  return payload;
}

Bytes from_client(Opcode opcode, ByteView payload, bool fin = true) {
  FrameHeader header;
  header.fin = fin;
  header.opcode = opcode;
  return masked_frame(header, payload);
}

Bytes from_server(Opcode opcode, ByteView payload) {
  Bytes frame;
  encode_frame(make_header(opcode, payload.size()), payload, frame);
  return frame;
}

class Echoing final : public EventLog {
 public:
  bool echoes() override {
    events.emplace_back("echoes?");
    on_question();
    return willing;
  }
  void on_echoed(std::uint64_t messages, std::uint64_t payload_bytes) override {
    events.push_back("echoed " + std::to_string(messages) + " of " + std::to_string(payload_bytes));
  }
  bool send_frames(ByteView frames) override {
    if (out == nullptr) return false;
    append(*out, as_bytes("["));
    append(*out, frames);
    append(*out, as_bytes("]"));
    return true;
  }
  void on_message(MessageType /*type*/, ByteView payload) override {
    events.push_back("message of " + std::to_string(payload.size()));
  }

  bool willing = true;
  Bytes* out = nullptr;  // takes answers from where they are
  std::function<void()> on_question = [] {};
};

class ConnectionEcho : public ::testing::Test {
 protected:
  void receive(Bytes wire) { connection.receive(wire, out); }
  /// Only the first half of `wire`; `rest` keeps the other one.
  void receive_half(const Bytes& wire) {
    const auto half = static_cast<std::ptrdiff_t>(wire.size() / 2);
    receive(Bytes(wire.begin(), wire.begin() + half));
    rest = Bytes(wire.begin() + half, wire.end());
  }

  Echoing events;
  Connection connection{server_options(), events};
  Bytes out;
  Bytes rest;
  const Bytes payload = make_payload(long_size);
  const Bytes long_message = from_client(Opcode::binary, payload);
  const Bytes answer = from_server(Opcode::binary, payload);
};

TEST_F(ConnectionEcho, BeginsBeforeTheMessageHasComeWhole) {
  receive_half(long_message);
  EXPECT_TRUE(connection.is_echoing());
  EXPECT_GT(out.size(), long_size / 3);
  EXPECT_THAT(events.events, ElementsAre("echoes?"));
  receive(rest);
  EXPECT_FALSE(connection.is_echoing());
  EXPECT_TRUE(out == answer);
  EXPECT_THAT(events.events, ElementsAre("echoes?", "echoed 1 of 300000"));
}

TEST_F(ConnectionEcho, IsTheSameHoweverTheInputIsCut) {
  for (const std::size_t size : {7U, 1'000U, 65'536U}) {
    out.clear();
    for (const auto& piece : cut_every(size, long_message)) receive(piece);
    EXPECT_TRUE(out == answer) << size;
  }
  for (std::size_t near_an_end = 1; near_an_end <= 20; ++near_an_end) {
    for (const std::size_t at : {near_an_end, long_message.size() - near_an_end}) {
      out.clear();
      for (const auto& piece : cut_at(at, long_message)) receive(piece);
      EXPECT_TRUE(out == answer) << at;
    }
  }
}

TEST_F(ConnectionEcho, GoesOnWithWhatComesBehind) {
  Bytes wire = from_client(Opcode::text, as_bytes("before"));
  append(wire, long_message);
  append(wire, from_client(Opcode::ping, as_bytes("behind")));
  append(wire, long_message);
  Bytes expected = from_server(Opcode::text, as_bytes("before"));
  append(expected, answer);
  append(expected, from_server(Opcode::pong, as_bytes("behind")));
  append(expected, answer);
  receive(wire);
  EXPECT_TRUE(out == expected);
  EXPECT_THAT(events.events, ElementsAre("echoes?", "echoed 1 of 6", "echoes?", "echoed 1 of 300000",
                                         "ping 626568696e64", "echoes?", "echoed 1 of 300000"));
}

// RFC 6455 §5.4: no frame may begin within another one.

TEST_F(ConnectionEcho, HoldsBackWhatIsSentMeanwhile) {
  receive_half(long_message);
  EXPECT_TRUE(connection.send(MessageType::text, as_bytes("hello"), {}, out));
  EXPECT_TRUE(connection.send(MessageType::text, as_bytes("parts"), {.fragment_size = 3}, out));
  EXPECT_TRUE(connection.send_all(std::array{MessageView{MessageType::binary, as_bytes("all")}}, {}, out));
  EXPECT_TRUE(connection.ping(as_bytes("there?"), out));
  EXPECT_FALSE(connection.send_header(MessageType::binary, 1'000, out));
  receive(rest);
  Bytes expected = answer;
  append(expected, hex("81 05 68 65 6c 6c 6f  01 03 70 61 72 80 02 74 73  82 03 61 6c 6c  89 06 74 68 65 72 65 3f"));
  EXPECT_TRUE(out == expected);
}

TEST_F(ConnectionEcho, ClosesBehindTheMessage) {
  receive_half(long_message);
  EXPECT_TRUE(connection.close({1001, ""}, out));
  EXPECT_EQ(connection.state(), EngineState::closing);
  receive(rest);
  Bytes expected = answer;
  append(expected, hex("88 02 03 e9"));
  EXPECT_TRUE(out == expected);
  receive(from_client(Opcode::close, hex("03 e9")));
  EXPECT_EQ(connection.state(), EngineState::closed);
  EXPECT_TRUE(connection.close_report().clean());
}

TEST_F(ConnectionEcho, EndsWithItsPeerAndSoDoesWhatWasHeldBack) {
  receive_half(long_message);
  EXPECT_TRUE(connection.close({1001, ""}, out));
  const std::size_t before = out.size();
  connection.receive_eof();
  EXPECT_EQ(connection.state(), EngineState::closed);
  EXPECT_FALSE(connection.is_echoing());
  EXPECT_EQ(out.size(), before);
  EXPECT_FALSE(connection.close_report().sent);  // it has not left
}

TEST_F(ConnectionEcho, IsNotForAConnectionThatIsClosedFromWithin) {
  events.on_question = [this] { EXPECT_TRUE(connection.close({1000, ""}, out)); };
  receive(long_message);
  EXPECT_THAT(events.events, ElementsAre("echoes?", "message of 300000"));
  EXPECT_EQ(out, hex("88 02 03 e8"));
}

// Everything else is judged as a whole before it is answered.

TEST_F(ConnectionEcho, OfLongMessagesIsForBinaryOnesInOneFrame) {
  receive(from_client(Opcode::text, Bytes(long_size, 'x')));
  receive(from_client(Opcode::binary, payload, false));
  receive(from_client(Opcode::continuation, payload));
  receive(from_client(Opcode::binary, make_payload(200'000)));
  EXPECT_THAT(events.events, ElementsAre("message of 300000", "message of 600000", "message of 200000"));
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(ConnectionEcho, OfShortMessagesIsOneForAllThatCameTogether) {
  Bytes wire;
  Bytes expected;
  for (std::size_t size = 0; size < 300; ++size) {
    const Opcode opcode = size % 2 == 0 ? Opcode::text : Opcode::binary;
    Bytes body;
    for (std::size_t i = 0; i < size; ++i) body.push_back(static_cast<std::uint8_t>((size + i) % 127));
    append(wire, from_client(opcode, body));
    append(expected, from_server(opcode, body));
  }
  receive(wire);
  EXPECT_TRUE(out == expected);
  EXPECT_THAT(events.events, ElementsAre("echoes?", "echoed 300 of 44850"));
}

TEST_F(ConnectionEcho, OfShortMessagesMayLeaveFromWhereTheyAre) {
  events.out = &out;
  Bytes wire;
  for (const auto& frame : {from_client(Opcode::ping, {}), from_client(Opcode::text, as_bytes("one")),
                            from_client(Opcode::binary, as_bytes("two")), from_client(Opcode::ping, {}),
                            from_client(Opcode::text, as_bytes("three"))}) {
    append(wire, frame);
  }
  receive(wire);
  EXPECT_EQ(out, hex("8a 00  5b  81 03 6f 6e 65  82 03 74 77 6f  5d  8a 00  5b  81 05 74 68 72 65 65  5d"));
}

TEST_F(ConnectionEcho, LeavesTheFirstOtherFrameToTheLongWay) {
  Bytes wire = from_client(Opcode::text, as_bytes("one"));
  append(wire, from_client(Opcode::text, as_bytes("\xFF")));
  append(wire, from_client(Opcode::text, as_bytes("two")));
  receive(wire);
  EXPECT_THAT(events.events, ElementsAre("echoes?", "echoed 1 of 3"));
  EXPECT_EQ(connection.close_report().sent->code, 1007);
  Bytes start = out;
  start.resize(6);
  EXPECT_EQ(start, hex("81 03 6f 6e 65 88"));
}

TEST_F(ConnectionEcho, OfShortMessagesIsNotForAConnectionThatIsClosedFromWithin) {
  events.on_question = [this] { EXPECT_TRUE(connection.close({1000, ""}, out)); };
  receive(from_client(Opcode::text, as_bytes("one")));
  EXPECT_THAT(events.events, ElementsAre("echoes?", "message of 3"));
  EXPECT_EQ(out, hex("88 02 03 e8"));
}

TEST_F(ConnectionEcho, OfShortMessagesIsForThoseWhoWantIt) {
  events.willing = false;
  receive(from_client(Opcode::text, as_bytes("one")));
  EXPECT_THAT(events.events, ElementsAre("echoes?", "message of 3"));
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(ConnectionEcho, IsForThoseWhoWantIt) {
  events.willing = false;
  receive(long_message);
  EXPECT_THAT(events.events, ElementsAre("echoes?", "message of 300000"));
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(ConnectionEcho, IsNotForAConnectionThatCloses) {
  EXPECT_TRUE(connection.close({1000, ""}, out));
  receive(long_message);
  receive(from_client(Opcode::text, as_bytes("one")));
  EXPECT_THAT(events.events, ElementsAre("message of 300000", "message of 3"));
}

TEST_F(ConnectionEcho, KeepsTheLimits) {
  auto options = server_options();
  options.limits.max_message = long_size - 1;
  Connection limited(options, events);
  Bytes wire = long_message;
  limited.receive(wire, out);
  EXPECT_EQ(limited.state(), EngineState::closed);
  EXPECT_EQ(limited.close_report().sent->code, 1009);
  EXPECT_THAT(events.events, IsEmpty());
}

TEST_F(ConnectionEcho, IsNotForMessagesThatAreMaskedOrCompressedOnTheirWayBack) {
  auto deflating = server_options();
  deflating.deflate.emplace();
  Connection server(deflating, events);
  for (const auto& message : {long_message, from_client(Opcode::text, as_bytes("one"))}) {
    Bytes wire = message;
    server.receive(wire, out);
  }
  Connection client(client_options(), events);
  for (const auto& message : {answer, from_server(Opcode::text, as_bytes("one"))}) {
    Bytes wire = message;
    client.receive(wire, out);
  }
  EXPECT_THAT(events.events, ElementsAre("message of 300000", "message of 3", "message of 300000", "message of 3"));
}

}  // namespace
}  // namespace parley::protocol
