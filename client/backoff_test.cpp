#include "client/backoff.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace parley::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr auto lowest = std::uint64_t{0};
constexpr auto middle = std::uint64_t{1} << 63U;
constexpr auto highest = std::numeric_limits<std::uint64_t>::max();

Backoff backoff(const BackoffOptions& options, std::uint64_t random) {
  return Backoff(options, [random] { return random; });
}

TEST(Backoff, CeilingsDoubleUpToTheMaximum) {
  auto delays = backoff({.first = milliseconds(100), .max = milliseconds(1500)}, middle);
  for (const int half : {50, 100, 200, 400, 750, 750}) EXPECT_EQ(delays.next(), milliseconds(half));
}

TEST(Backoff, JitterIsFullFromNothingToTheCeiling) {
  EXPECT_EQ(backoff({.first = seconds(1)}, lowest).next(), nanoseconds(0));
  const auto most = backoff({.first = seconds(1)}, highest).next();
  ASSERT_TRUE(most);
  EXPECT_LT(*most, seconds(1));
  EXPECT_GE(*most, seconds(1) - nanoseconds(1));
}

TEST(Backoff, DrawsAfreshForEachDelay) {
  std::vector<std::uint64_t> draws = {middle, lowest, middle};
  Backoff delays({.first = seconds(2), .max = seconds(2)}, [&] {
    const auto draw = draws.front();
    draws.erase(draws.begin());
    return draw;
  });
  EXPECT_EQ(delays.next(), seconds(1));
  EXPECT_EQ(delays.next(), seconds(0));
  EXPECT_EQ(delays.next(), seconds(1));
}

TEST(Backoff, GivesUpAfterTheLastAttempt) {
  auto delays = backoff({.max_attempts = 2}, middle);
  EXPECT_TRUE(delays.next());
  EXPECT_TRUE(delays.next());
  EXPECT_EQ(delays.next(), std::nullopt);
  EXPECT_EQ(delays.next(), std::nullopt);
  EXPECT_EQ(delays.attempts(), 2U);
}

TEST(Backoff, AStableConnectionStartsItAgain) {
  auto delays = backoff({.first = milliseconds(100), .max_attempts = 3, .stable_after = seconds(5)}, middle);
  EXPECT_EQ(delays.next(), milliseconds(50));
  EXPECT_EQ(delays.next(), milliseconds(100));
  delays.was_open_for(seconds(5) - nanoseconds(1));  // one that flaps does not
  EXPECT_EQ(delays.next(), milliseconds(200));
  delays.was_open_for(seconds(5));
  EXPECT_EQ(delays.next(), milliseconds(50));
}

TEST(Backoff, ManyAttemptsDoNotOverflow) {
  auto delays = backoff({.first = seconds(1), .max = seconds(30)}, middle);
  for (int i = 0; i < 5000; ++i) {
    const auto delay = delays.next();
    ASSERT_TRUE(delay);
    ASSERT_LE(*delay, seconds(30));
  }
  EXPECT_EQ(delays.next(), seconds(15));
}

TEST(Backoff, AFactorOfOneStays) {
  auto delays = backoff({.first = milliseconds(10), .factor = 1}, middle);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(delays.next(), milliseconds(5));
}

}  // namespace
}  // namespace parley::client
