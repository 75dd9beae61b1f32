// The monitors of opening handshakes: what breaks a rule is found, and what is sound is not.
#include "harness/conformance/head_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* sample_accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

Observation from_client() {
  Observation seen;
  seen.peer = Role::client;
  seen.listening_port = 9001;
  seen.request.emplace();
  seen.request->method = "GET";
  seen.request->target = "/case/one?a=b";
  seen.request->fields = {{"Host", "localhost:9001"},
                          {"Upgrade", "websocket"},
                          {"Connection", "keep-alive, Upgrade"},
                          {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                          {"Sec-WebSocket-Version", "13"}};
  return seen;
}

Observation with(const char* name, const char* value) {
  auto seen = from_client();
  seen.request->fields.set(name, value);
  return seen;
}

Observation with_another(const char* name, const char* value) {
  auto seen = from_client();
  seen.request->fields.add(name, value);
  return seen;
}

Observation without(std::string_view name) {
  auto seen = from_client();
  protocol::HttpFields kept;
  for (const auto& field : seen.request->fields) {
    if (field.name != name) kept.add(field.name, field.value);
  }
  seen.request->fields = kept;
  return seen;
}

std::vector<Rule> broken_by(const Observation& seen) {
  std::vector<Rule> rules;
  const auto on_finding = [&](Rule rule, const std::string& what) {
    EXPECT_FALSE(what.empty());
    rules.push_back(rule);
  };
  if (seen.peer == Role::client) {
    watch_request(seen, on_finding);
  } else {
    watch_any_response(*seen.response, on_finding);
    if (seen.upgraded()) watch_response(seen, on_finding);
  }
  return rules;
}

TEST(WatchRequest, FindsNothingInSoundOnes) {
  EXPECT_THAT(broken_by(from_client()), IsEmpty());
  EXPECT_THAT(broken_by(with("Upgrade", "h2c, WebSocket")), IsEmpty());
  EXPECT_THAT(broken_by(with("Connection", "upgrade")), IsEmpty());
  EXPECT_THAT(broken_by(with("Host", "[::1]:9001")), IsEmpty());
  EXPECT_THAT(broken_by(with("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC==")), IsEmpty()) << "RFC 6455 §4.1 item 7";
  EXPECT_THAT(broken_by(with("Sec-WebSocket-Protocol", "chat, superchat")), IsEmpty());
  EXPECT_THAT(broken_by(with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")), IsEmpty());
  EXPECT_THAT(broken_by(with("Content-Length", "0")), IsEmpty());
  for (const auto* const origin : {"null", "http://example.com", "https://[::1]:8443", "http://a http://b"}) {
    EXPECT_THAT(broken_by(with("Origin", origin)), IsEmpty()) << origin;
  }
  auto higher = from_client();
  higher.request->version = {1, 2};
  EXPECT_THAT(broken_by(higher), IsEmpty());
}

TEST(WatchRequest, WantsAGetOfHttp11WithoutABody) {
  auto post = from_client();
  post.request->method = "POST";
  EXPECT_THAT(broken_by(post), ElementsAre(Rule::request_line));
  auto old = from_client();
  old.request->version = {1, 0};
  EXPECT_THAT(broken_by(old), ElementsAre(Rule::request_line));
  EXPECT_THAT(broken_by(with("Content-Length", "3")), ElementsAre(Rule::request_content));
  EXPECT_THAT(broken_by(with("Transfer-Encoding", "chunked")), ElementsAre(Rule::request_content));
}

TEST(WatchRequest, WantsATargetThatIsAResourceName) {
  const auto target = [](const char* text) {
    auto seen = from_client();
    seen.request->target = text;
    return broken_by(seen);
  };
  EXPECT_THAT(target("/"), IsEmpty());
  EXPECT_THAT(target("HTTP://localhost:9001/case"), IsEmpty());
  EXPECT_THAT(target("https://localhost:9001/case"), IsEmpty());
  EXPECT_THAT(target("case/one"), ElementsAre(Rule::request_target));
  EXPECT_THAT(target("?a=b"), ElementsAre(Rule::request_target));
  EXPECT_THAT(target("*"), ElementsAre(Rule::request_target));
  EXPECT_THAT(target("ws://localhost:9001/case"), ElementsAre(Rule::request_target));
}

/// RFC 6066 §3: for DNS names that are fully qualified, and never an address.
TEST(WatchRequest, WantsTheServerNamedWhereItHasAName) {
  const auto over_tls = [](const char* host, const char* named) {
    auto seen = with("Host", host);
    seen.server_name = named;
    return seen;
  };
  for (const auto* host : {"a.test:9001", "A.Test.:9001", "1.2.3.4.test:9001"}) {
    EXPECT_THAT(broken_by(over_tls(host, "")), ElementsAre(Rule::server_name)) << host;
    EXPECT_THAT(broken_by(over_tls(host, "b.test")), IsEmpty()) << "which name is its owner's choice: " << host;
    EXPECT_THAT(broken_by(over_tls(host, "127.0.0.1")), ElementsAre(Rule::server_name)) << host;
    EXPECT_THAT(broken_by(with("Host", host)), IsEmpty()) << "plain TCP: " << host;
    EXPECT_TRUE(could_name_server(over_tls(host, "")));
    EXPECT_FALSE(could_name_server(with("Host", host)));
  }
  for (const auto* host :
       {"127.0.0.1:9001", "[::1]:9001", "[::ffff:1.2.3.4]:9001", "localhost:9001", "host.:9001", "a_b.test:9001"}) {
    EXPECT_THAT(broken_by(over_tls(host, "")), IsEmpty()) << host;
    EXPECT_FALSE(could_name_server(over_tls(host, ""))) << host;
    EXPECT_TRUE(could_name_server(over_tls(host, "b.test"))) << host;
  }
  auto seen = without("Host");
  seen.server_name = "";
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::request_host));
}

TEST(WatchRequest, GoesByTheUrlThatItGaveTheClient) {
  auto seen = with("Host", "a.test:9001");
  seen.server_name = "";
  seen.listening_host = "127.0.0.1";
  EXPECT_THAT(broken_by(seen), IsEmpty()) << "it knows an address only";
  seen = with("Host", "127.0.0.1:9001");
  seen.server_name = "";
  seen.listening_host = "a.test";
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::server_name));
}

