#include "net/timer_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace parley::net {
namespace {

using ::testing::ElementsAre;

TimerQueue::TimePoint second(int number) {
  return TimerQueue::TimePoint(std::chrono::seconds(number));
}

class TimerQueueTest : public ::testing::Test {
 protected:
  TimerQueue::Id add(int due, const std::string& name) {
    return queue.add(second(due), [this, name] { ran.push_back(name); });
  }
  void run_until(int now) {
    while (auto task = queue.take_due(second(now))) task();
  }

  TimerQueue queue;
  std::vector<std::string> ran;
};

TEST_F(TimerQueueTest, IsEmptyAtFirst) {
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.next_due());
  EXPECT_FALSE(queue.take_due(second(1'000)));
}

TEST_F(TimerQueueTest, GivesTasksInTheOrderOfTheirDueTimes) {
  add(3, "c");
  add(1, "a");
  add(2, "b");
  EXPECT_EQ(queue.next_due(), second(1));
  run_until(2);
  EXPECT_THAT(ran, ElementsAre("a", "b"));
  EXPECT_EQ(queue.next_due(), second(3));
}

TEST_F(TimerQueueTest, KeepsTheOrderOfAddingForOneDueTime) {
  for (const char* name : {"a", "b", "c", "d", "e"}) add(1, name);
  run_until(1);
  EXPECT_THAT(ran, ElementsAre("a", "b", "c", "d", "e"));
}

TEST_F(TimerQueueTest, ForgetsWhatIsCancelled) {
  add(1, "a");
  const auto b = add(2, "b");
  add(3, "c");
  queue.cancel(b);
  EXPECT_EQ(queue.size(), 2U);
  run_until(3);
  EXPECT_THAT(ran, ElementsAre("a", "c"));
}

TEST_F(TimerQueueTest, NextDueSkipsCancelledOnes) {
  const auto a = add(1, "a");
  add(2, "b");
  queue.cancel(a);
  EXPECT_EQ(queue.next_due(), second(2));
}

TEST_F(TimerQueueTest, CancellingWhatDoesNotWaitDoesNothing) {
  const auto a = add(1, "a");
  run_until(1);
  queue.cancel(a);
  queue.cancel(0);
  queue.cancel(12'345);
  EXPECT_TRUE(queue.empty());
}

TEST_F(TimerQueueTest, SurvivesManyCancelledTimers) {
  std::vector<TimerQueue::Id> ids;
  for (int i = 0; i < 10'000; ++i) {
    const auto id = add(i % 100, std::to_string(i % 100));
    if (i % 1'000 != 0) ids.push_back(id);
  }
  for (const auto id : ids) queue.cancel(id);
  EXPECT_EQ(queue.size(), 10U);
  run_until(100);
  EXPECT_THAT(ran, ::testing::Each("0"));
  EXPECT_EQ(ran.size(), 10U);
}

/// A task that owns something which cancels a timer when it goes, as connections do.
struct Canceller {
  TimerQueue& queue;
  TimerQueue::Id id;
  ~Canceller() { queue.cancel(id); }
};

TEST_F(TimerQueueTest, TasksMayCancelOthersWhenTheyAreDestroyed) {
  const auto victim = add(1, "victim");
  const auto id = queue.add(second(1), [owned = std::make_shared<Canceller>(queue, victim)] {});
  queue.cancel(id);
  EXPECT_TRUE(queue.empty());

  const auto other = add(1, "other");
  queue.add(second(1), [owned = std::make_shared<Canceller>(queue, other)] {});
  queue.clear();
  run_until(1);
  EXPECT_THAT(ran, ElementsAre());
}

}  // namespace
}  // namespace parley::net
