#include "harness/load/pacing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "harness/load/plan.hpp"

namespace parley::load {
namespace {

using std::chrono::nanoseconds;

const TimePoint start(std::chrono::hours(5));

TEST(PacingTest, IsDueAtEachInterval) {
  Pacer pacer(1000, Arrivals::constant, start, 1);
  for (int i = 0; i < 100; ++i, pacer.advance()) EXPECT_EQ(pacer.due(), start + std::chrono::milliseconds(i));
}

TEST(PacingTest, DoesNotDrift) {
  Pacer pacer(3, Arrivals::constant, start, 1);  // an interval that no whole number of nanoseconds has
  for (int i = 0; i < 3'000'000; ++i) pacer.advance();
  EXPECT_EQ(pacer.due(), start + std::chrono::seconds(1'000'000));
}

TEST(PacingTest, IsExponentialAsAPoissonProcess) {
  constexpr int count = 200'000;
  Pacer pacer(1e6, Arrivals::poisson, start, 7);
  double sum = 0;
  double squares = 0;
  int above_mean = 0;
  for (int i = 0; i < count; ++i) {
    const TimePoint before = pacer.due();
    pacer.advance();
    const auto gap = static_cast<double>((pacer.due() - before).count());
    sum += gap;
    squares += gap * gap;
    if (gap > 1000) ++above_mean;
  }
  const double mean = sum / count;
  EXPECT_NEAR(mean, 1000, 15);
  EXPECT_NEAR(std::sqrt(squares / count - mean * mean), 1000, 30);  // as its mean
  EXPECT_NEAR(above_mean / static_cast<double>(count), std::exp(-1), 0.01);
}

TEST(PacingTest, IsTheSameForTheSameSeed) {
  Pacer a(1000, Arrivals::poisson, start, 3);
  Pacer b(1000, Arrivals::poisson, start, 3);
  Pacer other(1000, Arrivals::poisson, start, 4);
  for (int i = 0; i < 10; ++i) {
    a.advance();
    b.advance();
    other.advance();
    EXPECT_EQ(a.due(), b.due());
  }
  EXPECT_NE(a.due(), other.due());
}

/// When the first messages of a thread are due, after `start`.
std::vector<Duration> arrivals(const Plan& plan, unsigned thread) {
  Pacer pacer = make_pacer(plan, thread, 1, 2, start);
  std::vector<Duration> found;
  for (int i = 0; i < 8; ++i, pacer.advance()) found.push_back(pacer.due() - start);
  return found;
}

TEST(ThreadPacerTest, TakesTurnsWithTheOthers) {
  Plan plan;
  plan.rate = 1000;
  using std::chrono::milliseconds;
  EXPECT_THAT(arrivals(plan, 0), ::testing::Contains(milliseconds(2)));
  EXPECT_THAT(arrivals(plan, 1), ::testing::AllOf(::testing::Contains(milliseconds(1)),
                                                  ::testing::Not(::testing::Contains(milliseconds(2)))));
}

TEST(ThreadPacerTest, HasArrivalsThatNoThreadOfAnyShardHas) {
  Plan plan;
  plan.rate = 1000;
  plan.arrivals = Arrivals::poisson;
  std::set<Duration> gaps;
  for (const std::uint32_t shard : {0U, 1U, 2U}) {
    plan.shard = Shard{shard, 3};
    for (const unsigned thread : {0U, 1U, 2U}) {
      const auto found = arrivals(plan, thread);
      gaps.insert(found[2] - found[1]);
    }
  }
  EXPECT_EQ(gaps.size(), 9U);
}

}  // namespace
}  // namespace parley::load
