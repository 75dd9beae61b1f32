#include "client/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "client/random.hpp"
#include "client/testing/echo_peer.hpp"
#include "client/testing/recorder.hpp"

namespace parley::client {
namespace {

using protocol::MessageType;
using std::chrono::milliseconds;
using testing::EchoPeer;
using testing::EchoPeerOptions;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::RawPeer;
using testing::Recorder;

class ClientTest : public ::testing::TestWithParam<protocol::EngineKind> {
 protected:
  [[nodiscard]] bool native() const { return GetParam() == protocol::EngineKind::native; }

  ClientOptions options(const std::string& url) const {
    ClientOptions made;
    made.uri = protocol::parse_uri(url).value();
    made.engine = GetParam();
    return made;
  }

  void connect(const ClientOptions& with) { client = std::make_unique<Client>(loop, with, events); }
  void connect(const std::string& url) { connect(options(url)); }

  /// Does `step` when `line` comes, and stops the loop after the end.
  void when(const std::string& line, std::function<void()> step) { steps.emplace_back(line, std::move(step)); }
  void run() {
    events.on_line = [this](const std::string& line) {
      for (auto& [expected, step] : steps) {
        if (line == expected && step) std::exchange(step, nullptr)();
      }
      if (events.ended) loop.stop();
    };
    loop.run();
  }

  /// The client's end comes first; this waits for the peer's.
  void run_until_gone(const EchoPeer& peer) {
    while (peer.connections() > 0) loop.context().run_one();
  }

  void send(std::string_view text) { EXPECT_TRUE(client->send(MessageType::text, protocol::as_bytes(text))); }

  net::Loop loop;
  Recorder events;
  std::unique_ptr<Client> client;
  std::vector<std::pair<std::string, std::function<void()>>> steps;
};

TEST_P(ClientTest, OpensSendsReceivesAndCloses) {
  EchoPeer peer(loop);
  connect(peer.url("/chat?room=1"));
  EXPECT_EQ(client->ready_state(), ReadyState::connecting);
  EXPECT_FALSE(client->send(MessageType::text, protocol::as_bytes("early")));
  when("open", [&] {
    EXPECT_EQ(client->ready_state(), ReadyState::open);
    ASSERT_TRUE(client->info());
    EXPECT_EQ(client->info()->peer, "127.0.0.1:" + std::to_string(peer.port()));
    send("hello");
    client->send(MessageType::binary, protocol::as_bytes(std::string_view("\0\xFF", 2)));
    send("");
  });
  when("text ", [&] {
    EXPECT_TRUE(client->close({1000, "bye"}));
    EXPECT_EQ(client->ready_state(), ReadyState::closing);
    EXPECT_FALSE(client->send(MessageType::text, {}));
    EXPECT_FALSE(client->close({1000, "again"}));
  });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "text hello", std::string("binary \0\xFF", 9), "text ", "end 1000"));
  EXPECT_EQ(client->ready_state(), ReadyState::closed);
  EXPECT_EQ(events.response.status, 101);
  EXPECT_TRUE(events.close.clean());
  EXPECT_EQ(events.close.sent, (protocol::CloseBody{1000, "bye"}));
  EXPECT_FALSE(events.error) << events.error.message();
  EXPECT_EQ(events.end_reason, "");
  ASSERT_EQ(peer.log().requests.size(), 1U);
  EXPECT_EQ(peer.log().requests[0].target, "/chat?room=1");
  EXPECT_EQ(peer.log().requests[0].fields.combined("Host"), "127.0.0.1:" + std::to_string(peer.port()));
  EXPECT_GT(events.wire_received, 0U);
  EXPECT_GT(events.wire_sent, 0U);
}

TEST_P(ClientTest, PingsGoBothWays) {
  EchoPeer peer(loop);
  connect(peer.url());
  when("open", [&] { EXPECT_TRUE(client->ping(protocol::as_bytes("mine"))); });
  when("pong mine", [&] { send("ping yours"); });
  when("ping yours", [&] {
    EXPECT_TRUE(client->pong(protocol::as_bytes("unasked")));
    send("close 1000");
  });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "pong mine", "ping yours", "end 1000"));
  EXPECT_THAT(peer.log().pongs, ElementsAre("yours", "unasked"));
}

