#include "server/behaviours/ticker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::now_at;
using ::testing::StartsWith;

class TickerTest : public ::testing::Test {
 protected:
  std::vector<std::string> open(ConnectionId id, std::chrono::milliseconds now) {
    ticker.on_open(id, {}, now_at(now), actions);
    return actions.take();
  }
  std::vector<std::string> timer(ConnectionId id, std::chrono::milliseconds due, std::chrono::milliseconds now) {
    ticker.on_timer(id, std::chrono::steady_clock::time_point(due), now_at(now), actions);
    return actions.take();
  }

  testing::RecordingActions actions;
  Ticker ticker{TickerOptions{}};
};

TEST_F(TickerTest, TellsAllOnceATick) {
  EXPECT_THAT(open(1, 1000ms), ElementsAre("timer 1 at 2000ms"));
  EXPECT_THAT(open(2, 1400ms), ElementsAre("timer 2 at 2000ms")) << "everybody is on one grid";
  EXPECT_THAT(timer(2, 2000ms, 2001ms),
              ElementsAre("timer 2 at 3000ms", StartsWith(R"(broadcast text {"number":1,"time":2001,)")));
  EXPECT_THAT(timer(1, 2000ms, 2002ms), ElementsAre("timer 1 at 3000ms"));
  EXPECT_THAT(timer(1, 3000ms, 3000ms),
              ElementsAre("timer 1 at 4000ms", StartsWith(R"(broadcast text {"number":2,"time":3000,)")));
}

TEST_F(TickerTest, GoesOnWhenAnyConnectionHasLeft) {
  open(1, 0ms);
  open(2, 0ms);
  timer(1, 1000ms, 1000ms);
  timer(2, 1000ms, 1000ms);
  ticker.on_close(1, now_at(1100ms), actions);
  EXPECT_THAT(timer(2, 2000ms, 2000ms), ElementsAre("timer 2 at 3000ms", StartsWith(R"(broadcast text {"number":2,)")));
}

TEST_F(TickerTest, SkipsWhatNobodyWasThereFor) {
  open(1, 0ms);
  timer(1, 1000ms, 1000ms);
  EXPECT_THAT(open(2, 7300ms), ElementsAre("timer 2 at 8000ms"));
  EXPECT_THAT(timer(2, 8000ms, 8000ms), ElementsAre("timer 2 at 9000ms", StartsWith(R"(broadcast text {"number":2,)")));
}

TEST_F(TickerTest, SendsNoBurstAfterADelay) {
  open(1, 0ms);
  open(2, 0ms);
  EXPECT_THAT(timer(1, 1000ms, 3500ms), ElementsAre("timer 1 at 4000ms", StartsWith("broadcast")));
  EXPECT_THAT(timer(2, 1000ms, 3500ms), ElementsAre("timer 2 at 4000ms"));
}

TEST(TickerFeed, IsTheSameForTheSameSeed) {
  for (const auto kind : {TickerKind::scores, TickerKind::weather}) {
    TickerFeed one(kind, 5);
    TickerFeed other(kind, 5);
    TickerFeed different(kind, 6);
    bool differs = false;
    for (int i = 0; i < 20; ++i) {
      const auto text = one.next(i);
      EXPECT_EQ(text, other.next(i));
      differs |= text != different.next(i);
    }
    EXPECT_TRUE(differs);
  }
}

TEST(TickerFeed, ScoresChangeByOneGoalOrBeginAgain) {
  TickerFeed feed(TickerKind::scores, 1);
  std::map<std::string, int> goals;
  for (int i = 1; i <= 300; ++i) {
    const auto news = nlohmann::json::parse(feed.next(1000 + i));
    EXPECT_EQ(news["number"], i);
    EXPECT_EQ(news["time"], 1000 + i);
    const auto match = news["home"].get<std::string>() + " - " + news["away"].get<std::string>();
    const int sum = news["score"][0].get<int>() + news["score"][1].get<int>();
    EXPECT_EQ(sum, goals[match] == 9 ? 0 : goals[match] + 1);
    goals[match] = sum;
  }
  EXPECT_THAT(goals, ::testing::SizeIs(3));
}

TEST(TickerFeed, ReportsWeatherWithinReason) {
  TickerFeed feed(TickerKind::weather, 1);
  EXPECT_THAT(feed.next(9), StartsWith(R"({"number":1,"time":9,"city":"Oslo","temperature":-)"));
  for (int i = 2; i <= 2000; ++i) {
    const auto report = nlohmann::json::parse(feed.next(0));
    EXPECT_THAT(report["temperature"].get<double>(), ::testing::AllOf(::testing::Ge(-30), ::testing::Le(45)));
    EXPECT_THAT(report["humidity"].get<int>(), ::testing::AllOf(::testing::Ge(10), ::testing::Le(100)));
  }
}

}  // namespace
}  // namespace parley::server