TEST(WatchRequest, WantsOneHostWithThePort) {
  EXPECT_THAT(broken_by(without("Host")), ElementsAre(Rule::request_host));
  EXPECT_THAT(broken_by(with_another("Host", "localhost:9001")), ElementsAre(Rule::request_host));
  for (const auto* const host : {"", "localhost", "localhost:", "localhost:80", "user@localhost:9001", "::1:9001",
                                 "http://localhost:9001", "localhost:9001/"}) {
    EXPECT_THAT(broken_by(with("Host", host)), ElementsAre(Rule::request_host)) << host;
  }
}

TEST(WatchRequest, LetsTheDefaultPortBeLeftOut) {
  for (const std::uint16_t port : {std::uint16_t{80}, std::uint16_t{443}}) {
    auto seen = with("Host", "localhost");
    seen.listening_port = port;
    EXPECT_THAT(broken_by(seen), IsEmpty());
    seen.request->fields.set("Host", "localhost:" + std::to_string(port));
    EXPECT_THAT(broken_by(seen), IsEmpty());
    seen.request->fields.set("Host", "localhost:9001");
    EXPECT_THAT(broken_by(seen), ElementsAre(Rule::request_host));
  }
}

TEST(WatchRequest, SaysNothingOfAPortThatItDoesNotKnow) {
  for (const auto* const host : {"localhost", "localhost:1"}) {
    auto seen = with("Host", host);
    seen.listening_port = 0;
    EXPECT_THAT(broken_by(seen), IsEmpty());
  }
}

