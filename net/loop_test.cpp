#include "net/loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace parley::net {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

class LoopTest : public ::testing::Test {
 protected:
  auto note(const char* name) {
    return [this, name] { ran.emplace_back(name); };
  }

  Loop loop;
  std::vector<std::string> ran;
};

TEST_F(LoopTest, RunReturnsWhenThereIsNothingToWaitFor) {
  loop.run();
  loop.post(note("a"));
  loop.run();
  EXPECT_THAT(ran, ElementsAre("a"));
}

TEST_F(LoopTest, RunsTimersInTheOrderOfTheirDueTimes) {
  const auto now = Clock::now();
  loop.at(now + milliseconds(3), note("c"));
  loop.at(now + milliseconds(1), note("a"));
  loop.at(now + milliseconds(2), note("b"));
  loop.at(now - milliseconds(1), note("past"));
  loop.run();
  EXPECT_THAT(ran, ElementsAre("past", "a", "b", "c"));
}

TEST_F(LoopTest, TimersMaySetTimers) {
  loop.after({}, [&] {
    ran.emplace_back("a");
    loop.after({}, note("b"));
  });
  loop.run();
  EXPECT_THAT(ran, ElementsAre("a", "b"));
}

TEST_F(LoopTest, RunDoesNotWaitForCancelledTimers) {
  const auto far = loop.after(std::chrono::hours(1), note("far"));
  loop.post([&] { loop.cancel(far); });
  loop.run();
  EXPECT_THAT(ran, ElementsAre());
}

TEST_F(LoopTest, ADelayLongerThanTimeItselfIsNever) {
  const auto never = loop.after(Duration::max(), note("never"));
  loop.after({}, [&] { loop.cancel(never); });
  loop.run();
  EXPECT_THAT(ran, ElementsAre());
}

TEST_F(LoopTest, ATimerMayCancelItsNeighbourOfTheSameTime) {
  const auto due = Clock::now();
  Loop::TimerId second = 0;
  loop.at(due, [&] { loop.cancel(second); });
  second = loop.at(due, note("second"));
  loop.at(due, note("third"));
  loop.run();
  EXPECT_THAT(ran, ElementsAre("third"));
}

TEST_F(LoopTest, EndOfTurnComesAfterWhatIsReadyAndBeforeTheNextTimer) {
  loop.at(Clock::now() + milliseconds(5), note("timer"));
  loop.post([&] {
    loop.at_end_of_turn(note("end 1"));
    loop.at_end_of_turn(note("end 2"));
    ran.emplace_back("first");
  });
  loop.post(note("second"));
  loop.run();
  EXPECT_THAT(ran, ElementsAre("first", "second", "end 1", "end 2", "timer"));
}

/// A handler that takes long.
void take(milliseconds time) {
  const auto until = Clock::now() + time;
  while (Clock::now() < until) {
  }
}

/// Becomes readable when something arrives, and acts on it once.
class OnceReadable final : public Watcher {
 public:
  OnceReadable(Loop& loop, std::function<void()> act)
      : loop_(loop), act_(std::move(act)), descriptor_(::eventfd(0, 0)) {
    loop_.watch(*this, descriptor_, Poller::Interest::input);
    loop_.add_work();
  }
  ~OnceReadable() override { ::close(descriptor_); }
  OnceReadable(OnceReadable&&) = delete;

  void arrive() const { ::eventfd_write(descriptor_, 1); }

  void on_ready(bool /*readable*/, bool /*writable*/) override {
    act_();
    loop_.unwatch(*this, descriptor_);
    loop_.end_work();
  }
  void abandon() override {}

 private:
  Loop& loop_;
  std::function<void()> act_;
  int descriptor_;
};

TEST_F(LoopTest, EndOfTurnDoesNotWaitForALongTurn) {
  const auto act = [this] {
    ran.emplace_back("ready");
    loop.at_end_of_turn(note("end"));
    take(milliseconds(1));
  };
  std::vector<std::unique_ptr<OnceReadable>> watchers;
  for (int i = 0; i < 5; ++i) {
    watchers.push_back(std::make_unique<OnceReadable>(loop, act));
    watchers.back()->arrive();
  }
  loop.run();
  EXPECT_THAT(ran, ElementsAre("ready", "end", "ready", "end", "ready", "end", "ready", "end", "ready", "end"));
}

