#include "harness/conformance/observer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/conformance/script.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";  // RFC 6455 §1.3

std::string response(std::string_view more = "") {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(accept) + "\r\n" + std::string(more) + "\r\n";
}

std::string request(std::string_view more = "") {
  return "GET /case/a HTTP/1.1\r\nHost: localhost:9001\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: " +
         std::string(key) + "\r\nSec-WebSocket-Version: 13\r\n" + std::string(more) + "\r\n";
}

Bytes bytes_of(const std::vector<Frame>& frames, Role to) {
  Bytes bytes;
  for (const auto& frame : frames) encode(frame, to, {1, 2, 3, 4}, bytes);
  return bytes;
}

/// A server whose 101 was in order, and that then sends these bytes.
Observer server_that_sends(const Bytes& bytes, std::size_t piece = 0) {
  Observer observer(Role::server);
  observer.seen().expected_accept = accept;
  auto all = to_bytes(response());
  protocol::append(all, bytes);
  if (piece == 0) piece = all.size();
  for (std::size_t at = 0; at < all.size(); at += piece) {
    observer.receive(protocol::ByteView(all).subspan(at, std::min(piece, all.size() - at)));
  }
  return observer;
}

std::vector<Rule> rules_of(const Observer& observer) {
  std::vector<Rule> rules;
  for (const auto& finding : observer.findings()) rules.push_back(finding.rule);
  return rules;
}

/// What a server's frames look like to the suite: those meant for a client.
std::vector<Rule> rules_broken_by(const std::vector<Frame>& frames) {
  return rules_of(server_that_sends(bytes_of(frames, Role::client)));
}

Frame text(std::string_view payload) {
  return {.payload = to_bytes(payload)};
}

TEST(ObserverOfAServer, ReadsMessagesAndControlFrames) {
  Frame first = text("frag");
  first.fin = false;
  const Frame rest{.opcode = protocol::Opcode::continuation, .payload = to_bytes("ment")};
  const Frame ping{.opcode = protocol::Opcode::ping, .payload = to_bytes("p")};
  const Frame pong{.opcode = protocol::Opcode::pong, .payload = to_bytes("q")};
  const Frame close{.opcode = protocol::Opcode::close, .payload = {0x03, 0xE8}};
  const auto bytes =
      bytes_of({first, ping, rest, pong, {.opcode = protocol::Opcode::binary, .payload = {0xFF}}, close}, Role::client);
  for (const std::size_t piece : {0U, 1U, 2U, 3U, 7U}) {
    const auto observer = server_that_sends(bytes, piece);
    const auto& seen = observer.seen();
    EXPECT_TRUE(seen.upgraded());
    EXPECT_THAT(seen.messages, ElementsAre(Message{true, to_bytes("fragment")}, Message{false, {0xFF}}));
    EXPECT_THAT(seen.pings, ElementsAre(to_bytes("p")));
    EXPECT_THAT(seen.pongs, ElementsAre(to_bytes("q")));
    EXPECT_THAT(seen.closes, ElementsAre(Bytes{0x03, 0xE8}));
    EXPECT_EQ(seen.frames, 6U);
    EXPECT_THAT(rules_of(observer), IsEmpty());
  }
}

TEST(ObserverOfAServer, DoesNotKnowWhatTheBitsOfAnotherExtensionMean) {
  Frame reserved = text("x");
  reserved.rsv = protocol::rsv1;
  const auto rules = [&](std::string_view extension) {
    Observer observer(Role::server);
    observer.seen().expected_accept = accept;
    observer.seen().offered_extensions = "deflate-frame";
    observer.receive(to_bytes(response("Sec-WebSocket-Extensions: " + std::string(extension) + "\r\n")));
    observer.receive(bytes_of({reserved}, Role::client));
    return rules_of(observer);
  };
  EXPECT_THAT(rules("deflate-frame"), IsEmpty());
}

TEST(ObserverOfAServer, WatchesNothingBehindTheAnswerToADraft) {
  Observer observer(Role::server);
  observer.seen().expected_accept = accept;
  observer.leave_after_upgrade();
  observer.receive(
      to_bytes("HTTP/1.1 101 Web Socket Protocol Handshake\r\nUpgrade: WebSocket\r\n"
               "Connection: Upgrade\r\n\r\n"));
  observer.receive(Bytes{0xFF, 0x00});
  EXPECT_TRUE(observer.seen().upgraded());
  EXPECT_TRUE(observer.seen().refused) << "no closing handshake is owed";
  EXPECT_THAT(rules_of(observer), IsEmpty());
}

