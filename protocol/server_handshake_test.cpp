// The server's side of the opening handshake, seen from outside: each request cut in every way.
#include "protocol/server_handshake.hpp"

#include <gmock/gmock.h>

#include "protocol/testing/engine_player.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// RFC 6455 §1.2
constexpr std::string_view example_request =
    "GET /chat HTTP/1.1\r\n"
    "Host: server.example.com\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Origin: http://example.com\r\n"
    "Sec-WebSocket-Protocol: chat, superchat\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "\r\n";

constexpr std::string_view example_answer =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

/// The example with one piece of it replaced.
std::string with(std::string_view piece, std::string_view replacement) {
  std::string text(example_request);
  const std::size_t at = text.find(piece);
  if (at == std::string::npos) throw std::invalid_argument(std::string(piece));
  return text.replace(at, piece.size(), replacement);
}

/// The example with one line added.
std::string and_line(const std::string& line) {
  return with("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 13\r\n" + line + "\r\n");
}

TEST(ServerHandshake, ExampleOfTheRfc) {
  const ServerSetup setup{{}, Accept{"chat", {}}};
  const EngineOutcome outcome = play_server_every_cut(setup, example_request);
  EXPECT_THAT(outcome.events, ElementsAre("upgrade GET /chat", "open chat"));
  EXPECT_EQ(outcome.sent, std::string(example_answer) + "Sec-WebSocket-Protocol: chat\r\n\r\n");
  EXPECT_EQ(outcome.state, EngineState::open);
}

TEST(ServerHandshake, NoSubprotocolMeansNoField) {
  EXPECT_EQ(play_server_every_cut({}, example_request).sent, std::string(example_answer) + "\r\n");
}

TEST(ServerHandshake, ExtraFieldsComeLast) {
  const ServerSetup setup{{}, Accept{"", {{"X-Served-By", "Parley"}, {"Set-Cookie", "a=b"}}}};
  EXPECT_EQ(play_server_every_cut(setup, example_request).sent,
            std::string(example_answer) + "X-Served-By: Parley\r\nSet-Cookie: a=b\r\n\r\n");
}

TEST(ServerHandshake, FramesBehindTheRequestAreDelivered) {
  std::string input(example_request);
  input += "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
  EXPECT_THAT(play_server_every_cut({}, input).events, ElementsAre("upgrade GET /chat", "open", "text Hello"));
}

TEST(ServerHandshake, LenientWhereTheRfcIs) {
  const std::vector<std::string> requests = {
      with("Upgrade: websocket", "Upgrade: WebSocket"),                  // §4.2.1 item 3
      with("Upgrade: websocket", "Upgrade: h2c, websocket"),             // RFC 9110 §7.8: a list
      with("Upgrade: websocket", "Upgrade: h2c\r\nupgrade: websocket"),  // over two lines
      with("Connection: Upgrade", "Connection: keep-alive, upgrade"),    // Firefox
      with("Connection: Upgrade", "CONNECTION:UPGRADE"),                 // names without regard to case
      with("GET /chat", "GET http://server.example.com/chat"),           // absolute form
      with("GET /chat", "\r\nGET /chat"),                                // RFC 9112 §2.2
      with("chat, superchat", "chat,,superchat ,"),                      // empty list elements
      with("Sec-WebSocket-Protocol: chat, superchat", "X: y"),           // no subprotocols
      and_line("Content-Length: 0"),                                     // no body
      and_line("Sec-WebSocket-Protocol: third"),                         // §11.3.4: may come twice
      and_line("Sec-WebSocket-Extensions: x-unknown; a=\"b\"; c, foo"),  // unknown ones are declined
  };
  for (const std::string& request : requests) {
    const EngineOutcome outcome = play_server_every_cut({}, request);
    EXPECT_THAT(outcome.events, ElementsAre("upgrade GET /chat", "open")) << request;
    EXPECT_EQ(outcome.sent, std::string(example_answer) + "\r\n") << request;
  }
}

struct Refusal {
  std::string request;
  std::string_view status_line;
  std::string_view body;
};

