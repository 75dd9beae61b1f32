#include "harness/load/pacing.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

}  // namespace
}  // namespace parley::load
