#include "server/behaviours/drop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

protocol::HttpRequest to(std::string target) {
  protocol::HttpRequest request;
  request.target = std::move(target);
  return request;
}

/// What comes back of `count` messages "0", "1", … to `target`.
std::vector<std::string> answers(const std::string& target, int count) {
  testing::RecordingActions actions;
  Drop drop{DropOptions{}};
  const auto now = testing::now_at({});
  drop.on_open(1, to(target), now, actions);
  for (int i = 0; i < count; ++i) {
    drop.on_message(1, MessageType::text, protocol::as_bytes(std::to_string(i)), now, actions);
  }
  return actions.take();
}

TEST(Drop, LosesNothingWhenToldSo) {
  EXPECT_THAT(answers("/drop?lose=0", 3), ElementsAre("send 1 text 0", "send 1 text 1", "send 1 text 2"));
}

TEST(Drop, LosesEverythingWhenToldSo) {
  EXPECT_THAT(answers("/drop?lose=1", 100), IsEmpty());
}

TEST(Drop, LosesAboutSoMany) {
  EXPECT_NEAR(static_cast<double>(answers("/drop", 10000).size()), 9000, 150);
  EXPECT_NEAR(static_cast<double>(answers("/drop?lose=0.5&seed=3", 10000).size()), 5000, 250);
}

TEST(Drop, LosesTheSameForTheSameSeed) {
  EXPECT_EQ(answers("/drop?lose=0.5&seed=3", 100), answers("/drop?lose=0.5&seed=3", 100));
  EXPECT_NE(answers("/drop?lose=0.5&seed=3", 100), answers("/drop?lose=0.5&seed=4", 100));
}

TEST(Drop, ClosesAfterSoMany) {
  EXPECT_THAT(answers("/drop?lose=0&close_after=2", 2),
              ElementsAre("send 1 text 0", "send 1 text 1", "close 1 1011 closed after so many messages"));
  EXPECT_THAT(answers("/drop?lose=1&close_after=1&close_code=4000", 1),
              ElementsAre("close 1 4000 closed after so many messages"));
}

TEST(Drop, DropsAfterSoMany) {
  EXPECT_THAT(answers("/drop?lose=0&drop_after=1", 1), ElementsAre("send 1 text 0", "drop 1"));
}

TEST(Drop, CountsEachConnectionForItself) {
  testing::RecordingActions actions;
  Drop drop{DropOptions{.lose = 0, .close_after = 2}};
  const auto now = testing::now_at({});
  for (const ConnectionId id : {1U, 2U}) drop.on_open(id, to("/drop"), now, actions);
  for (const ConnectionId id : {1U, 2U}) drop.on_message(id, MessageType::text, {}, now, actions);
  EXPECT_THAT(actions.take(), ElementsAre("send 1 text ", "send 2 text "));
}

TEST(Drop, RefusesBadOptionsOfARequest) {
  Drop drop{DropOptions{}};
  EXPECT_FALSE(drop.refuse(to("/drop?lose=0.1&close_after=10&seed=1")));
  for (const auto* const target : {"/drop?lose=2", "/drop?lose=a", "/drop?close_after=-1", "/drop?close_code=1005",
                                   "/drop?close_code=1", "/drop?loose=0.1"}) {
    const auto refusal = drop.refuse(to(target));
    ASSERT_TRUE(refusal) << target;
    EXPECT_EQ(refusal->status, 400) << target;
  }
}

}  // namespace
}  // namespace parley::server