TEST_F(LoopTest, EndOfTurnDoesNotWaitForLongTasks) {
  const auto work = [this] {
    ran.emplace_back("task");
    loop.at_end_of_turn(note("end"));
    take(milliseconds(1));
  };
  for (int i = 0; i < 2; ++i) loop.post(work);
  for (int i = 0; i < 2; ++i) loop.at(Clock::now(), work);
  loop.run();
  EXPECT_THAT(ran, ElementsAre("task", "end", "task", "end", "task", "end", "task", "end"));
}

TEST_F(LoopTest, WhatArrivesBeforeADeadlineIsSeenFirstHoweverLongATaskTakes) {
  const OnceReadable watcher(loop, note("arrived"));
  loop.after(milliseconds(2), note("too late"));
  loop.post([&] {
    watcher.arrive();
    take(milliseconds(5));
  });
  loop.run();
  EXPECT_THAT(ran, ElementsAre("arrived", "too late"));
}

TEST_F(LoopTest, EndOfTurnTasksMayAddMore) {
  loop.at_end_of_turn([&] {
    ran.emplace_back("a");
    loop.at_end_of_turn(note("b"));
  });
  loop.run();
  EXPECT_THAT(ran, ElementsAre("a", "b"));
}

TEST_F(LoopTest, AStopThatComesBeforeRunIsNotLost) {
  loop.after(std::chrono::hours(1), note("far"));
  loop.stop();
  loop.run();
  EXPECT_THAT(ran, ElementsAre());
}

TEST_F(LoopTest, RunsAgainAfterAStop) {
  loop.post([&] {
    loop.stop();
    loop.post(note("later"));
  });
  loop.run();
  EXPECT_THAT(ran, ElementsAre());
  loop.run();
  EXPECT_THAT(ran, ElementsAre("later"));
}

TEST_F(LoopTest, OtherThreadsMayPostAndStop) {
  loop.after(std::chrono::hours(1), note("far"));
  std::thread other([&] {
    for (int i = 0; i < 1'000; ++i) loop.post(note("posted"));
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  EXPECT_EQ(ran.size(), 1'000U);
}

TEST_F(LoopTest, PollDoesWhatCanBeDoneAndDoesNotWait) {
  loop.after(std::chrono::hours(1), note("far"));
  loop.post([&] {
    ran.emplace_back("a");
    loop.post(note("b"));
  });
  loop.poll();
  EXPECT_THAT(ran, ElementsAre("a", "b"));
}

TEST_F(LoopTest, RunOneTellsWhenThereIsNothingToWaitFor) {
  EXPECT_FALSE(loop.run_one());
  loop.after(milliseconds(1), note("a"));
  while (loop.run_one()) {
  }
  EXPECT_THAT(ran, ElementsAre("a"));
}

TEST_F(LoopTest, RunGoesOnWhileSomebodyHasWork) {
  loop.add_work();
  std::thread other([&] {
    loop.post([&] {
      ran.emplace_back("done");
      loop.end_work();
    });
  });
  loop.run();
  other.join();
  EXPECT_THAT(ran, ElementsAre("done"));
}

TEST_F(LoopTest, EachTimerIsAMomentOfItsOwn) {
  std::vector<std::uint64_t> moments;
  const auto now = Clock::now();
  for (int i = 0; i < 2; ++i) loop.at(now, [&] { moments.push_back(loop.moment()); });
  loop.run();
  ASSERT_EQ(moments.size(), 2U);
  EXPECT_NE(moments[0], moments[1]);
}

TEST_F(LoopTest, TasksThatNeverRanMayUseTheLoopWhenTheyAreDestroyed) {
  struct User {
    Loop& loop;
    ~User() {
      loop.cancel(1);
      loop.cancel(loop.after({}, [] {}));
      loop.at_end_of_turn([] {});
    }
  };
  bool destroyed = false;
  {
    Loop short_lived;
    const std::shared_ptr<User> user(new User{short_lived}, [&](User* doomed) {
      delete doomed;
      destroyed = true;
    });
    short_lived.after(std::chrono::hours(1), [user] {});
    short_lived.at_end_of_turn([user] {});
    short_lived.post([user] {});
  }
  EXPECT_TRUE(destroyed);
}

}  // namespace
}  // namespace parley::net