TEST(ObserverOfAServer, ReportsEachRuleThatAFrameBreaks) {
  Frame masked = text("x");
  masked.masking = Masking::present;
  EXPECT_THAT(rules_broken_by({masked}), ElementsAre(Rule::masked_by_server));
  for (const std::uint8_t bit : {protocol::rsv1, protocol::rsv2, protocol::rsv3}) {
    Frame reserved = text("x");
    reserved.rsv = bit;
    EXPECT_THAT(rules_broken_by({reserved}), ElementsAre(Rule::reserved_bits));
  }
  EXPECT_THAT(rules_broken_by({{.opcode = static_cast<protocol::Opcode>(0x3)}}), ElementsAre(Rule::known_opcode));
  EXPECT_THAT(rules_broken_by({{.opcode = static_cast<protocol::Opcode>(0xB)}}), ElementsAre(Rule::known_opcode));
  Frame wide = text("x");
  wide.form = protocol::LengthForm::bits16;
  EXPECT_THAT(rules_broken_by({wide}), ElementsAre(Rule::minimal_length));
  EXPECT_THAT(rules_broken_by({{.opcode = protocol::Opcode::continuation}}), ElementsAre(Rule::fragment_sequence));
  EXPECT_THAT(rules_broken_by({{.opcode = protocol::Opcode::ping, .payload = Bytes(126)}}),
              ElementsAre(Rule::control_length));
  EXPECT_THAT(rules_broken_by({{.opcode = protocol::Opcode::ping, .fin = false}}), ElementsAre(Rule::control_whole));
  EXPECT_THAT(rules_broken_by({text("\xFF")}), ElementsAre(Rule::text_utf8));
}

TEST(ObserverOfAServer, ReportsFaultyCloses) {
  const auto close = [](Bytes body) { return Frame{.opcode = protocol::Opcode::close, .payload = std::move(body)}; };
  EXPECT_THAT(rules_broken_by({close({0x03})}), ElementsAre(Rule::close_body));
  EXPECT_THAT(rules_broken_by({close({0x03, 0xE8, 0xFF})}), ElementsAre(Rule::close_body));
  EXPECT_THAT(rules_broken_by({close({0x03, 0xED})}), ElementsAre(Rule::close_code));  // 1005
  EXPECT_THAT(rules_broken_by({close({0x03, 0xE7})}), ElementsAre(Rule::close_code));  // 999
  EXPECT_THAT(rules_broken_by({close({0xE8, 0x03})}), ElementsAre(Rule::close_code));  // 1000 in the wrong order
  EXPECT_THAT(rules_broken_by({close({0x13, 0x87})}), IsEmpty());                      // 4999
  EXPECT_THAT(rules_broken_by({close({}), close({})}), ElementsAre(Rule::one_close));
  EXPECT_THAT(rules_broken_by({close({}), text("x")}), ElementsAre(Rule::no_data_after_close));
  EXPECT_THAT(rules_broken_by({close({}), {.opcode = protocol::Opcode::pong}}), IsEmpty());
}

TEST(ObserverOfAServer, ForgivesTheEchoOfACodeThatNothingDefines) {
  for (const auto& code : {Bytes{0x13, 0x88}, Bytes{0x03, 0xE7}}) {  // 5000 and 999
    for (const auto& sent : {code, Bytes{0x03, 0xE8}, Bytes{}}) {
      Observer observer(Role::server);
      observer.receive(protocol::as_bytes(response()));
      observer.sent_close(sent);
      observer.receive(bytes_of({{.opcode = protocol::Opcode::close, .payload = code}}, Role::client));
      EXPECT_EQ(rules_of(observer).size(), sent == code ? 0 : 1);
    }
  }
}

