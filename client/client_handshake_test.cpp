#include "client/client.hpp"

#include "client/testing/client_fixture.hpp"

namespace parley::client {
namespace {

using std::chrono::milliseconds;
using testing::EchoPeer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::RawPeer;

class ClientHandshakeTest : public testing::ClientFixture {};

TEST_P(ClientHandshakeTest, ARefusalKeepsItsStatusFieldsAndBody) {
  for (const int status : {401, 403, 404, 426, 500, 503}) {
    events = {};
    protocol::HttpResponse refusal;
    refusal.status = status;
    refusal.fields.add("WWW-Authenticate", "Basic realm=\"hub\"");
    refusal.body = "go away";
    EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = refusal, .tls = {}});
    connect(peer.url());
    run();
    EXPECT_THAT(events.lines, ElementsAre("failure " + std::to_string(status), "end 1006"));
    EXPECT_EQ(events.failure.fields.combined("WWW-Authenticate"), "Basic realm=\"hub\"");
    EXPECT_EQ(events.failure.body, "go away");
    EXPECT_NE(events.failure.reason, "");
    client.reset();
  }
}

TEST_P(ClientHandshakeTest, WhatIsNoWebSocketServerIsAFailure) {
  for (const auto after : {RawPeer::After::keep_open, RawPeer::After::close}) {
    for (const std::string answer :
         {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "+OK ready\r\n\r\n"}) {
      events = {};
      RawPeer peer(loop, answer, after);
      connect(peer.url());
      run();
      EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006")) << answer;
      EXPECT_NE(events.failure.reason, "");
      client.reset();
    }
  }
}

TEST_P(ClientHandshakeTest, AWrongAcceptKeyIsAFailure) {
  RawPeer peer(loop,
               "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n");
  connect(peer.url());
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 101", "end 1006"));
}

TEST_P(ClientHandshakeTest, AServerThatEndsInTheHandshakeIsAFailure) {
  RawPeer peer(loop, "HTTP/1.1 101 Switch", RawPeer::After::close);
  connect(peer.url());
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
}

TEST_P(ClientHandshakeTest, ASilentServerIsAHandshakeTimeout) {
  RawPeer peer(loop, "");
  auto with = options(peer.url());
  with.handshake_timeout = milliseconds(20);
  connect(with);
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.failure.reason, "the server did not answer the opening handshake within 20ms");
}

TEST_P(ClientHandshakeTest, ARefusalWhoseBodyDoesNotEndIsARefusal) {
  if (!native()) GTEST_SKIP() << "websocketpp tells a refusal when its head has come";
  RawPeer peer(loop, "HTTP/1.1 403 Forbidden\r\n\r\nwhy");
  auto with = options(peer.url());
  with.handshake_timeout = milliseconds(20);
  connect(with);
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 403", "end 1006"));
  EXPECT_EQ(events.failure.body, "why");
}

TEST_P(ClientHandshakeTest, ARefusedConnectionIsAFailure) {
  std::string url;
  {
    const EchoPeer peer(loop);
    url = peer.url();
  }  // nobody listens there any more
  connect(url);
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.error, asio::error::connection_refused);
  EXPECT_THAT(events.failure.reason, HasSubstr("refused"));
}

TEST_P(ClientHandshakeTest, SubprotocolsAreOfferedInOrderAndTheChosenOneIsReported) {
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = "b", .refusal = {}, .tls = {}});
  auto with = options(peer.url());
  with.subprotocols = {"a", "b"};
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  EXPECT_EQ(events.agreed.subprotocol, "b");
  EXPECT_EQ(peer.log().requests[0].fields.combined("Sec-WebSocket-Protocol"), "a, b");
}

TEST_P(ClientHandshakeTest, ASubprotocolThatIsNoTokenFailsAtOnce) {
  const EchoPeer peer(loop);
  auto with = options(peer.url());
  with.subprotocols = {"not a token"};
  with.handshake_timeout = std::chrono::hours(1);
  connect(with);
  run();
  // websocketpp does not send it; the native engine does, and is refused by the server (RFC 6455 §4.1, §4.2.1).
  EXPECT_THAT(events.lines, ElementsAre(native() ? "failure 400" : "failure 0", "end 1006"));
}

