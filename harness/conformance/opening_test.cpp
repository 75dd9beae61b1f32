// The suite's half of the opening handshake.
#include "harness/conformance/opening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "protocol/accept_key.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* sample_key = "dGhlIHNhbXBsZSBub25jZQ==";  // RFC 6455 §1.3

Peer server() {
  Peer peer;
  peer.uri = *protocol::parse_uri("ws://example.com:8081/chat?a=b");
  return peer;
}

protocol::HttpRequest client_request() {
  protocol::HttpRequest request;
  request.method = "GET";
  request.target = "/case/one";
  request.fields = {
      {"Host", "localhost:9001"}, {"Sec-WebSocket-Key", sample_key}, {"Sec-WebSocket-Protocol", "chat, superchat"}};
  return request;
}

std::string response_for(std::string text) {
  Script script;
  script.response = std::move(text);
  return make_response(script, client_request());
}

/// RFC 6455 §4.2.2 item 4
TEST(MakeResponse, ChoosesASubprotocolThatIsSpoken) {
  Script script;
  script.response = "{fields}";
  EXPECT_EQ(make_response(script, client_request()), "Sec-WebSocket-Protocol: chat\r\n");
  EXPECT_EQ(make_response(script, client_request(), {"v2", "superchat"}), "Sec-WebSocket-Protocol: superchat\r\n");
  EXPECT_EQ(make_response(script, client_request(), {"v2"}), "");
}

TEST(MakeRequest, FillsInTheUsualPlaces) {
  Script script;
  script.key = sample_key;
  script.extensions = "x-parley; a";
  auto peer = server();
  peer.fields.add("Cookie", "a=1");
  peer.subprotocols = {"chat", "superchat"};
  const auto request = make_request(script, peer, "unused");
  EXPECT_EQ(request.text,
            "GET /chat?a=b HTTP/1.1\r\n"
            "Host: example.com:8081\r\n"
            "Upgrade: websocket\r\n"
            "Connection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: x-parley; a\r\n"
            "Cookie: a=1\r\n"
            "Sec-WebSocket-Protocol: chat, superchat\r\n"
            "\r\n");
  EXPECT_EQ(request.key, sample_key);
  EXPECT_THAT(request.subprotocols, ElementsAre("chat", "superchat"));
  EXPECT_EQ(request.extensions, "x-parley; a");
}

/// With a sound one beside it, it would be a sound list, and the server rightly answer 101.
TEST(MakeRequest, LeavesAnEmptyOfferAlone) {
  Script script;
  auto peer = server();
  peer.subprotocols = {"chat"};
  for (const char* offer : {"Sec-WebSocket-Protocol:\r\n", "Sec-WebSocket-Protocol: ,,\r\n"}) {
    script.request = std::string("GET / HTTP/1.1\r\n") + offer + "{fields}\r\n";
    EXPECT_EQ(make_request(script, peer, "fresh").text, std::string("GET / HTTP/1.1\r\n") + offer + "\r\n");
  }
  script.request = "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: a\r\n{fields}\r\n";
  EXPECT_THAT(make_request(script, peer, "fresh").subprotocols, ElementsAre("a", "chat"));
}

TEST(MakeRequest, KnowsWhatAScriptOffersByItself) {
  Script script;
  script.request =
      "GET / HTTP/1.1\r\nsec-websocket-protocol: a ,b\r\nSec-WebSocket-Protocol:c\r\n"
      "Sec-WebSocket-Extensions: x\r\nSEC-WEBSOCKET-EXTENSIONS: y\r\n\r\n";
  const auto request = make_request(script, server(), "fresh");
  EXPECT_THAT(request.subprotocols, ElementsAre("a", "b", "c"));
  EXPECT_EQ(request.extensions, "x, y");
  EXPECT_EQ(request.key, "") << "there is none, so no answer can be the right one";
}

TEST(MakeRequest, TrustsNoKeyWhenThereAreTwo) {
  Script script;
  script.request = "GET / HTTP/1.1\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Key: {key}\r\n\r\n";
  EXPECT_EQ(make_request(script, server(), sample_key).key, "");
}

TEST(MakeRequest, SeesThroughCuts) {
  Script script;
  script.request = "GET / HTTP/1.1\r\nSec-Web{cut}Socket-Key: {cut}{key}\r\n\r\n";
  EXPECT_EQ(make_request(script, server(), sample_key).key, sample_key);
}

TEST(MakeResponse, FillsInTheUsualPlaces) {
  Script script;
  script.extensions = "x-parley";
  EXPECT_EQ(make_response(script, client_request()),
            "HTTP/1.1 101 Switching Protocols\r\n"
            "Upgrade: websocket\r\n"
            "Connection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            "Sec-WebSocket-Extensions: x-parley\r\n"
            "Sec-WebSocket-Protocol: chat\r\n"
            "\r\n");
}