TEST(ObserverOfAServer, ReportsFaultsOfThe101) {
  const auto broken = [](const std::string& head) {
    Observer observer(Role::server);
    observer.seen().expected_accept = accept;
    observer.seen().offered_subprotocols = {"chat"};
    observer.receive(protocol::as_bytes(head));
    return rules_of(observer);
  };
  EXPECT_THAT(broken(response()), IsEmpty());
  EXPECT_THAT(broken(response("Sec-WebSocket-Protocol: chat\r\n")), IsEmpty());
  EXPECT_THAT(broken(response("Sec-WebSocket-Protocol: Chat\r\n")), ElementsAre(Rule::response_subprotocol));
  EXPECT_THAT(broken(response("Sec-WebSocket-Extensions: x-a\r\n")), ElementsAre(Rule::response_extension));
  EXPECT_THAT(broken(response("Content-Length: 0\r\n")), ElementsAre(Rule::response_no_body));
  EXPECT_THAT(broken("HTTP/1.1 101 Ok\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"),
              ElementsAre(Rule::response_fields));
  EXPECT_THAT(broken("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), IsEmpty());
}

TEST(ObserverOfAClient, ReadsItsRequestAndItsFrames) {
  Observer observer(Role::client);
  observer.receive(protocol::as_bytes(request()));
  ASSERT_TRUE(observer.seen().request);
  EXPECT_FALSE(observer.seen().upgraded());
  observer.answer(Observer::Answer::switches, "");
  observer.receive(bytes_of({text("hello")}, Role::server));
  EXPECT_THAT(observer.seen().messages, ElementsAre(Message{true, to_bytes("hello")}));
  EXPECT_THAT(observer.seen().mask_keys, ElementsAre(protocol::MaskKey{1, 2, 3, 4}));
  EXPECT_THAT(rules_of(observer), IsEmpty());
  observer.receive(bytes_of({text("bare")}, Role::client));
  EXPECT_THAT(rules_of(observer), ElementsAre(Rule::unmasked_by_client));
}

TEST(ObserverOfAClient, ReportsWhatComesTooEarly) {
  Observer observer(Role::client);
  observer.receive(protocol::as_bytes(request() + "x"));
  EXPECT_THAT(rules_of(observer), ElementsAre(Rule::request_waits));
}

TEST(ObserverOfAClient, DoesNotWatchWhatFollowsARefusal) {
  Observer observer(Role::client);
  observer.receive(protocol::as_bytes(request()));
  observer.answer(Observer::Answer::refuses, "");
  observer.receive(protocol::as_bytes(request()));  // another try on the same connection is no frame
  EXPECT_THAT(rules_of(observer), IsEmpty());
}

TEST(ObserverOfAClient, ReportsFaultsOfItsRequest) {
  const auto broken = [](const std::string& head) {
    Observer observer(Role::client);
    observer.receive(protocol::as_bytes(head));
    return rules_of(observer);
  };
  const auto with = [](std::string_view from, std::string_view to) {
    auto text = request();
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_THAT(broken(request()), IsEmpty());
  EXPECT_THAT(broken(with("GET ", "POST ")), ElementsAre(Rule::request_line));
  EXPECT_THAT(broken(with("HTTP/1.1", "HTTP/1.0")), ElementsAre(Rule::request_line));
  EXPECT_THAT(broken(with("Upgrade: websocket", "Upgrade: web")), ElementsAre(Rule::request_upgrade));
  EXPECT_THAT(broken(with("Connection: Upgrade", "Connection: close")), ElementsAre(Rule::request_upgrade));
  EXPECT_THAT(broken(with(key, "c2hvcnQ=")), ElementsAre(Rule::request_key));
  EXPECT_THAT(broken(with("Version: 13", "Version: 8")), ElementsAre(Rule::request_version));
  EXPECT_THAT(broken(request("Sec-WebSocket-Version: 13\r\n")), ElementsAre(Rule::request_version));
  EXPECT_THAT(broken(request("Sec-WebSocket-Protocol: a, a\r\n")), ElementsAre(Rule::request_subprotocols));
  EXPECT_THAT(broken(request("Sec-WebSocket-Extensions: a b\r\n")), ElementsAre(Rule::request_extensions));
  EXPECT_THAT(broken(with("GET ", "GET  ")), ElementsAre(Rule::request_syntax));
  EXPECT_THAT(broken(with("Host:", "Host :")), ElementsAre(Rule::request_syntax));
  EXPECT_THAT(broken("GET /case/one\r\nHost"), ElementsAre(Rule::request_syntax)) << "it has no end";
}

TEST(ObserverOfAClient, TakesARequestThatIsNotSound) {
  auto head = request();
  head.replace(head.find("GET "), 4, "GET  ");
  Observer observer(Role::client);
  observer.receive(protocol::as_bytes(head));
  ASSERT_TRUE(observer.seen().request);
  EXPECT_EQ(observer.seen().head_fault, "");
  EXPECT_EQ(observer.seen().request->fields.combined("Sec-WebSocket-Key"), key);
  observer.answer(Observer::Answer::switches, "");
  observer.receive(bytes_of({text("hello")}, Role::server));
  EXPECT_EQ(observer.seen().messages.size(), 1U);
}

}  // namespace
}  // namespace parley::conformance
