#include "server/groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/hub.hpp"
#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;

/// Remembers the last message, and tells it with the next one. Paths of the same length are one group.
class Memory final : public Behaviour {
 public:
  [[nodiscard]] std::string group(std::string_view path) const override { return std::to_string(path.size()); }
  void on_message(ConnectionId id, MessageType type, protocol::ByteView payload, Now, Actions& actions) override {
    actions.send(id, type, protocol::as_bytes(last_));
    last_ = protocol::as_text(payload);
  }

 private:
  std::string last_;
};

BehaviourInstance make_memory() {
  return {std::make_unique<Memory>(), Sharing::exclusive};
}

class GroupsTest : public ::testing::Test {
 protected:
  GroupsTest() { route.add_lane(loop); }

  std::string tell(Place* place, std::string_view text) {
    testing::RecordingActions actions;
    place->with_behaviour([&](Behaviour& behaviour) {
      behaviour.on_message(1, MessageType::text, protocol::as_bytes(text), testing::now_at({}), actions);
    });
    return actions.take().front();
  }

  net::Loop loop;
  Place route{"/x/*", "memory", make_memory()};
  Groups groups{route, make_memory, 2};
};

TEST_F(GroupsTest, TellsGroupsApartByTheBehaviour) {
  auto* const a = groups.enter("/x/a");
  EXPECT_EQ(groups.enter("/x/b"), a);
  EXPECT_NE(groups.enter("/x/long"), a);
  EXPECT_NE(a, &route);
}

TEST_F(GroupsTest, CountsWithTheRoute) {
  groups.enter("/x/a")->counters(0).messages_sent.add(3);
  groups.enter("/x/long")->counters(0).messages_sent.add(4);
  EXPECT_EQ(route.counters(0).messages_sent.value(), 7U);
}

TEST_F(GroupsTest, KeepsTheStateOfAnEmptyGroup) {
  auto* const a = groups.enter("/x/a");
  EXPECT_EQ(tell(a, "one"), "send 1 text ");
  groups.leave(*a);
  EXPECT_EQ(tell(groups.enter("/x/a"), "two"), "send 1 text one");
}

TEST_F(GroupsTest, HasNoRoomForMoreThanItsBoundAtATime) {
  EXPECT_NE(groups.enter("/x/a"), nullptr);
  EXPECT_NE(groups.enter("/x/ab"), nullptr);
  EXPECT_EQ(groups.enter("/x/abc"), nullptr);
  EXPECT_NE(groups.enter("/x/ab"), nullptr) << "one that is there already";
}

TEST_F(GroupsTest, GivesUpTheGroupThatWasLeftTheLongestTimeAgo) {
  auto* const a = groups.enter("/x/a");
  auto* const b = groups.enter("/x/ab");
  tell(a, "of a");
  tell(b, "of b");
  groups.leave(*b);
  groups.leave(*a);
  auto* const c = groups.enter("/x/abc");
  ASSERT_NE(c, nullptr);
  EXPECT_EQ(tell(c, ""), "send 1 text ") << "nothing of another group is left";
  EXPECT_EQ(tell(groups.enter("/x/a"), ""), "send 1 text of a");
  EXPECT_EQ(groups.enter("/x/ab"), nullptr) << "given up, and the others are in use";
}

TEST_F(GroupsTest, DoesNotGiveUpAGroupWhileSomebodyIsThere) {
  auto* const a = groups.enter("/x/a");
  EXPECT_EQ(groups.enter("/x/a"), a);
  groups.leave(*a);
  EXPECT_NE(groups.enter("/x/ab"), nullptr);
  EXPECT_EQ(groups.enter("/x/abc"), nullptr);
}

TEST(HubGroups, FindsTheRouteThatFitsBest) {
  const Hub hub({{"/*", "echo", {}}, {"/a/*", "broadcast", {}}, {"/a/b/*", "echo", {}}, {"/a/b/c", "broadcast", {}}});
  EXPECT_EQ(hub.find("/x")->path(), "/*");
  EXPECT_EQ(hub.find("/a/")->path(), "/*");
  EXPECT_EQ(hub.find("/a/b")->path(), "/a/*");
  EXPECT_EQ(hub.find("/a/b/d")->path(), "/a/b/*");
  EXPECT_EQ(hub.find("/a/b/c")->path(), "/a/b/c");
  EXPECT_EQ(hub.find("/"), nullptr);
}

TEST(HubGroups, EnterGroupsOnlyWhereTheRouteHasThem) {
  const Hub hub({{"/echo", "echo", {}}, {"/rooms/*", "broadcast", {}}});
  auto* const echo = hub.find("/echo");
  EXPECT_EQ(hub.enter(*echo, "/echo"), echo);
  auto* const rooms = hub.find("/rooms/red");
  auto* const red = hub.enter(*rooms, "/rooms/red");
  EXPECT_NE(red, rooms);
  EXPECT_EQ(hub.enter(*rooms, "/rooms/%72ed"), red) << "the same path, written otherwise";
  EXPECT_NE(hub.enter(*rooms, "/rooms/blue"), red);
  hub.leave(*red);
  hub.leave(*echo);
}

TEST(HubGroups, TheSamePathTwiceIsAFaultAndAPathWithinAPrefixIsNone) {
  EXPECT_THROW(Hub({{"/a/*", "echo", {}}, {"/a/*", "echo", {}}}), std::invalid_argument);
  EXPECT_NO_THROW(Hub({{"/a/*", "echo", {}}, {"/a/b", "echo", {}}}));
}

class Listener final : public Member {
 public:
  void deliver(const std::shared_ptr<const net::SharedMessage>& message) override {
    heard.emplace_back(protocol::as_text(message->payload()));
  }
  [[nodiscard]] ConnectionId id() const override { return 1; }
  std::vector<std::string> heard;
};

TEST(PlaceCatchUp, DeliversNowWhatWouldComeLater) {
  net::Loop loop;
  Place place("/x", "memory", make_memory());
  place.add_lane(loop);
  Listener listener;
  place.join(0, listener);
  place.publish(net::make_shared_message(MessageType::text, protocol::as_bytes("a")), 0);
  place.catch_up(0);
  EXPECT_THAT(listener.heard, ElementsAre("a"));
  place.catch_up(0);
  loop.run();
  EXPECT_THAT(listener.heard, ElementsAre("a")) << "delivered twice";
}

}  // namespace
}  // namespace parley::server
