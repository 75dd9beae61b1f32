#include "server/outlet.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "server/hub.hpp"

namespace parley::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Remembers what it was told, and plays the broker.
class RecordingBridge final : public Bridge {
 public:
  void subscribe(const std::string& base, Subscriber& subscriber) override {
    seen.push_back("subscribe " + base);
    subscribers[base] = &subscriber;
  }
  void unsubscribe(const std::string& base) override {
    seen.push_back("unsubscribe " + base);
    subscribers.erase(base);
  }
  void publish(const std::string& base, std::string_view topic, std::string_view payload) override {
    seen.push_back(fmt::format("publish {} {} {}", base, topic, payload));
  }
  void log(const std::string& line) override { seen.push_back("log " + line); }
  void start() override {}
  void stop() override {}

  std::vector<std::string> take() { return std::exchange(seen, {}); }

  std::vector<std::string> seen;
  std::map<std::string, Subscriber*> subscribers;
};

class Listener final : public Member {
 public:
  void deliver(const std::shared_ptr<const net::SharedMessage>& message) override {
    heard.emplace_back(protocol::as_text(message->payload()));
  }
  [[nodiscard]] ConnectionId id() const override { return 1; }
  std::vector<std::string> heard;
};

class OutletTest : public ::testing::Test {
 protected:
  Place* enter(std::string_view path) { return hub.enter(*hub.find(path), path); }

  RecordingBridge bridge;
  Hub hub{{{"/auth/*", "clown-hub", {}}, {"/echo/*", "echo", {}}}, &bridge};
};

TEST_F(OutletTest, SubscribesWhileSomebodyIsThere) {
  auto* const place = enter("/auth/a_nodes_0");
  EXPECT_THAT(bridge.take(), ElementsAre("subscribe nodes/0"));
  EXPECT_EQ(enter("/auth/b_nodes_0"), place);
  hub.leave(*place);
  EXPECT_THAT(bridge.take(), IsEmpty());
  hub.leave(*place);
  EXPECT_THAT(bridge.take(), ElementsAre("unsubscribe nodes/0"));
  hub.leave(*enter("/auth/a_nodes_0"));
  EXPECT_THAT(bridge.take(), ElementsAre("subscribe nodes/0", "unsubscribe nodes/0"));
}

TEST_F(OutletTest, PathsWhoseBehaviourDoesNotPublishHaveNone) {
  EXPECT_EQ(enter("/echo/x")->outlet(), nullptr);
  EXPECT_THAT(bridge.take(), IsEmpty());
}

TEST_F(OutletTest, NobodySubscribesToAllBases) {
  EXPECT_EQ(enter("/auth/x_%2B")->outlet(), nullptr);
  EXPECT_THAT(bridge.take(), ElementsAre("log \"+\" is no base topic: it is not bridged to the broker"));
  EXPECT_TRUE(is_base_topic("nodes/bridge/0"));
  for (const std::string_view base : {"", "#", "a/+", "$SYS", "$share/g/#"}) EXPECT_FALSE(is_base_topic(base)) << base;
  EXPECT_FALSE(is_base_topic(std::string_view("a\0b", 3)));
}

TEST_F(OutletTest, WhatOthersPublishReachesTheConnections) {
  net::Loop loop;
  hub.find("/auth/x")->add_lane(loop);
  auto* const place = enter("/auth/a_nodes_0");
  Listener listener;
  place->join(0, listener);
  bridge.subscribers.at("nodes/0")->on_published("lux", R"({"lux":[1]})");
  bridge.subscribers.at("nodes/0")->on_published("lux", "bright");
  place->catch_up(0);
  EXPECT_THAT(listener.heard, ElementsAre("[\"lux\",{\"lux\":[1]}]\n"));
  EXPECT_THAT(bridge.take(),
              ElementsAre("subscribe nodes/0",
                          "log broker, nodes/0: dropped \"lux bright\": expected a JSON object as payload"));
  place->leave(0, listener);
  hub.leave(*place);
}

TEST_F(OutletTest, APathOfItsOwnIsSubscribedToForGood) {
  const Hub own({{"/auth/x_nodes_7", "clown-hub", {}}}, &bridge);
  EXPECT_THAT(bridge.take(), ElementsAre("subscribe nodes/7"));
  own.leave(*own.enter(*own.find("/auth/x_nodes_7"), "/auth/x_nodes_7"));
  EXPECT_THAT(bridge.take(), IsEmpty());
}

}  // namespace
}  // namespace parley::server