TEST_P(ClientTest, ReportsTheServersCloseCode) {
  for (const auto& [ask, code, reason] : std::vector<std::tuple<std::string, std::uint16_t, std::string>>{
           {"close 1001 going", 1001, "going"},
           {"close 4999 x y", 4999, "x y"},
           {"close 1005", 1005, ""},
           {"close 1011 " + std::string(123, 'r'), 1011, std::string(123, 'r')}}) {
    events = {};
    steps.clear();
    EchoPeer peer(loop);
    connect(peer.url());
    when("open", [&, say = ask] { send(say); });
    run();
    EXPECT_EQ(events.close.received, (protocol::CloseBody{code, reason}));
    EXPECT_EQ(events.close.code(), code);
    EXPECT_TRUE(events.close.clean());
    EXPECT_FALSE(events.error);
    client.reset();
  }
}

TEST_P(ClientTest, ClosesWithItsOwnCode) {
  EchoPeer peer(loop);
  connect(peer.url());
  when("open", [&] { EXPECT_TRUE(client->close({4321, "mine"})); });
  run();
  run_until_gone(peer);
  ASSERT_EQ(peer.log().ends.size(), 1U);
  EXPECT_EQ(peer.log().ends[0].received, (protocol::CloseBody{4321, "mine"}));
  EXPECT_EQ(events.close.code(), 4321);
}

TEST_P(ClientTest, ClosesWithoutACode) {
  EchoPeer peer(loop);
  connect(peer.url());
  when("open", [&] { EXPECT_TRUE(client->close({})); });
  run();
  run_until_gone(peer);
  ASSERT_EQ(peer.log().ends.size(), 1U);
  EXPECT_EQ(peer.log().ends[0].received, (protocol::CloseBody{1005, ""}));
  EXPECT_TRUE(events.close.clean());
}

TEST_P(ClientTest, AServerThatDropsIsA1006) {
  EchoPeer peer(loop);
  connect(peer.url());
  when("open", [&] { send("drop"); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "end 1006"));
  EXPECT_FALSE(events.close.clean());
}

TEST_P(ClientTest, AServerThatResetsIsA1006WithAnError) {
  EchoPeer peer(loop);
  connect(peer.url());
  when("open", [&] { send("reset"); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "end 1006"));
  EXPECT_EQ(events.error, asio::error::connection_reset);
}

TEST_P(ClientTest, DropsAndResetsItself) {
  for (const bool with_reset : {false, true}) {
    events = {};
    steps.clear();
    EchoPeer peer(loop);
    connect(peer.url());
    when("open", [&] { with_reset ? client->reset() : client->drop(); });
    run();
    EXPECT_THAT(events.lines, ElementsAre("open", "end 1006"));
    client.reset();
  }
}

TEST_P(ClientTest, ARefusalKeepsItsStatusFieldsAndBody) {
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

TEST_P(ClientTest, WhatIsNoWebSocketServerIsAFailure) {
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

TEST_P(ClientTest, AWrongAcceptKeyIsAFailure) {
  RawPeer peer(loop,
               "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n");
  connect(peer.url());
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 101", "end 1006"));
}

TEST_P(ClientTest, AServerThatEndsInTheHandshakeIsAFailure) {
  RawPeer peer(loop, "HTTP/1.1 101 Switch", RawPeer::After::close);
  connect(peer.url());
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
}

TEST_P(ClientTest, ASilentServerIsAHandshakeTimeout) {
  RawPeer peer(loop, "");
  auto with = options(peer.url());
  with.handshake_timeout = milliseconds(20);
  connect(with);
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.failure.reason, "handshake timeout");
}

TEST_P(ClientTest, ARefusedConnectionIsAFailure) {
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

TEST_P(ClientTest, SubprotocolsAreOfferedInOrderAndTheChosenOneIsReported) {
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = "b", .refusal = {}, .tls = {}});
  auto with = options(peer.url());
  with.subprotocols = {"a", "b"};
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  EXPECT_EQ(events.agreed.subprotocol, "b");
  EXPECT_EQ(peer.log().requests[0].fields.combined("Sec-WebSocket-Protocol"), "a, b");
}