TEST(ServerHandshake, Refusals) {
  const std::vector<Refusal> refusals = {
      {with("GET", "POST"), "405 Method Not Allowed", "expected GET (RFC 6455 §4.2.1)"},
      {with("HTTP/1.1", "HTTP/1.0"), "400 Bad Request", "expected HTTP/1.1: does a proxy"},
      {with("HTTP/1.1", "HTTP/2.0"), "505 HTTP Version Not Supported", "RFC 9110 §15.6.6"},
      {with("GET /chat", "GET chat"), "400 Bad Request", "expected it to begin with \"/\" (RFC 9112 §3.2)"},
      {with("GET /chat", "GET ftp://a/chat"), "400 Bad Request", "expected it to begin with \"/\""},
      {with("Host: server.example.com\r\n", ""), "400 Bad Request", "Host is missing (RFC 9112 §3.2)"},
      {and_line("host: server.example.com"), "400 Bad Request", "Host comes 2 times, expected once"},
      {with("Host: server.example.com", "Host:"), "400 Bad Request", "Host: the host is missing"},
      {with("Host: server.example.com", "Host: a b"), "400 Bad Request", "Host: the host is \"a b\""},
      {with("Host: server.example.com", "Host: a:99999"), "400 Bad Request", "from 1 to 65535"},
      {with("Upgrade: websocket\r\n", ""), "400 Bad Request", "does not name websocket: does a proxy drop"},
      {with("Upgrade: websocket", "Upgrade: websockets"), "400 Bad Request", "Upgrade does not name websocket"},
      {with("Connection: Upgrade\r\n", ""), "400 Bad Request", "Connection does not name upgrade"},
      {with("Connection: Upgrade", "Connection: keep-alive"), "400 Bad Request", "Connection does not name upgrade"},
      {with("Connection: Upgrade", "Connection: Upgrade d"), "400 Bad Request", "Connection does not name upgrade"},
      {with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""), "400 Bad Request", "Key is missing"},
      {and_line("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), "400 Bad Request", "comes 2 times, expected once"},
      {with("dGhlIHNhbXBsZSBub25jZQ==", ""), "400 Bad Request", "expected base64 of 16 bytes"},
      {with("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j"), "400 Bad Request", "expected base64 of 16 bytes"},
      {with("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZWU="), "400 Bad Request", "base64 of 16 bytes"},
      {with("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZ==="), "400 Bad Request", "base64 of 16 bytes"},
      {with("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j*Q=="), "400 Bad Request", "base64 of 16 bytes"},
      {with("Sec-WebSocket-Version: 13\r\n", ""), "426 Upgrade Required", "is missing, expected 13 (RFC 6455 §4.4)"},
      {with("Version: 13", "Version: 8"), "426 Upgrade Required", "Sec-WebSocket-Version is \"8\", expected 13"},
      {with("Version: 13", "Version: 14"), "426 Upgrade Required", "expected 13"},
      {with("Version: 13", "Version: 013"), "426 Upgrade Required", "expected 13"},
      {with("Version: 13", "Version: 13, 8"), "426 Upgrade Required", "expected 13"},
      {and_line("Sec-WebSocket-Version: 13"), "400 Bad Request", "comes 2 times, expected once (RFC 6455 §11.3.5)"},
      {with("chat, superchat", ""), "400 Bad Request", "list of subprotocols is empty"},
      {with("chat, superchat", ", ,"), "400 Bad Request", "list of subprotocols is empty"},
      {with("chat, superchat", "chat, chat"), "400 Bad Request", "\"chat\" comes twice (RFC 6455 §4.1)"},
      {and_line("Sec-WebSocket-Protocol: chat"), "400 Bad Request", "\"chat\" comes twice"},
      {with("chat, superchat", "chat room"), "400 Bad Request", "\"chat room\" is not a token"},
      {with("chat, superchat", "\"chat\""), "400 Bad Request", "is not a token"},
      {and_line("Sec-WebSocket-Extensions:"), "400 Bad Request", "expected the name of an extension"},
      {and_line("Sec-WebSocket-Extensions: a;"), "400 Bad Request", "expected the name of a parameter"},
      {and_line("Sec-WebSocket-Extensions: a; b=\"c d\""), "400 Bad Request", "token at position 6"},
      {and_line("Content-Length: 1"), "400 Bad Request", "announces a body, expected none (RFC 9110 §9.3.1)"},
      {and_line("Transfer-Encoding: chunked"), "400 Bad Request", "announces a body"},
      {and_line("Content-Length: -1"), "400 Bad Request", "Content-Length is \"-1\", expected one number"},
      {and_line("Content-Length: 0\r\nContent-Length: 1"), "400 Bad Request", "expected one number (RFC 9112 §6.3)"},
      {and_line("X : y"), "400 Bad Request", "white space stands between"},
  };
  for (const Refusal& refusal : refusals) {
    const EngineOutcome outcome = play_server_every_cut({}, refusal.request + "\x81\x80");
    EXPECT_THAT(outcome.events, IsEmpty()) << refusal.request;
    EXPECT_THAT(outcome.sent, StartsWith("HTTP/1.1 " + std::string(refusal.status_line) + "\r\n")) << refusal.request;
    EXPECT_THAT(outcome.sent, HasSubstr(refusal.body)) << refusal.request;
    EXPECT_THAT(outcome.sent, HasSubstr("\r\nConnection: close")) << refusal.request;
    EXPECT_EQ(outcome.state, EngineState::closed) << refusal.request;
  }
}

TEST(ServerHandshake, SpareBitsOfTheKeysPaddingMayBeSet) {  // RFC 4648 §3.5; the key is hashed as it was written
  EXPECT_THAT(play_server_every_cut({}, with("ZQ==", "ZR==")).sent, HasSubstr("Accept: Zgw8jYXtqX5qJr7MJ1Q/MqzeSRI="));
}

TEST(ServerHandshake, AnotherVersionIsToldOurs) {  // RFC 6455 §4.4, RFC 9110 §15.5.22
  EXPECT_EQ(play_server_every_cut({}, with("Version: 13", "Version: 7")).sent,
            "HTTP/1.1 426 Upgrade Required\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Upgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Connection: close, Upgrade\r\n"
            "Content-Length: 59\r\n"
            "\r\n"
            "Sec-WebSocket-Version is \"7\", expected 13 (RFC 6455 §4.4)\n");
}

TEST(ServerHandshake, LimitsAreAnswered) {
  ServerSetup setup;
  setup.options.limits.max_head = 300;
  setup.options.limits.max_fields = 8;
  EXPECT_THAT(play_server_every_cut(setup, and_line("a: b\r\nc: d")).sent, StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(play_server_every_cut(setup, and_line("a: " + std::string(300, 'b'))).sent, StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(play_server_every_cut(setup, with("/chat", "/" + std::string(300, 'b'))).sent,
              StartsWith("HTTP/1.1 414 "));
}

TEST(ServerHandshake, ApplicationMayRefuse) {
  HttpResponse forbidden;
  forbidden.status = 403;
  forbidden.body = "not you";
  const EngineOutcome outcome = play_server_every_cut({{}, forbidden}, example_request);
  EXPECT_THAT(outcome.events, ElementsAre("upgrade GET /chat"));
  EXPECT_EQ(outcome.sent, "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 7\r\n\r\nnot you");
  EXPECT_EQ(outcome.state, EngineState::closed);
}

TEST(ServerHandshake, OtherRequestsGoToHttp) {
  const std::vector<std::pair<std::string, std::string>> requests = {
      {"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "http GET /healthz"},
      {"GET /a HTTP/1.0\r\n\r\n", "http GET /a"},  // no Host: fine in HTTP/1.0
      {"POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "http POST /b"},
      {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "http OPTIONS *"},
      {"GET https://b?c HTTP/1.1\r\nHost: a\r\n\r\n", "http GET /?c"},
      {"GET /c HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n", "http GET /c"},
      // RFC 9110 §7.8: "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0 request."
      {"GET /d HTTP/1.0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "http GET /d"},
  };
  for (const auto& [request, event] : requests) {
    const EngineOutcome outcome = play_server_every_cut({}, request);
    EXPECT_THAT(outcome.events, ElementsAre(event));
    EXPECT_EQ(outcome.sent, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(outcome.state, EngineState::closed);
  }
}

TEST(ServerHandshake, HeadGetsTheLengthButNoBody) {  // RFC 9110 §9.3.2
  EXPECT_EQ(play_server_every_cut({}, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").sent,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n");
}

TEST(ServerHandshake, AbsoluteFormReplacesHost) {  // RFC 9112 §3.2.2
  class HostServer final : public ServerEvents {
   public:
    std::variant<Accept, HttpResponse> on_upgrade(const HttpRequest&) override { return Accept{}; }
    HttpResponse on_http(const HttpRequest& request) override {
      host = request.fields.combined("Host").value_or("none");
      return {};
    }
    void on_open(const Negotiated&) override {}
    void on_message(MessageType, ByteView) override {}
    std::string host;
  } server;
  const auto engine = make_native_engine(ServerEngineOptions{}, server);
  Bytes input = to_bytes("GET http://b:8080/x HTTP/1.1\r\nHost: a\r\n\r\n");
  Bytes out;
  engine->receive(input, out);
  EXPECT_EQ(server.host, "b:8080");
}

TEST(ServerHandshake, EndOfInputBeforeTheRequestEnds) {
  for (const std::string_view begun : {"", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"}) {
    const EngineOutcome outcome = play_server_every_cut({}, begun, Ending::eof);
    EXPECT_EQ(outcome.state, EngineState::closed);
    EXPECT_EQ(outcome.sent, "");
    EXPECT_THAT(outcome.events, IsEmpty());
  }
}

TEST(ServerHandshake, SendsNothingBeforeItIsOpen) {
  RecordingServer server;
  const auto engine = make_native_engine(ServerEngineOptions{}, server);
  Bytes out;
  engine->start(out);
  EXPECT_EQ(engine->state(), EngineState::opening);
  EXPECT_FALSE(engine->send(MessageType::text, as_bytes("x"), {}, out));
  EXPECT_FALSE(engine->ping({}, out));
  EXPECT_FALSE(engine->pong({}, out));
  EXPECT_FALSE(engine->close({1000, ""}, out));
  EXPECT_TRUE(out.empty());
  EXPECT_FALSE(engine->close_report().clean());
}

TEST(ServerHandshake, ErrorsShowHostileTextSafely) {
  const HttpResponse response = make_error_response({400, "RFC 1", "saw \"x\""});
  EXPECT_EQ(response.body, "saw \"x\" (RFC 1)\n");
  const EngineOutcome outcome =
      play_server_every_cut({}, with("chat, superchat", "<b>\xC3\xA9\t" + std::string(99, 'x')));
  EXPECT_THAT(outcome.sent, HasSubstr("\"<b>\\xC3\\xA9\\x09xxx"));
  EXPECT_THAT(outcome.sent, HasSubstr("x\"… is not a token"));
  EXPECT_THAT(outcome.sent, HasSubstr("text/plain"));
}

}  // namespace
}  // namespace parley::protocol
