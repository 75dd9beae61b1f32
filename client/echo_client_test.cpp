#include "client/echo_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "client/testing/script_peer.hpp"

namespace parley::client {
namespace {

using protocol::EngineKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ScriptPeer;

class EchoClientTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  EchoReport run(const std::string& url, EchoClient::Duty duty = EchoClient::Duty::echo) {
    ClientOptions options;
    options.uri = *protocol::parse_uri(url);
    options.engine = GetParam();
    std::optional<EchoReport> report;
    EchoClient client(loop, options, duty, [&](EchoReport its) {
      report = std::move(its);
      loop.stop();
    });
    loop.run();
    return std::move(report).value();
  }

  net::Loop loop;
};

TEST_P(EchoClientTest, SendsEveryMessageBackUntilThePeerCloses) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string&) { return testing::Script{{"a", "", std::string(70'000, 'x')}, true}; };
  const auto report = run(peer.url("/"));
  EXPECT_TRUE(report.opened);
  EXPECT_EQ(report.messages, 3U);
  EXPECT_EQ(report.end.close.code(), 1000);
  EXPECT_TRUE(report.end.close.clean());
  EXPECT_THAT(peer.received, ElementsAre("a", "", std::string(70'000, 'x')));
}

TEST_P(EchoClientTest, OnlyListensWhenToldTo) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string&) { return testing::Script{{"one", "two"}, false}; };
  const auto report = run(peer.url("/"), EchoClient::Duty::listen);
  EXPECT_EQ(report.last_text, "two");
  EXPECT_EQ(report.messages, 2U);
  EXPECT_THAT(peer.received, ElementsAre());
}

TEST_P(EchoClientTest, TellsWhyItDidNotOpen) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string&) -> std::optional<testing::Script> { return std::nullopt; };  // 404
  const auto report = run(peer.url("/"));
  EXPECT_TRUE(report.connected);
  EXPECT_FALSE(report.opened);
  EXPECT_FALSE(report.failure.empty());
  if (GetParam() == EngineKind::native) {
    EXPECT_THAT(report.failure, HasSubstr("404"));
  }
}

TEST_P(EchoClientTest, TellsThatNobodyListens) {
  std::string url;
  {
    ScriptPeer peer(loop);
    url = peer.url("/");
  }
  const auto report = run(url);
  EXPECT_FALSE(report.connected);
  EXPECT_FALSE(report.opened);
  EXPECT_FALSE(report.failure.empty());
}

INSTANTIATE_TEST_SUITE_P(, EchoClientTest, ::testing::Values(EngineKind::native, EngineKind::websocketpp),
                         [](const auto& its) { return its.param == EngineKind::native ? "native" : "websocketpp"; });

}  // namespace
}  // namespace parley::client