TEST_P(ClientTest, SendsItsExtraFieldsAndItsCredentials) {
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

TEST_P(ClientTest, AnAuthorizationOfTheCallersStays) {
  EchoPeer peer(loop);
  auto with = options("ws://a:b@127.0.0.1:" + std::to_string(peer.port()) + "/");
  with.fields = {{"authorization", "Bearer token"}};
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  EXPECT_EQ(peer.log().requests[0].fields.combined("Authorization"), "Bearer token");
}

TEST_P(ClientTest, DeflateIsOfferedOnlyWhenAskedFor) {
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

TEST_P(ClientTest, DeflateParametersAreOfferedAndAgreed) {
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

TEST_P(ClientTest, DeflateCanBeLeftOutForAMessage) {
  EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = {}, .refusal = {}, .tls = {}});
  auto with = options(peer.url());
  with.deflate.emplace();
  connect(with);
  const std::string text(50'000, 'x');
  when("open",
       [&] { client->send(MessageType::text, protocol::as_bytes(text), {.fragment_size = 0, .compress = false}); });
  when("text 50000 bytes", [&] { client->close({1000, ""}); });
  run();
  EXPECT_GT(events.wire_sent, 50'000U);
  EXPECT_EQ(protocol::as_text(events.last_message), text);
}

TEST_P(ClientTest, FragmentsArriveWhole) {
  EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = {}, .refusal = {}, .tls = {}});
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{5}, std::uint64_t{1000}}) {
    for (const bool deflate : {false, true}) {
      events = {};
      steps.clear();
      auto with = options(peer.url());
      if (deflate) with.deflate.emplace();
      connect(with);
      const std::string_view text = "caf\xC3\xA9 \xF0\x9F\x98\x80 fragments";  // cut within characters too
      when("open", [&] { client->send(MessageType::text, protocol::as_bytes(text), {.fragment_size = size}); });
      when("text " + std::string(text), [&] { client->close({1000, ""}); });
      run();
      EXPECT_EQ(events.close.code(), 1000) << size;
      client.reset();
    }
  }
}

TEST_P(ClientTest, SixteenMebibytesComeBackUnchanged) {
  EchoPeer peer(loop);
  connect(peer.url());
  protocol::Bytes large(16U << 20);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 2654435761U >> 13U);
  when("open", [&] { EXPECT_TRUE(client->send(MessageType::binary, large)); });
  when("binary " + std::to_string(large.size()) + " bytes", [&] { client->close({1000, ""}); });
  run();
  EXPECT_TRUE(events.last_message == large);
  EXPECT_EQ(events.close.code(), 1000);
}

TEST_P(ClientTest, AMessageBeyondTheLimitFailsTheConnection) {
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.limits.max_message = 1000;
  with.limits.max_frame = 1000;
  connect(with);
  when("open", [&] { client->send(MessageType::binary, protocol::Bytes(1001)); });
  run();
  ASSERT_TRUE(events.close.violation);
  EXPECT_EQ(events.close.violation->code, protocol::CloseCode::message_too_big);
  ASSERT_TRUE(events.close.sent);
  EXPECT_EQ(events.close.sent->code, 1009);
}

TEST_P(ClientTest, APausedClientReadsNothingUntilItResumes) {
  EchoPeer peer(loop);
  connect(peer.url());
  bool resumed = false;
  when("open", [&] {
    send("send 3");
    client->pause_reading();
    // The peer's pong cannot pass the pause either: the loop has nothing to do until this timer.
    loop.after(milliseconds(30), [&] {
      EXPECT_THAT(events.lines, ElementsAre("open"));
      resumed = true;
      client->resume_reading();
    });
  });
  when("text 3", [&] { client->close({1000, ""}); });
  run();
  EXPECT_TRUE(resumed);
  EXPECT_THAT(events.lines, ElementsAre("open", "text 1", "text 2", "text 3", "end 1000"));
}

TEST_P(ClientTest, CloseWhileConnectingIsAFailureThenTheEnd) {
  RawPeer peer(loop, "");
  connect(peer.url());
  EXPECT_TRUE(client->close({1000, ""}));
  EXPECT_EQ(client->ready_state(), ReadyState::closing);
  EXPECT_THAT(events.lines, ElementsAre());  // not from within close()
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.failure.reason, "closed before the connection was open");
}

