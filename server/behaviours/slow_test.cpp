#include "server/behaviours/slow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using protocol::MessageType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now_at;

protocol::HttpRequest to(std::string target) {
  protocol::HttpRequest request;
  request.target = std::move(target);
  return request;
}

class SlowTest : public ::testing::Test {
 protected:
  void open(std::string target) {
    slow.on_open(1, to(std::move(target)), now_at(0ms), actions);
    EXPECT_THAT(actions.take(), IsEmpty());
  }
  std::vector<std::string> say(std::string_view text, std::chrono::milliseconds now) {
    slow.on_message(1, MessageType::text, protocol::as_bytes(text), now_at(now), actions);
    return actions.take();
  }
  std::vector<std::string> timer(std::chrono::milliseconds now) {
    slow.on_timer(1, std::chrono::steady_clock::time_point(now), now_at(now), actions);
    return actions.take();
  }

  testing::RecordingActions actions;
  Slow slow{SlowOptions{}};
};

TEST_F(SlowTest, AnswersAfterTheDelay) {
  open("/slow?delay=200ms");
  EXPECT_THAT(say("a", 1000ms), ElementsAre("timer 1 at 1200ms"));
  EXPECT_THAT(say("b", 1050ms), IsEmpty()) << "the timer is for the first of those that wait";
  EXPECT_THAT(say("c", 1200ms), IsEmpty());
  EXPECT_THAT(timer(1200ms), ElementsAre("send 1 text a", "timer 1 at 1250ms"));
  EXPECT_THAT(timer(1401ms), ElementsAre("send 1 text b", "send 1 text c"));
  EXPECT_THAT(say("d", 2000ms), ElementsAre("timer 1 at 2200ms"));
}

TEST_F(SlowTest, KeepsTheType) {
  open("/slow?delay=0s");
  slow.on_message(1, MessageType::binary, protocol::Bytes{1, 2}, now_at(5ms), actions);
  EXPECT_THAT(actions.take(), ElementsAre("timer 1 at 5ms"));
  EXPECT_THAT(timer(5ms), ElementsAre("send 1 binary 0102"));
}

TEST_F(SlowTest, DelaysByASecondWhenNothingIsSaid) {
  open("/slow");
  EXPECT_THAT(say("a", 0ms), ElementsAre("timer 1 at 1000ms"));
}

TEST_F(SlowTest, KeepsTheOrderWhateverTheJitter) {
  open("/slow?delay=0s&jitter=1s&seed=7");
  std::vector<std::string> expected;
  for (int i = 0; i < 50; ++i) {
    say(std::to_string(i), std::chrono::milliseconds(i));
    expected.push_back("send 1 text " + std::to_string(i));
  }
  std::vector<std::string> sent;
  for (auto now = 0ms; now <= 1100ms; now += 10ms) {
    for (auto& action : timer(now)) {
      if (action.starts_with("send")) sent.push_back(std::move(action));
    }
  }
  EXPECT_EQ(sent, expected);
}

TEST_F(SlowTest, JittersTheSameWayForTheSameSeed) {
  const auto due_with = [](std::string target) {
    testing::RecordingActions recorded;
    Slow line{SlowOptions{}};
    line.on_open(1, to(std::move(target)), now_at(0ms), recorded);
    line.on_message(1, MessageType::text, {}, now_at(0ms), recorded);
    return recorded.take().front();
  };
  EXPECT_EQ(due_with("/slow?delay=0s&jitter=1h&seed=7"), due_with("/slow?delay=0s&jitter=1h&seed=7"));
  EXPECT_NE(due_with("/slow?delay=0s&jitter=1h&seed=7"), due_with("/slow?delay=0s&jitter=1h&seed=8"));
}

TEST_F(SlowTest, ClosesWhenTooMuchWaits) {
  open("/slow");
  const std::string megabyte(1U << 20, 'x');
  say(megabyte, 0ms);
  for (int i = 1; i < 16; ++i) EXPECT_THAT(say(megabyte, 0ms), IsEmpty());
  EXPECT_THAT(say("x", 0ms), ElementsAre("close 1 1008 too much waits"));
}

TEST_F(SlowTest, ClosesWhenTooManyMessagesWaitEvenEmptyOnes) {
  open("/slow");
  say("", 0ms);
  for (int i = 1; i < 262'144; ++i) ASSERT_THAT(say("", 0ms), IsEmpty()) << i;
  EXPECT_THAT(say("", 0ms), ElementsAre("close 1 1008 too much waits"));
}

TEST_F(SlowTest, RefusesBadOptionsOfARequest) {
  EXPECT_FALSE(slow.refuse(to("/slow")));
  EXPECT_FALSE(slow.refuse(to("/slow?delay=200ms&jitter=50ms&seed=1")));
  for (const auto* const target : {"/slow?delay=200", "/slow?delay=2h", "/slow?dealy=1s", "/slow?seed=x", "/slow?delay",
                                   "/slow?delay=1s&delay=2s"}) {
    const auto refusal = slow.refuse(to(target));
    ASSERT_TRUE(refusal) << target;
    EXPECT_EQ(refusal->status, 400);
  }
  EXPECT_EQ(slow.refuse(to("/slow?dealy=1s"))->body, "dealy: is not known; expected one of: delay, jitter, seed\n");
}

}  // namespace
}  // namespace parley::server
