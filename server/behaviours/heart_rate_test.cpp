#include "server/behaviours/heart_rate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now_at;

class HeartRateTest : public ::testing::Test {
 protected:
  std::vector<std::string> open(ConnectionId id, Now now) {
    monitor.on_open(id, {}, now, actions);
    return actions.take();
  }
  std::vector<std::string> timer(ConnectionId id, std::chrono::milliseconds due, Now now) {
    monitor.on_timer(id, std::chrono::steady_clock::time_point(due), now, actions);
    return actions.take();
  }

  testing::RecordingActions actions;
  HeartRate monitor{HeartRateOptions{}};
};

TEST_F(HeartRateTest, BeginsOneIntervalAfterTheConnection) {
  EXPECT_THAT(open(3, now_at(1000ms)), ElementsAre("timer 3 at 1500ms"));
}

TEST_F(HeartRateTest, TellsTimeAndValueOnItsGrid) {
  open(3, now_at(1513152655402ms));
  Pulse first(1);
  EXPECT_THAT(timer(3, 1513152655902ms, now_at(1513152655904ms)),
              ElementsAre("send 3 text {\"time\":1513152655904,\"value\":" + std::to_string(first.next()) + "}",
                          "timer 3 at 1513152656402ms"));
}

TEST_F(HeartRateTest, GivesEachClientAPulseOfItsOwn) {
  open(1, now_at(0ms));
  open(2, now_at(0ms));
  Pulse first(1);
  Pulse second(2);
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(timer(1, 500ms, now_at(500ms))[0], ::testing::EndsWith(std::to_string(first.next()) + "}"));
    EXPECT_THAT(timer(2, 500ms, now_at(500ms))[0], ::testing::EndsWith(std::to_string(second.next()) + "}"));
  }
}

TEST_F(HeartRateTest, IgnoresWhatClientsSend) {
  open(1, now_at(0ms));
  monitor.on_message(1, protocol::MessageType::text, protocol::as_bytes("faster"), now_at(0ms), actions);
  EXPECT_THAT(actions.take(), IsEmpty());
}

TEST(Pulse, StaysInItsRangeAndIsSmooth) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Pulse pulse(seed);
    std::set<int> seen;
    int before = pulse.next();
    for (int i = 0; i < 1000; ++i) {
      const int value = pulse.next();
      EXPECT_GE(value, 61);
      EXPECT_LE(value, 99);
      EXPECT_LE(std::abs(value - before), 3) << "seed " << seed << ", step " << i;
      seen.insert(value);
      before = value;
    }
    EXPECT_GT(seen.size(), 20U) << "seed " << seed << " goes nowhere";
  }
}

TEST(Pulse, IsTheSameForTheSameSeed) {
  Pulse one(42);
  Pulse other(42);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.next(), other.next());
}

}  // namespace
}  // namespace parley::server
