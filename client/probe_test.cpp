#include "client/probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/testing/echo_peer.hpp"

namespace parley::client {
namespace {

using testing::EchoPeer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class ProbeTest : public ::testing::Test {
 protected:
  /// With an end that only the messages bring, unless the test says otherwise.
  static ProbeOptions options(const std::string& url) {
    ProbeOptions made;
    made.client.uri = protocol::parse_uri(url).value();
    made.duration = std::chrono::minutes(1);
    return made;
  }

  ProbeReport run(const ProbeOptions& with) {
    std::optional<ProbeReport> report;
    std::unique_ptr<Probe> probe;
    probe = std::make_unique<Probe>(loop, with, [&](ProbeReport its) {
      report = std::move(its);
      probe.reset();
      loop.stop();
    });
    loop.run();
    return report.value();
  }

  static std::vector<std::string> texts(const ProbeReport& report) {
    std::vector<std::string> all;
    for (const auto& message : report.messages) all.emplace_back(protocol::as_text(message.payload));
    return all;
  }

  net::Loop loop;
};

TEST_F(ProbeTest, CollectsUntilItHasEnough) {
  EchoPeer peer(loop);
  auto with = options(peer.url("/x"));
  with.request = "send 3";
  with.enough = 3;
  const auto report = run(with);
  EXPECT_THAT(texts(report), ElementsAre("1", "2", "3"));
  EXPECT_EQ(report.received, 3U);
  ASSERT_TRUE(report.connected && report.opened && report.first_message && report.ping && report.closing);
  EXPECT_LE(*report.connected, *report.opened);
  EXPECT_FALSE(report.resolved || report.secured);
  ASSERT_TRUE(report.response);
  EXPECT_EQ(report.response->status, 101);
  EXPECT_EQ(report.end, ProbeEnd::by_us);
  EXPECT_EQ(report.close.received, (protocol::CloseBody{1000, ""}));
  EXPECT_EQ(report.error, "");
}

TEST_F(ProbeTest, ClosesWhenTheTimeIsUp) {
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.duration = std::chrono::milliseconds(1);
  const auto report = run(with);
  EXPECT_TRUE(report.messages.empty());
  EXPECT_FALSE(report.first_message);
  EXPECT_EQ(report.end, ProbeEnd::by_us);
}

TEST_F(ProbeTest, TellsWhenThePeerCloses) {
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.request = "close 4001 why";
  const auto report = run(with);
  EXPECT_EQ(report.end, ProbeEnd::by_peer);
  EXPECT_EQ(report.close.received, (protocol::CloseBody{4001, "why"}));
  EXPECT_FALSE(report.closing);
}

TEST_F(ProbeTest, TellsWhenThePeerGoesWithoutAClose) {
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.request = "drop";
  const auto report = run(with);
  EXPECT_EQ(report.end, ProbeEnd::by_peer);
  EXPECT_EQ(report.close.code(), 1006);
}

TEST_F(ProbeTest, TellsTheTlsLayer) {
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = "chat", .refusal = {}, .tls = net::make_server_tls({})});
  auto with = options(peer.url());
  with.client.subprotocols = {"chat"};
  with.client.tls = net::make_client_tls({.verify = false, .ca_file = {}});
  with.request = "hello";
  with.enough = 1;
  const auto report = run(with);
  EXPECT_EQ(report.agreed.subprotocol, "chat");
  ASSERT_TRUE(report.resolved && report.connected && report.secured && report.opened);
  EXPECT_LE(*report.connected, *report.secured);
  EXPECT_LE(*report.secured, *report.opened);
  ASSERT_TRUE(report.stream && report.stream->tls && report.stream->tls->certificate);
  EXPECT_THAT(report.stream->tls->certificate->names, UnorderedElementsAre("localhost", "127.0.0.1", "::1"));
}

TEST_F(ProbeTest, TellsARefusal) {
  EchoPeer peer(loop, {.deflate = {},
                       .subprotocol = {},
                       .refusal = protocol::HttpResponse{.status = 401,
                                                         .reason = {},
                                                         .version = {},
                                                         .fields = {{"WWW-Authenticate", "Basic realm=\"x\""}},
                                                         .body = "who are you"},
                       .tls = {}});
  const auto report = run(options(peer.url()));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->status, 401);
  ASSERT_NE(report.failure->fields.find("www-authenticate"), nullptr);
  EXPECT_EQ(report.end, ProbeEnd::not_opened);
  EXPECT_TRUE(report.connected);
  EXPECT_FALSE(report.opened);
}

TEST_F(ProbeTest, TellsThatNobodyListens) {
  auto peer = std::make_unique<EchoPeer>(loop);
  const auto with = options(peer->url());
  peer.reset();
  const auto report = run(with);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->status, 0);
  EXPECT_THAT(report.failure->reason, HasSubstr("cannot connect"));
  EXPECT_FALSE(report.connected);
}

TEST_F(ProbeTest, CountsWhatItDoesNotKeep) {
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.request = "send 1001";
  with.enough = 1001;
  const auto report = run(with);
  EXPECT_EQ(report.received, 1001U);
  EXPECT_EQ(report.messages.size(), Probe::max_messages);
  EXPECT_EQ(texts(report).back(), "1000");
}

}  // namespace
}  // namespace parley::client
