#include "client/client.hpp"

#include "client/testing/client_fixture.hpp"

namespace parley::client {
namespace {

using std::chrono::milliseconds;
using testing::EchoPeer;
using ::testing::ElementsAre;
using testing::RawPeer;

class ClientLifeTest : public testing::ClientFixture {};

TEST_P(ClientLifeTest, CloseWhileConnectingIsAFailureThenTheEnd) {
  RawPeer peer(loop, "");
  connect(peer.url());
  EXPECT_TRUE(client->close({1000, ""}));
  EXPECT_EQ(client->ready_state(), ReadyState::closing);
  EXPECT_THAT(events.lines, ElementsAre());  // not from within close()
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.failure.reason, "closed before the connection was open");
}

TEST_P(ClientLifeTest, CloseWithinTheOpeningHandshakeIsAFailureThenTheEnd) {
  RawPeer peer(loop, "");
  connect(peer.url());
  loop.after(milliseconds(20), [&] { client->close({1000, ""}); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_EQ(events.failure.reason, "closed before the connection was open");
}

TEST_P(ClientLifeTest, AServerThatNeverAnswersACloseIsACloseTimeout) {
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

TEST_P(ClientLifeTest, MayBeDestroyedInEveryHandler) {
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

TEST_P(ClientLifeTest, MayBeDestroyedInTheFailureHandler) {
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

TEST_P(ClientLifeTest, DestroyedBeforeAnythingHappenedItSaysNothing) {
  EchoPeer peer(loop);
  connect(peer.url());
  client.reset();
  connect(peer.url());
  loop.after(milliseconds(5), [&] { client.reset(), loop.after(milliseconds(5), [&] { loop.stop(); }); });
  loop.run();
  for (const auto& line : events.lines) EXPECT_EQ(line, "open");
}

TEST_P(ClientLifeTest, DestroyedAfterTheLoopHasStoppedItLeaksNothing) {
  EchoPeer peer(loop);
  connect(peer.url());
  events.on_line = [&](const std::string&) { loop.stop(); };
  loop.run();
  client.reset();  // the loop never runs again; the leak checker looks at the rest
  EXPECT_THAT(events.lines, ElementsAre("open"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ClientLifeTest, testing::all_engines, testing::engine_name);

}  // namespace
}  // namespace parley::client
