#include "client/reconnecting_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/testing/echo_peer.hpp"

namespace parley::client {
namespace {

using testing::EchoPeer;
using ::testing::ElementsAre;
using Log = std::vector<std::string>;

struct Events final : ReconnectEvents {
  Log lines;
  std::function<void(const std::string&)> on_line;

  void on_open(const protocol::Negotiated&, const protocol::HttpResponse&) override { add("open"); }
  void on_message(protocol::MessageType, protocol::ByteView payload) override {
    add("text " + std::string(protocol::as_text(payload)));
  }
  void on_failure(const protocol::HandshakeFailure& why) override { add("failure " + std::to_string(why.status)); }
  void on_end(const net::SessionEnd& end) override { add("end " + std::to_string(end.close.code())); }
  void on_waiting(net::Duration delay) override {
    delays.push_back(delay);
    add("waiting");
  }
  std::vector<net::Duration> delays;

 private:
  void add(const std::string& line) {
    lines.push_back(line);
    if (const auto hook = on_line) hook(line);
  }
};

class ReconnectingClientTest : public ::testing::Test {
 protected:
  void connect(const std::string& url, std::optional<BackoffOptions> backoff) {
    ClientOptions options;
    options.uri = protocol::parse_uri(url).value();
    ReconnectEvents& to = events;
    client = std::make_unique<ReconnectingClient>(loop, options, backoff, to, [] { return std::uint64_t{1} << 63U; });
  }
  void say(std::string_view text) { client->client()->send(protocol::MessageType::text, protocol::as_bytes(text)); }

  net::Loop loop;
  Events events;
  std::unique_ptr<ReconnectingClient> client;
};

constexpr BackoffOptions quick{.first = std::chrono::microseconds(20), .max = std::chrono::microseconds(80)};

TEST_F(ReconnectingClientTest, ComesBackAfterADropUntilItClosesItself) {
  EchoPeer peer(loop);
  connect(peer.url(), quick);
  int opened = 0;
  events.on_line = [&](const std::string& line) {
    if (line == "open" && ++opened < 3) say(opened == 1 ? "drop" : "close 1012");
    if (line == "open" && opened == 3) client->close({1000, ""});
    if (line == "end 1000") loop.stop();
  };
  loop.run();
  EXPECT_THAT(events.lines,
              ElementsAre("open", "end 1006", "waiting", "open", "end 1012", "waiting", "open", "end 1000"));
  EXPECT_EQ(client->client(), nullptr);
  EXPECT_EQ(peer.log().requests.size(), 3U);
}

TEST_F(ReconnectingClientTest, IsOffWithoutABackoff) {
  EchoPeer peer(loop);
  connect(peer.url(), std::nullopt);
  events.on_line = [&](const std::string& line) {
    if (line == "open") say("drop");
    if (line == "end 1006") loop.stop();
  };
  loop.run();
  EXPECT_THAT(events.lines, ElementsAre("open", "end 1006"));
}

TEST_F(ReconnectingClientTest, GivesUpAfterItsAttempts) {
  auto backoff = quick;
  backoff.max_attempts = 3;
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = protocol::HttpResponse{.status = 503}, .tls = {}});
  connect(peer.url(), backoff);
  int ends = 0;
  events.on_line = [&](const std::string& line) {
    if (line == "end 1006" && ++ends == 4) loop.stop();
  };
  loop.run();
  EXPECT_EQ(peer.log().requests.size(), 4U);
  EXPECT_THAT(events.delays,
              ElementsAre(std::chrono::microseconds(10), std::chrono::microseconds(20), std::chrono::microseconds(40)));
  EXPECT_EQ(events.lines.back(), "end 1006");
}

TEST_F(ReconnectingClientTest, ClosedWhileWaitingItStaysAway) {
  EchoPeer peer(loop);
  auto slow = quick;
  slow.first = slow.max = std::chrono::hours(1);
  connect(peer.url(), slow);
  events.on_line = [&](const std::string& line) {
    if (line == "open") say("drop");
    if (line == "waiting") {
      EXPECT_EQ(client->client(), nullptr);
      client->close({1000, ""});
      peer.stop_listening();  // with the timer gone, too, the loop has nothing to wait for
    }
  };
  loop.run();
  EXPECT_THAT(events.lines, ElementsAre("open", "end 1006", "waiting"));
}

TEST_F(ReconnectingClientTest, MayBeDestroyedInItsEvents) {
  for (const std::string at : {"open", "end 1006", "waiting"}) {
    events.lines.clear();
    EchoPeer peer(loop);
    connect(peer.url(), quick);
    events.on_line = [&](const std::string& line) {
      if (line == "open" && at != "open") say("drop");
      if (line != at) return;
      client.reset();
      peer.stop_listening();
    };
    loop.run();
    EXPECT_EQ(events.lines.back(), at);
  }
}

}  // namespace
}  // namespace parley::client