TEST(WatchRequest, WantsAnUpgradeToWebsocket) {
  EXPECT_THAT(broken_by(without("Upgrade")), ElementsAre(Rule::request_upgrade));
  EXPECT_THAT(broken_by(with("Upgrade", "websockets")), ElementsAre(Rule::request_upgrade));
  EXPECT_THAT(broken_by(without("Connection")), ElementsAre(Rule::request_upgrade));
  EXPECT_THAT(broken_by(with("Connection", "keep-alive")), ElementsAre(Rule::request_upgrade));
}

TEST(WatchRequest, WantsOneKeyOf16Bytes) {
  EXPECT_THAT(broken_by(without("Sec-WebSocket-Key")), ElementsAre(Rule::request_key));
  EXPECT_THAT(broken_by(with_another("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")), ElementsAre(Rule::request_key));
  for (const auto* const key :
       {"", "AQIDBAUGBwgJCgsMDQ4P", "AQIDBAUGBwgJCgsMDQ4PEBE=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25j*Q=="}) {
    EXPECT_THAT(broken_by(with("Sec-WebSocket-Key", key)), ElementsAre(Rule::request_key)) << key;
  }
}

TEST(WatchRequest, WantsVersion13Once) {
  EXPECT_THAT(broken_by(without("Sec-WebSocket-Version")), ElementsAre(Rule::request_version));
  EXPECT_THAT(broken_by(with_another("Sec-WebSocket-Version", "13")), ElementsAre(Rule::request_version));
  for (const auto* const version : {"8", "013", "13, 8", ""}) {
    EXPECT_THAT(broken_by(with("Sec-WebSocket-Version", version)), ElementsAre(Rule::request_version)) << version;
  }
}

TEST(WatchRequest, WantsOneOriginAtMost) {
  EXPECT_THAT(broken_by([] {
                auto seen = with("Origin", "http://a");
                seen.request->fields.add("Origin", "http://a");
                return seen;
              }()),
              ElementsAre(Rule::request_origin));
  for (const auto* const origin :
       {"", "example.com", "http://example.com/", "http://a/b", "://a", "http://a  http://b", "http://user@a"}) {
    EXPECT_THAT(broken_by(with("Origin", origin)), ElementsAre(Rule::request_origin)) << origin;
  }
}

TEST(WatchRequest, WantsSubprotocolsThatAreTokensAndDiffer) {
  for (const auto* const list : {"a, a", "a b", "a/b", "\"a\"", "caf\xC3\xA9"}) {
    EXPECT_THAT(broken_by(with("Sec-WebSocket-Protocol", list)), ElementsAre(Rule::request_subprotocols)) << list;
  }
  EXPECT_THAT(broken_by(with("Sec-WebSocket-Protocol", "")), ElementsAre(Rule::request_subprotocols));
}

TEST(WatchRequest, WantsExtensionsWithinTheirGrammar) {
  for (const auto* const list : {"", ";", "a;", "a; b=", "a b", "a; b=\"c d\"", "a; b=\"c"}) {
    EXPECT_THAT(broken_by(with("Sec-WebSocket-Extensions", list)), ElementsAre(Rule::request_extensions)) << list;
  }
}

// Responses.

