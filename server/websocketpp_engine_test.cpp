#include "server/websocketpp_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "protocol/deflate.hpp"

namespace parley::server {
namespace {

using protocol::Bytes;
using protocol::EngineState;
using protocol::MessageType;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// The example of RFC 6455 §1.3, with room for more fields.
std::string handshake(std::string_view more = "") {
  return "GET /chat?x=1 HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         std::string(more) + "\r\n";
}

/// A client's frame, masked with zeros: the payload stays readable.
std::string frame(std::uint8_t first, std::string_view payload) {
  std::string bytes{static_cast<char>(first)};
  if (payload.size() < 126) {
    bytes += static_cast<char>(0x80U | payload.size());
  } else {
    bytes += '\xFE';
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size() & 0xFF);
  }
  return bytes + std::string(4, '\0') + std::string(payload);
}

/// A server's frame with a short payload.
std::string from_server(std::uint8_t first, std::string_view payload) {
  return std::string{static_cast<char>(first), static_cast<char>(payload.size())} + std::string(payload);
}

class WebsocketppEngineTest : public ::testing::Test, public protocol::ServerEvents {
 protected:
  void make(const protocol::ServerEngineOptions& options = {}) {
    engines = make_websocketpp_engines(options);
    engine = engines->make(*this);
  }

  std::string receive(std::string_view bytes) {
    Bytes data = protocol::to_bytes(bytes);
    Bytes out;
    current_out = &out;
    engine->receive(data, out);
    return std::string(protocol::as_text(out));
  }

  void open(const protocol::ServerEngineOptions& options = {}, std::string_view more = "") {
    make(options);
    receive(handshake(more));
    ASSERT_EQ(engine->state(), EngineState::open);
    log.clear();
  }

  std::string call(const std::function<bool(Bytes&)>& action) {
    Bytes out;
    EXPECT_TRUE(action(out));
    return std::string(protocol::as_text(out));
  }

  std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest& request) override {
    log.push_back("upgrade " + request.method + " " + request.target);
    return answer;
  }
  protocol::HttpResponse on_http(const protocol::HttpRequest& request) override {
    log.push_back("http " + request.method + " " + request.target);
    return {.status = 200, .reason = {}, .version = {}, .fields = {{"Content-Type", "text/plain"}}, .body = "ok\n"};
  }
  void on_open(const protocol::Negotiated& agreed) override { log.push_back("open [" + agreed.subprotocol + "]"); }
  void on_message(MessageType type, protocol::ByteView payload) override {
    log.push_back((type == MessageType::text ? "text " : "binary ") + std::string(protocol::as_text(payload)));
    if (echo) engine->send(type, payload, {}, *current_out);
  }
  void on_ping(protocol::ByteView payload) override {
    log.push_back("ping " + std::string(protocol::as_text(payload)) + " after " + std::to_string(current_out->size()));
  }
  void on_pong(protocol::ByteView payload) override {
    log.push_back("pong " + std::string(protocol::as_text(payload)));
  }

  std::variant<protocol::Accept, protocol::HttpResponse> answer = protocol::Accept{};
  bool echo = false;
  std::vector<std::string> log;
  Bytes* current_out = nullptr;
  std::unique_ptr<WebsocketppEngines> engines;
  std::unique_ptr<protocol::Engine> engine;
};

