#include "harness/load/statistics.hpp"

#include <gtest/gtest.h>

#include <random>

namespace parley::load {
namespace {

TEST(MedianTest, IsInTheMiddle) {
  EXPECT_EQ(median({7}), 7);
  EXPECT_EQ(median({9, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 100}), 3);
}

TEST(MedianIntervalTest, IsTheWholeRangeOfFewValues) {
  const auto interval = median_interval({5, 1, 4, 2, 3});
  EXPECT_EQ(interval.low, 1);
  EXPECT_EQ(interval.high, 5);
  EXPECT_DOUBLE_EQ(interval.confidence, 1 - 2.0 / 32);
}

TEST(MedianIntervalTest, LeavesOutTheOutermostOfMany) {
  // Tables of the sign test: of 10 values the second and the ninth, with 97.9 %.
  const auto interval = median_interval({10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
  EXPECT_EQ(interval.low, 2);
  EXPECT_EQ(interval.high, 9);
  EXPECT_NEAR(interval.confidence, 0.979, 0.0005);
}

TEST(RatioTest, NeedsEnoughValues) {
  const auto four = ratio_of({1, 1, 1, 1}, {2, 2, 2, 2});
  ASSERT_TRUE(four);
  EXPECT_FALSE(four->decides);  // the least that a test of 4 and 4 can say is 2 of 70
  EXPECT_FALSE(four->differs());
  EXPECT_TRUE(ratio_of({1, 1, 1, 1}, {2, 2, 2, 2}, 0.95)->differs());
  EXPECT_FALSE(ratio_of({}, {1}));
  EXPECT_FALSE(ratio_of({0, 1}, {1, 2}));
}

TEST(RatioTest, SaysWhetherTwoDiffer) {
  const std::vector<double> a = {100, 101, 99, 102, 98};
  const std::vector<double> twice = {200, 202, 198, 204, 196};
  const auto ratio = ratio_of(a, twice);
  EXPECT_DOUBLE_EQ(ratio->value, 2);
  EXPECT_TRUE(ratio->differs());
  EXPECT_FALSE(ratio_of(a, a)->differs());
  EXPECT_FALSE(ratio_of(a, {101, 100, 103, 97, 99})->differs());
  EXPECT_DOUBLE_EQ(ratio_of(twice, a)->value, 0.5);
}

TEST(RatioTest, HasTheIntervalOfTheTables) {
  // Tables of the Mann-Whitney test: for 5 and 5, two-sided 5 %, the critical value is 2: the third pair from each end.
  const std::vector<double> ones = {1, 1, 1, 1, 1};
  const std::vector<double> b = {1, 2, 3, 4, 5};
  const auto ratio = ratio_of(ones, b, 0.95);  // each ratio five times
  EXPECT_EQ(ratio->interval.low, 1);
  EXPECT_EQ(ratio->interval.high, 5);
  const auto finer = ratio_of({1, 1.01, 1.02, 1.03, 1.04}, {10, 20, 30, 40, 50}, 0.95);
  EXPECT_DOUBLE_EQ(finer->interval.low, 10 / 1.02);
  EXPECT_DOUBLE_EQ(finer->interval.high, 50 / 1.02);
}

TEST(ShiftTest, TellsNoneFromSome) {
  const std::vector<double> none(5, 0);
  const auto some = shift_of(none, {3, 7, 7, 9, 12});
  ASSERT_TRUE(some);
  EXPECT_TRUE(some->differs());
  EXPECT_EQ(some->value, 7);
  EXPECT_FALSE(shift_of(none, {0, 0, 0, 0, 9})->differs());
  EXPECT_FALSE(shift_of({0, 0}, {3, 4})->differs()) << "too few to tell";
  EXPECT_FALSE(shift_of({}, {3, 4}));
}

TEST(RatioTest, RejectsNoMoreOftenThanItSays) {
  std::mt19937 random(7);
  std::lognormal_distribution<double> noise(0, 0.3);
  const auto draw = [&](std::size_t n) {
    std::vector<double> values(n);
    for (double& value : values) value = noise(random);
    return values;
  };
  for (const std::size_t n : {5U, 8U, 30U}) {
    int rejected = 0;
    for (int i = 0; i < 2000; ++i) rejected += ratio_of(draw(n), draw(n), 0.95)->differs() ? 1 : 0;
    EXPECT_LE(rejected, 120) << n;  // 100 are expected; the seed is fixed
    EXPECT_GE(rejected, 30) << n;
  }
}

}  // namespace
}  // namespace parley::load