Observation from_server() {
  Observation seen;
  seen.expected_accept = sample_accept;
  seen.response.emplace();
  seen.response->status = 101;
  seen.response->fields = {
      {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", sample_accept}};
  return seen;
}

Observation answering(const char* name, const char* value) {
  auto seen = from_server();
  seen.response->fields.set(name, value);
  return seen;
}

Observation refusing(int status, protocol::HttpFields fields) {
  Observation seen;
  seen.response.emplace();
  seen.response->status = status;
  seen.response->fields = std::move(fields);
  return seen;
}

TEST(WatchResponse, FindsNothingInASoundOne) {
  EXPECT_THAT(broken_by(from_server()), IsEmpty());
  EXPECT_THAT(broken_by(answering("Upgrade", "WebSocket")), IsEmpty());
  EXPECT_THAT(broken_by(answering("Connection", "keep-alive, upgrade")), IsEmpty());
  EXPECT_THAT(broken_by(answering("Sec-WebSocket-Version", "13, 8, 7")), IsEmpty());
}

TEST(WatchResponse, WantsUpgradeConnectionAndAccept) {
  EXPECT_THAT(broken_by(answering("Upgrade", "h2c")), ElementsAre(Rule::response_fields));
  EXPECT_THAT(broken_by(answering("Connection", "keep-alive")), ElementsAre(Rule::response_fields));
  EXPECT_THAT(broken_by(answering("Sec-WebSocket-Accept", "")), ElementsAre(Rule::response_fields));
  auto twice = from_server();
  twice.response->fields.add("Sec-WebSocket-Accept", sample_accept);
  EXPECT_THAT(broken_by(twice), ElementsAre(Rule::response_fields));
}

TEST(WatchResponse, WantsNoBody) {
  EXPECT_THAT(broken_by(answering("Content-Length", "0")), ElementsAre(Rule::response_no_body));
  EXPECT_THAT(broken_by(answering("Transfer-Encoding", "chunked")), ElementsAre(Rule::response_no_body));
}

TEST(WatchResponse, WantsOnlyExtensionsThatWereOffered) {
  auto seen = answering("Sec-WebSocket-Extensions", "x-vendor");
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_extension));
  seen.offered_extensions = "x-other, X-Vendor; a=1";
  EXPECT_THAT(broken_by(seen), IsEmpty());
  seen.response->fields.set("Sec-WebSocket-Extensions", "x-vendor;");
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_extension));
  seen.response->fields.set("Sec-WebSocket-Extensions", "x-vendor");
  seen.response->fields.add("Sec-WebSocket-Extensions", "x-other");
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_extensions_once));
  seen.response->fields.set("Sec-WebSocket-Extensions", "x-parley");
  seen.offered_extensions = "x-parley";
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_extension)) << "an extension that nobody knows";
}

TEST(WatchResponse, WantsASubprotocolThatWasOffered) {
  auto seen = answering("Sec-WebSocket-Protocol", "chat");
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_subprotocol));
  seen.offered_subprotocols = {"superchat", "chat"};
  EXPECT_THAT(broken_by(seen), IsEmpty());
  for (const auto* const other : {"", "Chat", "chat, superchat"}) {
    seen.response->fields.set("Sec-WebSocket-Protocol", other);
    EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_subprotocol)) << other;
  }
}

TEST(WatchResponse, WantsVersionsThatAreNumbers) {
  for (const auto* const list : {"", "013", "256", "13a", "-1", "13; 8"}) {
    EXPECT_THAT(broken_by(answering("Sec-WebSocket-Version", list)), ElementsAre(Rule::response_versions)) << list;
  }
}

TEST(WatchResponse, FindsWhatStoodInTheRequest) {
  EXPECT_THAT(broken_by(answering("x-parley-injected", "1")), ElementsAre(Rule::response_injection));
  EXPECT_THAT(broken_by(refusing(404, {{"X-Parley-Injected", "1"}})), ElementsAre(Rule::response_injection));
}

TEST(WatchResponse, WantsOfARefusalTheFieldsOfItsStatus) {
  EXPECT_THAT(broken_by(refusing(401, {})), ElementsAre(Rule::refusal_fields));
  EXPECT_THAT(broken_by(refusing(405, {})), ElementsAre(Rule::refusal_fields));
  EXPECT_THAT(broken_by(refusing(426, {{"Sec-WebSocket-Version", "13"}})), ElementsAre(Rule::refusal_fields));
  EXPECT_THAT(broken_by(refusing(401, {{"WWW-Authenticate", "Basic"}})), IsEmpty());
  EXPECT_THAT(broken_by(refusing(405, {{"Allow", ""}})), IsEmpty());
  EXPECT_THAT(broken_by(refusing(426, {{"Upgrade", "websocket"}, {"Connection", "Upgrade, close"}})), IsEmpty());
  EXPECT_THAT(broken_by(refusing(400, {})), IsEmpty());
}