TEST_P(ClientHandshakeTest, MayBeDestroyedWhenItHearsOfTheFailure) {
  const EchoPeer peer(loop);
  auto with = options(peer.url());
  with.subprotocols = {"not a token"};
  connect(with);
  const std::string failure = native() ? "failure 400" : "failure 0";
  when(failure, [&] {
    client.reset();
    loop.post([&] { loop.stop(); });
  });
  run();
  EXPECT_THAT(events.lines, ElementsAre(failure));
}

TEST_P(ClientHandshakeTest, SendsItsExtraFieldsAndItsCredentials) {
  EchoPeer peer(loop);
  auto with = options("ws://clown:big%20clown@127.0.0.1:" + std::to_string(peer.port()) + "/");
  with.fields = {{"Origin", "https://example.org"}, {"X-Test", "1"}};
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  ASSERT_EQ(peer.log().requests.size(), 1U);
  const auto& fields = peer.log().requests[0].fields;
  EXPECT_EQ(fields.combined("Origin"), "https://example.org");
  EXPECT_EQ(fields.combined("X-Test"), "1");
  EXPECT_EQ(fields.combined("Authorization"), "Basic Y2xvd246YmlnIGNsb3du");
}

TEST_P(ClientHandshakeTest, AnAuthorizationOfTheCallersStays) {
  EchoPeer peer(loop);
  auto with = options("ws://a:b@127.0.0.1:" + std::to_string(peer.port()) + "/");
  with.fields = {{"authorization", "Bearer token"}};
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  EXPECT_EQ(peer.log().requests[0].fields.combined("Authorization"), "Bearer token");
}

TEST_P(ClientHandshakeTest, DeflateIsOfferedOnlyWhenAskedFor) {
  for (const bool asked : {false, true}) {
    events = {};
    steps.clear();
    EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = {}, .refusal = {}, .tls = {}});
    auto with = options(peer.url());
    if (asked) with.deflate.emplace();
    connect(with);
    const std::string text(100'000, 'x');
    when("open", [&] { send(text); });
    when("text 100000 bytes", [&] { client->close({1000, ""}); });
    run();
    EXPECT_EQ(protocol::as_text(events.last_message), text);
    EXPECT_EQ(events.agreed.deflate.has_value(), asked);
    EXPECT_EQ(peer.log().requests[0].fields.count("Sec-WebSocket-Extensions"), asked ? 1U : 0U);
    if (asked) {
      EXPECT_LT(events.wire_sent, 2'000U);
      EXPECT_LT(events.wire_received, 2'000U);
    } else {
      EXPECT_GT(events.wire_sent, 100'000U);
    }
    client.reset();
  }
}

TEST_P(ClientHandshakeTest, DeflateParametersAreOfferedAndAgreed) {
  EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = {}, .refusal = {}, .tls = {}});
  auto with = options(peer.url());
  with.deflate.emplace();
  with.deflate->wanted.server_no_context_takeover = true;
  with.deflate->wanted.server_max_window_bits = 10;
  connect(with);
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += std::to_string(i * 7919);
  when("open", [&] { send(text), send(text); });
  when("text " + std::to_string(text.size()) + " bytes", [&] { client->close({1000, ""}); });
  run();
  EXPECT_EQ(protocol::as_text(events.last_message), text);
  ASSERT_TRUE(events.agreed.deflate);
  EXPECT_TRUE(events.agreed.deflate->server_no_context_takeover);
  EXPECT_EQ(events.agreed.deflate->server_max_window_bits, 10);
}

INSTANTIATE_TEST_SUITE_P(Engines, ClientHandshakeTest, testing::all_engines, testing::engine_name);

}  // namespace
}  // namespace parley::client
