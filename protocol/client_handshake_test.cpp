// The client's side of the opening handshake, seen from outside: each answer cut in every way.
#include "protocol/client_handshake.hpp"

#include <gmock/gmock.h>

#include "protocol/testing/engine_player.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view example_answer =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    "\r\n";

std::string with(std::string_view piece, std::string_view replacement) {
  std::string text(example_answer);
  const std::size_t at = text.find(piece);
  if (at == std::string::npos) throw std::invalid_argument(std::string(piece));
  return text.replace(at, piece.size(), replacement);
}

std::string and_line(const std::string& line) {
  return with("xOo=\r\n", "xOo=\r\n" + line + "\r\n");
}

ClientEngineOptions offering() {
  ClientEngineOptions options = client_engine_options();
  options.subprotocols = {"chat", "superchat"};
  options.deflate = DeflateOptions{};
  return options;
}

std::string request_of(const ClientEngineOptions& options) {
  RecordingClient client;
  const auto engine = make_native_engine(options, client);
  Bytes out;
  engine->start(out);
  return std::string(as_text(out));
}

TEST(ClientHandshake, PlainRequest) {
  EXPECT_EQ(request_of(client_engine_options()),
            "GET /chat HTTP/1.1\r\n"
            "Host: example.com\r\n"
            "Upgrade: websocket\r\n"
            "Connection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "\r\n");
}

TEST(ClientHandshake, RequestWithEverything) {
  ClientEngineOptions options = offering();
  options.uri = *parse_uri("wss://[::1]:8443?a=b");
  options.fields = {{"Origin", "http://a"}, {"Authorization", "Basic eA=="}};
  EXPECT_EQ(request_of(options),
            "GET /?a=b HTTP/1.1\r\n"
            "Host: [::1]:8443\r\n"
            "Upgrade: websocket\r\n"
            "Connection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: chat, superchat\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
            "Origin: http://a\r\n"
            "Authorization: Basic eA==\r\n"
            "\r\n");
}

TEST(ClientHandshake, Opens) {
  const EngineOutcome outcome = play_client_every_cut(client_engine_options(), example_answer);
  EXPECT_THAT(outcome.events, ElementsAre("open"));
  EXPECT_EQ(outcome.sent, "");
  EXPECT_EQ(outcome.state, EngineState::open);
}

TEST(ClientHandshake, FramesBehindTheAnswerAreDelivered) {
  const EngineOutcome outcome =
      play_client_every_cut(client_engine_options(), std::string(example_answer) + "\x81\x05Hello\x89\x01x");
  EXPECT_THAT(outcome.events, ElementsAre("open", "text Hello", "ping 78"));
  EXPECT_EQ(outcome.sent, "\x8a\x81\x37\xfa\x21\x3d\x4f");
}

TEST(ClientHandshake, LenientWhereTheRfcIs) {
  const std::vector<std::pair<std::string, std::string>> answers = {
      {with("Upgrade: websocket", "Upgrade: WebSocket"), "open"},
      {with("Connection: Upgrade", "Connection: keep-alive, UPGRADE"), "open"},
      {with("Switching Protocols", "Web Socket Protocol Handshake"), "open"},
      {with(" Switching Protocols", ""), "open"},
      {and_line("Server: x"), "open"},
      {and_line("Sec-WebSocket-Protocol: superchat"), "open superchat"},
      {and_line("Sec-WebSocket-Extensions: permessage-deflate"), "open deflate 15/15"},
      {and_line("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=\"9\""), "open deflate 15/9"},
      {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + std::string(example_answer),
       "open"},
  };
  for (const auto& [answer, event] : answers) {
    EXPECT_THAT(play_client_every_cut(offering(), answer).events, ElementsAre(event)) << answer;
  }
}

struct Refusal {
  std::string answer;
  std::string_view reason;
};

TEST(ClientHandshake, AnswersThatFailTheConnection) {
  const std::vector<Refusal> refusals = {
      {with("HTTP/1.1 101", "HTTP/1.0 101"), "the answer's version is HTTP/1.0, expected HTTP/1.1"},
      {with("Upgrade: websocket\r\n", ""), "Upgrade is missing, expected \"websocket\" (RFC 6455 §4.1)"},
      {with("Upgrade: websocket", "Upgrade: websocket, h2c"), "Upgrade is \"websocket, h2c\""},
      {with("Connection: Upgrade\r\n", ""), "Connection is missing, expected it to name \"Upgrade\""},
      {with("Connection: Upgrade", "Connection: close"), "Connection is \"close\""},
      {with("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", ""), "Sec-WebSocket-Accept is missing"},
      {with("s3pP", "S3pP"), "expected \"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\""},
      {and_line("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "Sec-WebSocket-Accept is \"s3pP"},
      {and_line("Sec-WebSocket-Protocol: other"), "\"other\", expected one of \"chat, superchat\" (RFC 6455 §4.1)"},
      {and_line("Sec-WebSocket-Protocol: Chat"), "Sec-WebSocket-Protocol is \"Chat\""},
      {and_line("Sec-WebSocket-Protocol: chat, superchat"), "Sec-WebSocket-Protocol is \"chat, superchat\""},
      {and_line("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat"), "\"chat, chat\""},
      {and_line("Sec-WebSocket-Protocol:"), "Sec-WebSocket-Protocol is \"\""},
      {and_line("Sec-WebSocket-Extensions: x-foo"), "\"x-foo\" was not offered (RFC 6455 §9.1, RFC 7692 §7.1)"},
      {and_line("Sec-WebSocket-Extensions: permessage-deflate, x-foo"), "\"x-foo\" was not offered"},
      {and_line("Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate"), "comes twice"},
      {and_line("Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Extensions: permessage-deflate"),
       "comes more than once"},
      {and_line("Sec-WebSocket-Extensions: permessage-deflate; x"), "the parameter \"x\" is unknown"},
      {and_line("Sec-WebSocket-Extensions: ;"), "expected the name of an extension at position 1"},
      {with("\r\n\r\n", "\n\n"),
       "the answer is not HTTP/1.1: a line ends with LF alone, expected CRLF (RFC 9112 §2.2)"},
      {"SSH-2.0-x\r\n", "the answer is not HTTP/1.1: the first line is \"SSH-2.0-x\""},
  };
  for (const Refusal& refusal : refusals) {
    const EngineOutcome outcome = play_client_every_cut(offering(), refusal.answer + "\x81\x05Hello");
    ASSERT_EQ(outcome.events.size(), 1U) << refusal.answer;
    EXPECT_THAT(outcome.events[0], HasSubstr(refusal.reason)) << refusal.answer;
    EXPECT_THAT(outcome.events[0], StartsWith("failure ")) << refusal.answer;
    EXPECT_EQ(outcome.sent, "");
    EXPECT_EQ(outcome.state, EngineState::closed);
  }
}

TEST(ClientHandshake, NothingMayBeChosenWhenNothingWasOffered) {
  const auto answer = [](const std::string& line) {
    return play_client_every_cut(client_engine_options(), and_line(line)).events;
  };
  EXPECT_THAT(answer("Sec-WebSocket-Protocol: chat"), ElementsAre(HasSubstr("expected none: none was offered")));
  EXPECT_THAT(answer("Sec-WebSocket-Extensions: permessage-deflate"), ElementsAre(HasSubstr("was not offered")));
}

// What is not 101: a failure with status and body, as soon as the body is there.

TEST(ClientHandshake, OtherStatusesAreFailuresWithTheirBody) {
  const std::string reason = "the server answered 404, expected 101";
  const std::vector<std::pair<std::string, std::string>> answers = {
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", "failure 404 [none] " + reason},
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone, and more", "failure 404 [none] " + reason},
      {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "failure 404 [] " + reason},
      {"HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nno\r\n02\r\nne\r\n0\r\n\r\n",
       "failure 404 [none] " + reason},
      {"HTTP/1.0 404 Not Found\r\nContent-Length: 2\r\n\r\nno", "failure 404 [no] " + reason},
  };
  for (const auto& [answer, event] : answers) {
    const EngineOutcome outcome = play_client_every_cut(client_engine_options(), answer);
    EXPECT_THAT(outcome.events, ElementsAre(event));
    EXPECT_EQ(outcome.state, EngineState::closed);
  }
}

TEST(ClientHandshake, RedirectsAndChallengesAreFailures) {
  for (const int status : {301, 401, 426, 503}) {
    const std::string answer = "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: 0\r\n\r\n";
    EXPECT_THAT(play_client_every_cut(client_engine_options(), answer).events,
                ElementsAre(StartsWith("failure " + std::to_string(status))));
  }
}

TEST(ClientHandshake, BodyWithoutALengthEndsWithTheConnection) {
  const std::string answer = "HTTP/1.1 500 x\r\n\r\noops";
  EXPECT_EQ(play_client_every_cut(client_engine_options(), answer).state, EngineState::opening);
  EXPECT_THAT(play_client_every_cut(client_engine_options(), answer, Ending::eof).events,
              ElementsAre("failure 500 [oops] the server answered 500, expected 101"));
}

TEST(ClientHandshake, BodyIsCutAt4KiB) {
  const std::string head = "HTTP/1.1 500 x\r\nContent-Length: 9999\r\n\r\n";
  const EngineOutcome outcome =
      play_client(client_engine_options(), cut_every(1, as_bytes(head + std::string(4096, 'x'))));
  EXPECT_THAT(outcome.events, ElementsAre(StartsWith("failure 500 [" + std::string(4096, 'x') + "]")));
}

TEST(ClientHandshake, EndlessInterimResponsesAreRefused) {
  std::string answer;
  for (int i = 0; i < 9; ++i) answer += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_THAT(play_client_every_cut(client_engine_options(), answer).events,
              ElementsAre(HasSubstr("1xx responses without end")));
}

TEST(ClientHandshake, EndOfInput) {
  EXPECT_THAT(play_client_every_cut(client_engine_options(), "", Ending::eof).events,
              ElementsAre("failure 0 [] the server closed the connection without an answer; perhaps it "
                          "speaks TLS: try wss://"));
  for (const std::size_t size : {1U, 20U, 120U}) {
    const auto part = example_answer.substr(0, size);
    EXPECT_THAT(play_client_every_cut(client_engine_options(), part, Ending::eof).events,
                ElementsAre("failure 0 [] the server closed the connection in the middle of its answer"));
  }
}

TEST(ClientHandshake, EndOfInputAfterAnInterimResponse) {
  EXPECT_THAT(play_client_every_cut(client_engine_options(), "HTTP/1.1 103 Early Hints\r\n\r\n", Ending::eof).events,
              ElementsAre("failure 0 [] the server closed the connection after a 103, without a final response "
                          "(RFC 9110 §15.2)"));
}

TEST(ClientHandshake, TellsWhatCameWhenItIsGivenUp) {
  const auto given_up = [](std::string_view answer) {
    return play_client_every_cut(client_engine_options(), answer, Ending::given_up).events;
  };
  EXPECT_THAT(given_up(""), IsEmpty());
  EXPECT_THAT(given_up("HTTP/1.1 403 x\r\n\r\nwhy"),
              ElementsAre("failure 403 [why] the server answered 403, expected 101"));
  EXPECT_THAT(given_up("HTTP/1.1 101 Sw"),
              ElementsAre("failure 0 [] the server began an answer and did not end it within 10s"));
  EXPECT_THAT(given_up("HTTP/1.1 103 Early Hints\r\n\r\n"),
              ElementsAre("failure 0 [] the server answered 103, and no final response came within 10s "
                          "(RFC 9110 §15.2)"));
  EXPECT_THAT(given_up(example_answer), ElementsAre("open"));
}

TEST(ClientHandshake, LimitsHold) {
  ClientEngineOptions options = client_engine_options();
  options.limits.max_head = 200;
  EXPECT_THAT(play_client_every_cut(options, and_line("x: " + std::string(300, 'y'))).events,
              ElementsAre(HasSubstr("the header has more than 200 bytes")));
}

}  // namespace
}  // namespace parley::protocol