TEST(WatchResponse, WantsUpgradeNamedInConnection) {
  EXPECT_THAT(broken_by(refusing(426, {{"Upgrade", "websocket"}})), ElementsAre(Rule::response_upgrade_option));
  EXPECT_THAT(broken_by(refusing(200, {{"Upgrade", "h2c"}, {"Connection", "close"}})),
              ElementsAre(Rule::response_upgrade_option));
}

TEST(WatchResponse, WantsALengthThatIsOne) {
  EXPECT_THAT(broken_by(refusing(400, {{"Content-Length", "12"}})), IsEmpty());
  EXPECT_THAT(broken_by(refusing(400, {{"Transfer-Encoding", "chunked"}})), IsEmpty());
  for (const auto* const length : {"", "-1", "12 bytes", "0x10", "3, 4"}) {
    EXPECT_THAT(broken_by(refusing(400, {{"Content-Length", length}})), ElementsAre(Rule::response_length)) << length;
  }
  EXPECT_THAT(broken_by(refusing(400, {{"Content-Length", "3"}, {"Transfer-Encoding", "chunked"}})),
              ElementsAre(Rule::response_length));
  EXPECT_THAT(broken_by(refusing(204, {{"Content-Length", "0"}})), ElementsAre(Rule::response_length));
  EXPECT_THAT(broken_by(refusing(103, {{"Content-Length", "0"}})), ElementsAre(Rule::response_length));
}

TEST(WatchResponse, WantsHttp11OfA101) {
  auto seen = from_server();
  EXPECT_THAT(broken_by(seen), IsEmpty());
  seen.response->version = {1, 0};
  EXPECT_THAT(broken_by(seen), ElementsAre(Rule::response_version));
}

TEST(WatchResponseText, FindsWhatTheParserForgives) {
  const auto rules = [](std::string_view head) {
    std::vector<Rule> broken;
    watch_response_text(head, [&](Rule rule, const std::string&) { broken.push_back(rule); });
    return broken;
  };
  EXPECT_THAT(rules("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"), IsEmpty());
  EXPECT_THAT(rules("HTTP/1.1 101 \r\nUpgrade:   websocket \r\n\r\n"), IsEmpty());
  EXPECT_THAT(rules("HTTP/1.1 101\r\nUpgrade: websocket\r\n\r\n"), ElementsAre(Rule::response_syntax));
  EXPECT_THAT(rules("HTTP/1.1 101 \r\nUpgrade:\r\n websocket\r\n\r\n"), ElementsAre(Rule::response_syntax));
  EXPECT_THAT(rules("HTTP/1.1 101 \r\nUpgrade:\r\n\twebsocket\r\n\r\n"), ElementsAre(Rule::response_syntax));
}

TEST(Monitors, HaveALineForEachRuleThatIsWatched) {
  const auto lines = [](Role role) {
    std::vector<Rule> rules;
    for (const auto& monitor : monitors(role)) rules.push_back(monitor.rule);
    return rules;
  };
  for (const auto rule : {Rule::request_line, Rule::request_content, Rule::request_target, Rule::request_host,
                          Rule::request_upgrade, Rule::request_key, Rule::request_version, Rule::request_origin,
                          Rule::request_subprotocols, Rule::request_extensions}) {
    EXPECT_THAT(lines(Role::client), Contains(rule).Times(1));
  }
  for (const auto rule :
       {Rule::response_fields, Rule::response_no_body, Rule::response_extension, Rule::response_extensions_once,
        Rule::response_subprotocol, Rule::response_versions, Rule::response_upgrade_option, Rule::response_length,
        Rule::response_syntax, Rule::response_version, Rule::response_injection, Rule::refusal_fields}) {
    EXPECT_THAT(lines(Role::server), Contains(rule).Times(1));
  }
}

}  // namespace
}  // namespace parley::conformance
