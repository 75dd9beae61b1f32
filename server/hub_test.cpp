#include "server/hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "server/behaviours/echo.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Listener final : public Member {
 public:
  explicit Listener(ConnectionId id) : id_(id) {}

  void deliver(const std::shared_ptr<const net::SharedMessage>& message) override {
    heard.emplace_back(protocol::as_text(message->payload()));
  }
  [[nodiscard]] ConnectionId id() const override { return id_; }

  std::vector<std::string> heard;

 private:
  const ConnectionId id_;
};

/// A place on two loops, which run when the test says so.
class PlaceTest : public ::testing::Test {
 protected:
  PlaceTest() {
    place.add_lane(loops[0]);
    place.add_lane(loops[1]);
  }
  void publish(std::string_view text, ConnectionId but = 0) {
    place.publish(net::make_shared_message(MessageType::text, protocol::as_bytes(text)), but);
  }
  void run() {
    for (auto& loop : loops) loop.run();
  }

  net::Loop loops[2];
  Place place{"/x", "echo", {std::make_unique<Echo>(), Sharing::stateless}};
};

TEST_F(PlaceTest, DeliversToTheMembersOfAllLanesInOrder) {
  Listener a(1);
  Listener b(2);
  Listener c(3);
  place.join(0, a);
  place.join(0, b);
  place.join(1, c);
  publish("one");
  publish("two");
  EXPECT_THAT(a.heard, IsEmpty()) << "delivered from within publish";
  run();
  publish("three");
  run();
  for (const auto* member : {&a, &b, &c}) EXPECT_THAT(member->heard, ElementsAre("one", "two", "three"));
}

TEST_F(PlaceTest, LeavesOneOut) {
  Listener a(1);
  Listener b(2);
  place.join(0, a);
  place.join(1, b);
  publish("not to b", 2);
  run();
  EXPECT_THAT(a.heard, ElementsAre("not to b"));
  EXPECT_THAT(b.heard, IsEmpty());
}

TEST_F(PlaceTest, DoesNotDeliverWhatWasPublishedBeforeTheMemberJoined) {
  Listener early(1);
  Listener late(2);
  place.join(0, early);
  publish("before");
  place.join(0, late);
  publish("after");
  run();
  EXPECT_THAT(early.heard, ElementsAre("before", "after"));
  EXPECT_THAT(late.heard, ElementsAre("after"));
}

TEST_F(PlaceTest, HoldsPublishersBackWhileAThreadIsBehind) {
  Listener quick(1);
  Listener behind(2);
  place.join(0, quick);
  place.join(1, behind);
  const auto message = net::make_shared_message(MessageType::text, protocol::as_bytes(std::string(10'000, 'x')));
  std::size_t published = 0;
  do {
    ++published;
    ASSERT_LT(published, 10'000U) << "nothing bounds what waits";
    loops[0].run();
  } while (place.publish(message, 0) == Pressure::none);
  EXPECT_GT(published, 50U);

  int calls = 0;
  place.when_relieved([&] { ++calls; });
  loops[0].run();
  EXPECT_EQ(calls, 0);
  loops[1].run();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(behind.heard.size(), published);
  EXPECT_EQ(place.publish(message, 0), Pressure::none);
  place.when_relieved([&] { ++calls; });
  EXPECT_EQ(calls, 2) << "at once";
}

TEST_F(PlaceTest, ForgetsThoseWhoLeave) {
  std::vector<std::unique_ptr<Listener>> members;
  for (ConnectionId id = 1; id <= 4; ++id) {
    members.push_back(std::make_unique<Listener>(id));
    place.join(0, *members.back());
  }
  publish("gone before it is delivered");
  place.leave(0, *members[1]);  // from the middle: the last one takes its index
  place.leave(0, *members[3]);
  run();
  EXPECT_EQ(members[0]->heard.size(), 1U);
  EXPECT_EQ(members[1]->heard.size(), 0U);
  EXPECT_EQ(members[2]->heard.size(), 1U);
  EXPECT_EQ(members[3]->heard.size(), 0U);
  place.leave(0, *members[0]);
  place.leave(0, *members[2]);
  publish("to nobody");
  run();
  EXPECT_EQ(members[0]->heard.size(), 1U);
  place.join(0, *members[0]);
  publish("back again");
  run();
  EXPECT_THAT(members[0]->heard.back(), "back again");
}

TEST_F(PlaceTest, KeepsOneOrderForAllWhenThreadsPublish) {
  Listener a(1);
  Listener b(2);
  place.join(0, a);
  place.join(1, b);
  std::vector<std::thread> publishers;
  for (int t = 0; t < 4; ++t) {
    publishers.emplace_back([this, t] {
      for (int n = 0; n < 500; ++n) publish(std::to_string(t) + ":" + std::to_string(n));
    });
  }
  for (auto& publisher : publishers) publisher.join();
  run();
  EXPECT_EQ(a.heard.size(), 2000U);
  EXPECT_EQ(a.heard, b.heard);
}

TEST(Hub, FindsPathsInTheirNormalForm) {
  const Hub hub({{"/echo", "echo", {}}, {"/%7ex", "echo", {}}});
  ASSERT_NE(hub.find("/%65cho"), nullptr);
  EXPECT_EQ(hub.find("/%65cho")->path(), "/echo");
  EXPECT_EQ(hub.find("/~x")->path(), "/~x");
  EXPECT_EQ(hub.find("/Echo"), nullptr);
  EXPECT_EQ(hub.find(""), nullptr);
}

TEST(Hub, RefusesPathsThatCannotBe) {
  using Routes = std::vector<Route>;
  EXPECT_THROW(Hub(Routes{{"echo", "echo", {}}}), std::invalid_argument);
  EXPECT_THROW(Hub(Routes{{"/a", "echo", {}}, {"/%61", "echo", {}}}), std::invalid_argument);
  EXPECT_THROW(Hub(Routes{{"/a", "ecco", {}}}), std::invalid_argument);
}

}  // namespace
}  // namespace parley::server
