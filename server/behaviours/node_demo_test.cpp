#include "server/behaviours/node_demo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using protocol::MessageType;
using ::testing::ElementsAre;
using testing::now_at;

class NodeDemoTest : public ::testing::Test {
 protected:
  std::vector<std::string> open(Now now) {
    demo.on_open(7, {}, now, actions);
    return actions.take();
  }
  std::vector<std::string> message(MessageType type, std::string_view payload, Now now) {
    demo.on_message(7, type, protocol::as_bytes(payload), now, actions);
    return actions.take();
  }
  std::vector<std::string> timer(std::chrono::milliseconds due, Now now) {
    demo.on_timer(7, std::chrono::steady_clock::time_point(due), now, actions);
    return actions.take();
  }

  testing::RecordingActions actions;
  NodeDemo demo{NodeDemoOptions{}};
};

TEST_F(NodeDemoTest, WelcomesAndStartsTheClockWithoutShowingIt) {
  EXPECT_THAT(open(now_at(1000ms)),
              ElementsAre("send 7 text server: Welcome to websocket server.", "timer 7 at 6000ms"));
}

TEST_F(NodeDemoTest, AnswersWithTheMessageThenTheClock) {
  EXPECT_THAT(
      message(MessageType::text, "hello", now_at(1706933106789ms)),
      ElementsAre("send 7 text server: hello", "send 7 text server: my clock is Sat, 03 Feb 2024 04:05:06 GMT"));
}

TEST_F(NodeDemoTest, KeepsTheSpaceBeforeAnEmptyMessage) {
  EXPECT_THAT(message(MessageType::text, "", now_at(0ms)),
              ElementsAre("send 7 text server: ", "send 7 text server: my clock is Thu, 01 Jan 1970 00:00:00 GMT"));
}

TEST_F(NodeDemoTest, ReadsBinaryAsUtf8AndAnswersAsText) {
  EXPECT_THAT(message(MessageType::binary, "\x68\xFF\x69", now_at(0ms)),
              ElementsAre("send 7 text server: h\xEF\xBF\xBDi",
                          "send 7 text server: my clock is Thu, 01 Jan 1970 00:00:00 GMT"));
}

TEST_F(NodeDemoTest, DoesNotResetTheTimerAtAMessage) {
  for (const auto& action : message(MessageType::text, "x", now_at(0ms))) {
    EXPECT_THAT(action, ::testing::Not(::testing::HasSubstr("timer")));
  }
}

TEST_F(NodeDemoTest, TicksOnTheGridOfTheConnectionsStart) {
  EXPECT_THAT(timer(6000ms, now_at(6003ms)),
              ElementsAre("send 7 text server: my clock is Thu, 01 Jan 1970 00:00:06 GMT", "timer 7 at 11000ms"));
}

TEST_F(NodeDemoTest, SkipsTicksThatItMissedInsteadOfSendingABurst) {
  EXPECT_THAT(timer(6000ms, now_at(17500ms)),
              ElementsAre("send 7 text server: my clock is Thu, 01 Jan 1970 00:00:17 GMT", "timer 7 at 21000ms"));
  EXPECT_THAT(timer(6000ms, now_at(11000ms)),
              ElementsAre("send 7 text server: my clock is Thu, 01 Jan 1970 00:00:11 GMT", "timer 7 at 16000ms"));
}

TEST_F(NodeDemoTest, TakesIntervalAndGreetingFromItsOptions) {
  NodeDemo fast{{.interval = 100ms, .greeting = "hi"}};
  fast.on_open(1, {}, now_at(0ms), actions);
  EXPECT_THAT(actions.take(), ElementsAre("send 1 text server: hi", "timer 1 at 100ms"));
  fast.on_timer(1, std::chrono::steady_clock::time_point(100ms), now_at(100ms), actions);
  EXPECT_THAT(actions.take(),
              ElementsAre("send 1 text server: my clock is Thu, 01 Jan 1970 00:00:00 GMT", "timer 1 at 200ms"));
}

}  // namespace
}  // namespace parley::server