TEST_P(ClientTest, CloseWithinTheOpeningHandshakeIsAFailureThenTheEnd) {
  RawPeer peer(loop, "");
  connect(peer.url());
  loop.after(milliseconds(20), [&] { client->close({1000, ""}); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.failure.reason, "closed before the connection was open");
}

TEST_P(ClientTest, AServerThatNeverAnswersACloseIsACloseTimeout) {
  // 101 with the right key cannot be canned: a real peer that stops reading after the handshake does it.
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.close_timeout = milliseconds(20);
  connect(with);
  when("open", [&] {
    client->pause_reading();  // so the peer's answer is never seen
    client->close({1000, ""});
  });
  run();
  EXPECT_EQ(events.end_reason, "close timeout");
  EXPECT_FALSE(events.close.clean());
}

TEST_P(ClientTest, MayBeDestroyedInEveryHandler) {
  for (const std::string at : {"open", "text hello", "ping p", "pong q", "end 1000"}) {
    events = {};
    steps.clear();
    EchoPeer peer(loop);
    connect(peer.url());
    when("open", [&] {
      if (!client) return;
      send("hello"), send("ping p");
      client->ping(protocol::as_bytes("q"));
    });
    when("pong q", [&] {
      if (client) send("close 1000");
    });
    events.on_line = [&](const std::string& line) {
      if (line == at) {
        client.reset();
        loop.after(milliseconds(5), [&] { loop.stop(); });  // time for an event that must not come
      }
      for (auto& [expected, step] : steps) {
        if (line == expected && step) std::exchange(step, nullptr)();
      }
    };
    loop.run();
    EXPECT_EQ(events.lines.back(), at);
    EXPECT_EQ(client, nullptr);
  }
}

TEST_P(ClientTest, MayBeDestroyedInTheFailureHandler) {
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = protocol::HttpResponse{.status = 404}, .tls = {}});
  for (const std::string& url : {peer.url(), std::string("ws://127.0.0.1:1/")}) {
    events = {};
    connect(url);
    events.on_line = [&](const std::string&) {
      client.reset();
      loop.after(milliseconds(5), [&] { loop.stop(); });
    };
    loop.run();
    EXPECT_EQ(events.lines.size(), 1U);
  }
}

TEST_P(ClientTest, DestroyedBeforeAnythingHappenedItSaysNothing) {
  EchoPeer peer(loop);
  connect(peer.url());
  client.reset();
  connect(peer.url());
  loop.after(milliseconds(5), [&] { client.reset(), loop.after(milliseconds(5), [&] { loop.stop(); }); });
  loop.run();
  for (const auto& line : events.lines) EXPECT_EQ(line, "open");
}

TEST_P(ClientTest, DestroyedAfterTheLoopHasStoppedItLeaksNothing) {
  EchoPeer peer(loop);
  connect(peer.url());
  events.on_line = [&](const std::string&) { loop.stop(); };
  loop.run();
  client.reset();  // the loop never runs again; the leak checker looks at the rest
  EXPECT_THAT(events.lines, ElementsAre("open"));
}

TEST_P(ClientTest, WssWithATrustedCertificate) {
  const auto server = net::make_server_tls({});
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = {}, .tls = server});
  const auto file = ::testing::TempDir() + "parley_client_test_" + std::to_string(random_number()) + ".pem";
  std::FILE* const out = std::fopen(file.c_str(), "w");
  ASSERT_NE(out, nullptr);
  const auto pem = net::certificate_pem(*server);
  std::fwrite(pem.data(), 1, pem.size(), out);
  std::fclose(out);
  auto with = options(peer.url());
  with.tls = net::make_client_tls({.verify = true, .ca_file = file});
  std::remove(file.c_str());
  connect(with);
  when("open", [&] {
    ASSERT_TRUE(client->info() && client->info()->tls);
    EXPECT_THAT(client->info()->tls->version, HasSubstr("TLSv1."));
    send("hello");
  });
  when("text hello", [&] { client->close({1000, ""}); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "text hello", "end 1000"));
}

TEST_P(ClientTest, WssWithAnUnknownCertificateFailsUnlessToldNotToLook) {
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = {}, .tls = net::make_server_tls({})});
  auto with = options(peer.url());
  with.tls = net::make_client_tls({});
  connect(with);
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_THAT(events.failure.reason, HasSubstr("certificate"));
  events = {};
  with.tls = net::make_client_tls({.verify = false, .ca_file = {}});
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "end 1000"));
}

TEST_P(ClientTest, WssWithoutAContextIsAFailureNotACrash) {
  connect("wss://127.0.0.1:1/");
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ClientTest,
                         ::testing::Values(protocol::EngineKind::native, protocol::EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == protocol::EngineKind::native ? "native" : "websocketpp";
                         });

TEST(Random, MasksAndKeysAreFresh) {
  const auto masks = fresh_masks();
  const auto copy = masks;  // shares the block: a key must not come from both
  std::set<protocol::MaskKey> seen;
  for (int i = 0; i < 500; ++i) seen.insert(masks()), seen.insert(copy());
  EXPECT_GE(seen.size(), 998U);  // 1000 draws of 2^32: one repetition in 8600 runs, three never
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) keys.insert(fresh_handshake_key());
  EXPECT_EQ(keys.size(), 100U);
  EXPECT_EQ(keys.begin()->size(), 24U);
  EXPECT_EQ(keys.begin()->substr(22), "==");
}

}  // namespace
}  // namespace parley::client