TEST_F(WebsocketppEngineTest, AcceptsTheHandshakeOfTheRfc) {
  make();
  answer = protocol::Accept{.subprotocol = "chat", .fields = {{"X-Extra", "yes"}}};
  const auto reply = receive(handshake("Sec-WebSocket-Protocol: superchat, chat\r\n"));
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 101 Switching Protocols\r\n"));
  EXPECT_THAT(reply, HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  EXPECT_THAT(reply, HasSubstr("Sec-WebSocket-Protocol: chat\r\n"));
  EXPECT_THAT(reply, HasSubstr("X-Extra: yes\r\n"));
  EXPECT_THAT(reply, Not(HasSubstr("Server:")));
  EXPECT_THAT(log, ElementsAre("upgrade GET /chat?x=1", "open [chat]"));
  EXPECT_EQ(engine->state(), EngineState::open);
}

TEST_F(WebsocketppEngineTest, TakesBytesCutAnywhere) {
  const auto input = handshake() + frame(0x81, "one") + frame(0x02, "t") + frame(0x80, "wo") + frame(0x89, "p");
  make();
  receive(input);
  const auto whole = log;
  EXPECT_THAT(whole, ElementsAre("upgrade GET /chat?x=1", "open []", "text one", "binary two", ::testing::_));
  log.clear();
  make();
  for (const char byte : input) receive(std::string_view(&byte, 1));
  ASSERT_EQ(log.size(), whole.size());
  for (std::size_t i = 0; i + 1 < log.size(); ++i) EXPECT_EQ(log[i], whole[i]);
  EXPECT_EQ(log.back(), "ping p after 3");
}

TEST_F(WebsocketppEngineTest, RefusesAnUpgradeWithTheGivenResponse) {
  make({.limits = {}, .deflate = protocol::DeflateOptions{}});
  answer = protocol::HttpResponse{
      .status = 403, .reason = {}, .version = {}, .fields = {{"Content-Type", "text/plain"}}, .body = "no\n"};
  const auto reply = receive(handshake("Sec-WebSocket-Extensions: permessage-deflate\r\n"));
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 403 Forbidden\r\n"));
  EXPECT_THAT(reply, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(reply, Not(HasSubstr("Sec-WebSocket-Extensions")));
  EXPECT_THAT(reply, EndsWith("\r\n\r\nno\n"));
  EXPECT_EQ(engine->state(), EngineState::closed);
}

TEST_F(WebsocketppEngineTest, AnswersPlainHttp) {
  make();
  const auto reply = receive("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(reply, HasSubstr("Content-Type: text/plain\r\n"));
  EXPECT_THAT(reply, EndsWith("\r\n\r\nok\n"));
  EXPECT_THAT(log, ElementsAre("http GET /healthz"));
  EXPECT_EQ(engine->state(), EngineState::closed);
}

TEST_F(WebsocketppEngineTest, RefusesTheDraftsThatTheLibraryKnows) {
  make();
  const auto reply = receive(
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 426 "));
  EXPECT_THAT(reply, HasSubstr("Sec-WebSocket-Version: 13\r\n"));
  EXPECT_THAT(log, IsEmpty());
}

// RFC 6455 §4.2.2: the answer names the versions that the server can speak.
TEST_F(WebsocketppEngineTest, OffersVersion13ToAVersionThatNobodyKnows) {
  make();
  const auto reply = receive(
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 99\r\n\r\n");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(reply, HasSubstr("Sec-WebSocket-Version: 13\r\n"));
}

TEST_F(WebsocketppEngineTest, AnswersWhatIsNoHttpWith400) {
  make();
  EXPECT_THAT(receive("hello\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(engine->state(), EngineState::closed);
}

TEST_F(WebsocketppEngineTest, SendsFromWithinAnEvent) {
  open();
  echo = true;
  EXPECT_EQ(receive(frame(0x81, "hello") + frame(0x82, "")), from_server(0x81, "hello") + from_server(0x82, ""));
  EXPECT_THAT(log, ElementsAre("text hello", "binary "));
}

TEST_F(WebsocketppEngineTest, SendsWholeAndInFragments) {
  open();
  const auto text = protocol::as_bytes("h\xC3\xA9llo");
  EXPECT_EQ(call([&](Bytes& out) { return engine->send(MessageType::text, text, {}, out); }),
            from_server(0x81, "h\xC3\xA9llo"));
  // Cut inside a character, which RFC 6455 §5.6 allows.
  EXPECT_EQ(call([&](Bytes& out) { return engine->send(MessageType::text, text, {.fragment_size = 2}, out); }),
            from_server(0x01, "h\xC3") + from_server(0x00, "\xA9l") + from_server(0x80, "lo"));
  EXPECT_EQ(call([&](Bytes& out) { return engine->send(MessageType::binary, {}, {.fragment_size = 2}, out); }),
            from_server(0x82, ""));
}

TEST_F(WebsocketppEngineTest, WritesThePongBeforeItTellsOfThePing) {
  open();
  EXPECT_EQ(receive(frame(0x89, "abc")), from_server(0x8A, "abc"));
  EXPECT_THAT(log, ElementsAre("ping abc after 5"));
  EXPECT_EQ(receive(frame(0x8A, "xy")), "");
  EXPECT_THAT(log, ElementsAre("ping abc after 5", "pong xy"));
}

TEST_F(WebsocketppEngineTest, PingsAndPongs) {
  open();
  EXPECT_EQ(call([&](Bytes& out) { return engine->ping(protocol::as_bytes("a"), out); }), from_server(0x89, "a"));
  EXPECT_EQ(call([&](Bytes& out) { return engine->pong({}, out); }), from_server(0x8A, ""));
  Bytes out;
  EXPECT_FALSE(engine->ping(Bytes(126), out));
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(WebsocketppEngineTest, AnswersTheClientsClose) {
  open();
  EXPECT_EQ(receive(frame(0x88,
                          "\x03\xE9"
                          "bye")),
            from_server(0x88,
                        "\x03\xE9"
                        "bye"));
  EXPECT_EQ(engine->state(), EngineState::closed);
  const auto& report = engine->close_report();
  EXPECT_EQ(report.received, (protocol::CloseBody{1001, "bye"}));
  EXPECT_EQ(report.sent, (protocol::CloseBody{1001, "bye"}));
  EXPECT_EQ(report.violation, std::nullopt);
}

TEST_F(WebsocketppEngineTest, ClosesFirst) {
  open();
  EXPECT_EQ(call([&](Bytes& out) { return engine->close({1001, "going"}, out); }), from_server(0x88, "\x03\xE9going"));
  EXPECT_EQ(engine->state(), EngineState::closing);
  Bytes out;
  EXPECT_FALSE(engine->send(MessageType::text, {}, {}, out));
  EXPECT_FALSE(engine->close({}, out));
  EXPECT_EQ(receive(frame(0x88, "\x03\xE9")), "");
  EXPECT_EQ(engine->state(), EngineState::closed);
  EXPECT_TRUE(engine->close_report().clean());
  EXPECT_EQ(engine->close_report().code(), 1001);
  EXPECT_EQ(engine->close_report().violation, std::nullopt);
}

TEST_F(WebsocketppEngineTest, ClosesWithoutABody) {
  open();
  EXPECT_EQ(call([&](Bytes& out) { return engine->close({}, out); }), from_server(0x88, ""));
  receive(frame(0x88, ""));
  EXPECT_EQ(engine->close_report().received, protocol::CloseBody{});
  EXPECT_EQ(engine->close_report().sent, protocol::CloseBody{});
}

TEST_F(WebsocketppEngineTest, FailsTheConnectionAtAViolation) {
  open();
  EXPECT_THAT(receive(frame(0xC1, "x")), StartsWith("\x88"));
  EXPECT_EQ(engine->state(), EngineState::closed);
  ASSERT_TRUE(engine->close_report().violation);
  EXPECT_EQ(engine->close_report().violation->code, protocol::CloseCode::protocol_error);
  EXPECT_EQ(engine->close_report().sent->code, 1002);
  EXPECT_EQ(engine->close_report().received, std::nullopt);
  EXPECT_EQ(receive(frame(0x81, "late")), "");
  EXPECT_THAT(log, IsEmpty());
}

TEST_F(WebsocketppEngineTest, ReportsACloseCodeThatMayNotBeOnTheWire) {
  open();
  receive(frame(0x88, "\x03\xEC"));  // 1004
  EXPECT_EQ(engine->close_report().sent->code, 1002);
  ASSERT_TRUE(engine->close_report().violation);
  EXPECT_EQ(engine->close_report().violation->code, protocol::CloseCode::protocol_error);
}

TEST_F(WebsocketppEngineTest, RefusesMessagesAboveTheLimit) {
  open({.limits = {.max_message = 200}, .deflate = {}});
  receive(frame(0x82, std::string(200, 'x')));
  EXPECT_EQ(log.size(), 1U);
  receive(frame(0x82, std::string(201, 'x')));
  EXPECT_EQ(log.size(), 1U);
  EXPECT_EQ(engine->close_report().sent->code, 1009);
}

/// permessage-deflate as it is when nothing else is agreed.
std::string deflated(const std::string& text) {
  protocol::Deflater deflater(15, false, protocol::DeflateOptions{});
  Bytes bytes;
  deflater.compress(protocol::as_bytes(text), bytes);
  return std::string(protocol::as_text(bytes));
}

TEST_F(WebsocketppEngineTest, RefusesMessagesThatInflateAboveTheLimit) {
  constexpr std::size_t limit = 100'000;
  constexpr auto offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
  const auto payload = deflated(std::string(40'000'000, 'x'));  // NOLINT(bugprone-string-constructor): so large
  ASSERT_LT(payload.size(), limit);
  for (const std::size_t most : {std::size_t{7}, std::size_t{4000}, payload.size()}) {  // in frames of this size
    open({.limits = {.max_message = limit}, .deflate = protocol::DeflateOptions{}}, offer);
    std::string reply;
    for (std::size_t at = 0; at < payload.size() && reply.empty(); at += most) {
      const auto first = static_cast<std::uint8_t>((at == 0 ? 0x41 : 0) | (at + most >= payload.size() ? 0x80 : 0));
      reply = receive(frame(first, std::string_view(payload).substr(at, most)));
    }
    EXPECT_THAT(log, IsEmpty());
    ASSERT_THAT(reply, StartsWith("\x88"));
    EXPECT_EQ(reply.substr(2, 2), "\x03\xF1") << "1009";
    EXPECT_EQ(engine->state(), EngineState::closed);
  }
}

TEST_F(WebsocketppEngineTest, TakesMessagesThatInflateToTheLimit) {
  constexpr auto offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
  const std::string most(100'000, 'x');
  open({.limits = {.max_message = most.size()}, .deflate = protocol::DeflateOptions{}}, offer);
  EXPECT_EQ(receive(frame(0xC1, deflated(most))), "");
  EXPECT_THAT(log, ElementsAre("text " + most));
  log.clear();
  EXPECT_THAT(receive(frame(0xC1, deflated(most + "x"))), StartsWith("\x88"));
  EXPECT_THAT(log, IsEmpty());
}

TEST_F(WebsocketppEngineTest, EndsWhenThePeerEnds) {
  make();
  Bytes out;
  engine->receive_eof(out);
  EXPECT_EQ(engine->state(), EngineState::closed);
  open();
  engine->receive_eof(out);
  EXPECT_EQ(engine->state(), EngineState::closed);
  EXPECT_FALSE(engine->close_report().clean());
  EXPECT_EQ(engine->close_report().code(), 1006);
}

TEST_F(WebsocketppEngineTest, CompressesOnlyWhenAgreed) {
  constexpr auto offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
  const auto hello = protocol::as_bytes("Hello");
  open({}, offer);
  EXPECT_EQ(engine->negotiated().deflate, std::nullopt);
  EXPECT_THAT(receive(frame(0xC1, "\xF2\x48\xCD\xC9\xC9\x07\x00")), StartsWith("\x88"));

  open({.limits = {}, .deflate = protocol::DeflateOptions{}}, offer);
  EXPECT_EQ(engine->negotiated().deflate, protocol::DeflateParameters{});
  receive(frame(0xC1, std::string_view("\xF2\x48\xCD\xC9\xC9\x07\x00", 7)));  // RFC 7692 §7.2.3.1
  EXPECT_THAT(log, ElementsAre("text Hello"));
  EXPECT_THAT(call([&](Bytes& out) { return engine->send(MessageType::text, hello, {}, out); }), StartsWith("\xC1"));
  EXPECT_EQ(call([&](Bytes& out) { return engine->send(MessageType::text, hello, {.compress = false}, out); }),
            from_server(0x81, "Hello"));

  open({.limits = {}, .deflate = protocol::DeflateOptions{}}, "");
  EXPECT_EQ(engine->negotiated().deflate, std::nullopt);
}

TEST_F(WebsocketppEngineTest, LeavesShortMessagesUncompressed) {
  open({.limits = {}, .deflate = protocol::DeflateOptions{.wanted = {}, .threshold = 6}},
       "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n");
  EXPECT_TRUE(engine->negotiated().deflate->server_no_context_takeover);
  EXPECT_EQ(call([&](Bytes& out) { return engine->send(MessageType::text, protocol::as_bytes("Hello"), {}, out); }),
            from_server(0x81, "Hello"));
}

TEST_F(WebsocketppEngineTest, EnginesOutliveTheirFactoryAndEachOther) {
  make();
  const auto second = engines->make(*this);
  engines.reset();
  EXPECT_THAT(receive(handshake()), StartsWith("HTTP/1.1 101"));
  EXPECT_EQ(second->state(), EngineState::opening);
}

}  // namespace
}  // namespace parley::server
