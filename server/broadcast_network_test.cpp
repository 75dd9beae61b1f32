// Broadcasts of the whole server, on one and on several threads: nothing lost, nothing doubled, one order for all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "server/server.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::server {
namespace {

using protocol::EngineKind;
using testing::RawClient;

using Clients = std::vector<std::unique_ptr<RawClient>>;

constexpr std::size_t client_count = 30;
constexpr std::size_t messages_each = 20;

class BroadcastNetworkTest : public ::testing::TestWithParam<std::tuple<EngineKind, unsigned>> {
 protected:
  static ServerOptions options() {
    ServerOptions options;
    options.port = 0;
    std::tie(options.engine, options.threads) = GetParam();
    return options;
  }

  static std::unique_ptr<RawClient> connect(const Server& server, std::string_view target) {
    auto client = std::make_unique<RawClient>(server.port());
    EXPECT_THAT(client->upgrade(target), ::testing::StartsWith("HTTP/1.1 101 "));
    return client;
  }
};

INSTANTIATE_TEST_SUITE_P(All, BroadcastNetworkTest,
                         ::testing::Combine(::testing::Values(EngineKind::native, EngineKind::websocketpp),
                                            ::testing::Values(1U, 2U)),
                         [](const auto& combination) {
                           return std::string(std::get<0>(combination.param) == EngineKind::native ? "native"
                                                                                                   : "websocketpp") +
                                  "_" + std::to_string(std::get<1>(combination.param));
                         });

/// Each client in a thread of its own: sends its messages, then reads as many as all clients together have sent.
std::vector<std::vector<std::string>> talk(const Clients& clients) {
  std::vector<std::vector<std::string>> heard(clients.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    threads.emplace_back([&, i] {
      for (std::size_t n = 0; n < messages_each; ++n) {
        clients[i]->send_text(std::to_string(i) + ":" + std::to_string(n));
      }
      for (std::size_t n = 0; n < messages_each * clients.size(); ++n) heard[i].push_back(clients[i]->read_text());
    });
  }
  for (auto& thread : threads) thread.join();
  return heard;
}

TEST_P(BroadcastNetworkTest, ReachesAllInOneOrder) {
  const Server server(options());
  Clients clients;
  for (std::size_t i = 0; i < client_count; ++i) clients.push_back(connect(server, "/broadcast"));
  const auto heard = talk(clients);

  for (const auto& order : heard) EXPECT_EQ(order, heard.front());
  auto sorted = heard.front();
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end()) << "doubled";
  for (std::size_t i = 0; i < client_count; ++i) {  // each sender's own messages stay in their order
    std::size_t next = 0;
    for (const auto& message : heard.front()) {
      if (message == std::to_string(i) + ":" + std::to_string(next)) ++next;
    }
    EXPECT_EQ(next, messages_each) << "client " << i;
  }
}

TEST_P(BroadcastNetworkTest, LeavesTheSenderOutOnRequest) {
  const Server server(options());
  const auto shy = connect(server, "/broadcast?self=0");
  const auto other = connect(server, "/broadcast");
  shy->send_text("from shy");
  EXPECT_EQ(other->read_text(), "from shy");
  other->send_text("from other");
  EXPECT_EQ(other->read_text(), "from other");
  EXPECT_EQ(shy->read_text(), "from other");  // and not its own before it
}

TEST_P(BroadcastNetworkTest, KeepsTypesAndLargeMessages) {
  const Server server(options());
  const auto a = connect(server, "/broadcast");
  const auto b = connect(server, "/broadcast");
  const std::string large(200'000, '\xFE');
  a->send_frame(0x82, large);
  EXPECT_TRUE(a->read_frame() == (testing::RawFrame{0x82, large}));
  EXPECT_TRUE(b->read_frame() == (testing::RawFrame{0x82, large}));
}

// More than may wait between two threads: who sends is held back, and nothing is lost.
TEST_P(BroadcastNetworkTest, DeliversAFloodInFull) {
  const Server server(options());
  const auto sender = connect(server, "/broadcast?self=0");
  Clients receivers;
  for (int i = 0; i < 4; ++i) receivers.push_back(connect(server, "/broadcast"));  // on all threads
  constexpr std::size_t count = 3000;
  const std::string payload(4000, 'x');
  std::thread sending([&] {
    for (std::size_t i = 0; i < count; ++i) sender->send_text(std::to_string(i) + payload);
  });
  std::vector<std::thread> reading;
  for (const auto& receiver : receivers) {
    reading.emplace_back([&, to = receiver.get()] {
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(to->read_text(), std::to_string(i) + payload);
    });
  }
  sending.join();
  for (auto& thread : reading) thread.join();
}

TEST_P(BroadcastNetworkTest, StaysWithinItsPath) {
  auto two_rooms = options();
  two_rooms.routes = {parse_route("/a=broadcast"), parse_route("/b=broadcast")};
  const Server server(two_rooms);
  const auto a = connect(server, "/a");
  const auto b = connect(server, "/b");
  a->send_text("in a");
  b->send_text("in b");
  EXPECT_EQ(a->read_text(), "in a");
  EXPECT_EQ(b->read_text(), "in b");
}

TEST_P(BroadcastNetworkTest, GoesOnWhenReceiversLeave) {
  const Server server(options());
  const auto stays = connect(server, "/broadcast");
  for (int i = 0; i < 20; ++i) {
    const auto leaves = connect(server, "/broadcast");
    leaves->send_text(std::to_string(i));
    EXPECT_EQ(stays->read_text(), std::to_string(i));
  }
}

TEST_P(BroadcastNetworkTest, DoesNotReachThoseThatComeLater) {
  const Server server(options());
  const auto first = connect(server, "/broadcast");
  for (int i = 0; i < 50; ++i) {
    first->send_text("before");
    EXPECT_EQ(first->read_text(), "before");
    const auto late = connect(server, "/broadcast");
    late->send_text("after");
    EXPECT_EQ(late->read_text(), "after");
    EXPECT_EQ(first->read_text(), "after");
  }
}

}  // namespace
}  // namespace parley::server
