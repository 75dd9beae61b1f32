#include "client/client.hpp"

#include "client/testing/client_fixture.hpp"

namespace parley::client {
namespace {

using protocol::MessageType;
using testing::EchoPeer;
using ::testing::ElementsAre;

class ClientTest : public testing::ClientFixture {};

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

INSTANTIATE_TEST_SUITE_P(Engines, ClientTest, testing::all_engines, testing::engine_name);

}  // namespace
}  // namespace parley::client