TEST(MakeResponse, KnowsTheRequest) {
  EXPECT_EQ(response_for("{key} {subprotocol} {other_subprotocol} {host}"),
            std::string(sample_key) + " chat superchat localhost:9001");
}

TEST(MakeResponse, KnowsWrongAcceptsOfManyKinds) {
  EXPECT_EQ(response_for("{accept}"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(response_for("{accept_cases_swapped}"), "S3PplmbItXAq9KygZZHzrBk+XoO=");
  EXPECT_EQ(response_for("{accept_loose_bits}"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOp=");
  EXPECT_EQ(response_for("{accept_other_first}"), "A3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(response_for("{accept_half}"), "s3pPLMBiTxaQ9k");
  EXPECT_EQ(response_for("{accept_without_padding}"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo");
  EXPECT_EQ(response_for("{accept_in_hex}"), "b37a4f2cc0624f1690f64606cf385945b2bec4ea");  // RFC 6455 §1.3
  const std::string key = sample_key;
  const std::string guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  EXPECT_EQ(response_for("{accept_without_guid}"), protocol::sha1_base64(key));
  EXPECT_EQ(response_for("{accept_guid_first}"), protocol::sha1_base64(guid + key));
  EXPECT_EQ(response_for("{accept_guid_lower_case}"),
            protocol::sha1_base64(key + "258eafa5-e914-47da-95ca-c5ab0dc85b11"));
  EXPECT_EQ(response_for("{accept_of_decoded_key}"), protocol::sha1_base64("the sample nonce" + guid));
}

TEST(MakeResponse, NeverMakesAWrongAcceptThatIsRight) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200; ++i) {
    auto request = client_request();
    request.fields.set("Sec-WebSocket-Key", fresh_key_text(random));
    Script script;
    std::set<std::string> values;
    for (const auto* const place :
         {"{accept}", "{accept_without_guid}", "{accept_guid_first}", "{accept_guid_lower_case}",
          "{accept_of_decoded_key}", "{accept_in_hex}", "{accept_cases_swapped}", "{accept_loose_bits}",
          "{accept_other_first}", "{accept_half}", "{accept_without_padding}"}) {
      script.response = place;
      const auto value = make_response(script, request);
      EXPECT_THAT(value, Not(HasSubstr("{")));
      EXPECT_TRUE(values.insert(value).second) << place;
    }
    const auto filled = [&](const char* place) {
      script.response = place;
      return make_response(script, request);
    };
    EXPECT_FALSE(protocol::equals_ignoring_case(filled("{accept}"), filled("{accept_other_first}")))
        << "a case of its own";
  }
}

TEST(MakeResponse, LeavesEmptyWhatTheClientDidNotSend) {
  Script script;
  script.response = "[{key}{subprotocol}{other_subprotocol}{host}{fields}]";
  EXPECT_EQ(make_response(script, protocol::HttpRequest{}), "[]");
}

TEST(SwitchesProtocols, LooksAtTheFinalResponse) {
  EXPECT_TRUE(switches_protocols("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  EXPECT_TRUE(
      switches_protocols("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\nHTTP/1.1 101 \r\n\r\n"));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 200 OK\r\n\r\n"));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 100 Continue\r\n\r\n"));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 1010 Switching Protocols\r\n\r\n"));
  EXPECT_FALSE(switches_protocols("HTTP/1.0 101 Switching Protocols\r\n\r\n"));
  EXPECT_FALSE(switches_protocols(""));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 101 Switching Protocols\r\nUpgr"));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"));
  EXPECT_FALSE(switches_protocols("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n"));
}

TEST(PiecesOf, CutsWhereTheScriptSays) {
  EXPECT_THAT(pieces_of("a{cut}b\r{cut}\nc"), ElementsAre("a", "b\r", "\nc"));
  EXPECT_THAT(pieces_of("whole"), ElementsAre("whole"));
  EXPECT_THAT(pieces_of("{cut}a{cut}{cut}b{cut}"), ElementsAre("a", "b"));
  EXPECT_THAT(pieces_of(""), IsEmpty());
}

TEST(FreshKeyText, IsAHandshakeKeyAndDiffers) {
  std::mt19937_64 random(7);
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    const auto key = fresh_key_text(random);
    EXPECT_TRUE(protocol::is_handshake_key(key));
    EXPECT_TRUE(keys.insert(key).second);
  }
}

TEST(OfferedSubprotocols, AreThoseOfAllLines) {
  protocol::HttpRequest request;
  EXPECT_THAT(offered_subprotocols(request), IsEmpty());
  request.fields = {{"Sec-WebSocket-Protocol", "b,, a"}, {"sec-websocket-protocol", "c"}};
  EXPECT_THAT(offered_subprotocols(request), ElementsAre("b", "a", "c"));
}

}  // namespace
}  // namespace parley::conformance
