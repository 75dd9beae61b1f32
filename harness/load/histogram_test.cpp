#include "harness/load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace parley::load {
namespace {

TEST(HistogramTest, IsZeroWhenNothingWasRecorded) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.min(), 0U);
  EXPECT_EQ(histogram.max(), 0U);
  EXPECT_EQ(histogram.mean(), 0.0);
  EXPECT_EQ(histogram.percentile(50), 0U);
}

TEST(HistogramTest, IsExactForSmallValues) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 100; ++value) histogram.record(value);
  EXPECT_EQ(histogram.percentile(0), 1U);
  EXPECT_EQ(histogram.percentile(50), 50U);
  EXPECT_EQ(histogram.percentile(99), 99U);
  EXPECT_EQ(histogram.percentile(99.1), 100U);
  EXPECT_EQ(histogram.percentile(100), 100U);
  EXPECT_EQ(histogram.mean(), 50.5);
}

TEST(HistogramTest, FindsEveryPercentileWithinOnePercent) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> times(12, 3);
  std::vector<std::uint64_t> values;
  Histogram histogram;
  for (int i = 0; i < 20000; ++i) {
    values.push_back(static_cast<std::uint64_t>(times(random)));
    histogram.record(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const std::size_t hundredths : {1U, 100U, 1000U, 5000U, 9000U, 9900U, 9990U, 10'000U}) {
    const std::size_t rank = (hundredths * values.size() + 9999) / 10'000;  // rounded up, without a binary fraction
    const std::uint64_t exact = values[rank - 1];
    const double percent = static_cast<double>(hundredths) / 100;
    const std::uint64_t found = histogram.percentile(percent);
    EXPECT_GE(found, exact) << percent;
    EXPECT_LE(static_cast<double>(found), static_cast<double>(exact) * 1.01 + 1) << percent;
  }
}

TEST(HistogramTest, KeepsTheEdgesOfBucketsApart) {
  for (unsigned bit = 1; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    Histogram histogram;
    histogram.record(power - 1);
    histogram.record(power);
    EXPECT_EQ(histogram.percentile(50), power - 1) << bit;
    EXPECT_EQ(histogram.percentile(100), power) << bit;
  }
}

TEST(HistogramTest, TakesTheLargestValue) {
  Histogram histogram;
  histogram.record(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(histogram.percentile(100), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(histogram.min(), std::numeric_limits<std::uint64_t>::max());
}

TEST(HistogramTest, MergesAsIfAllHadBeenRecordedInOne) {
  std::mt19937_64 random(9);
  Histogram parts[3];
  Histogram whole;
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t value = random() >> (random() % 64);
    parts[i % 3].record(value);
    whole.record(value);
  }
  Histogram merged;
  for (const Histogram& part : parts) merged.merge(part);
  merged.merge(Histogram());
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_EQ(merged.min(), whole.min());
  EXPECT_EQ(merged.max(), whole.max());
  EXPECT_NEAR(merged.mean(), whole.mean(), whole.mean() * 1e-12);
  for (double percent = 0; percent <= 100; percent += 0.5) {
    EXPECT_EQ(merged.percentile(percent), whole.percentile(percent)) << percent;
  }
}

TEST(HistogramTest, CountsAValueSeveralTimes) {
  Histogram histogram;
  histogram.record(10, 99);
  histogram.record(1000000, 1);
  histogram.record(5, 0);
  EXPECT_EQ(histogram.count(), 100U);
  EXPECT_EQ(histogram.min(), 10U);
  EXPECT_EQ(histogram.percentile(99), 10U);
  EXPECT_EQ(histogram.percentile(99.5), 1000000U);
}

TEST(HistogramTest, ComesBackFromItsBuckets) {
  Histogram histogram;
  for (const std::uint64_t value : {3U, 3U, 77U, 500U, 123456U}) histogram.record(value);
  const auto again = Histogram::of_buckets(histogram.buckets(), histogram.min(), histogram.max(), histogram.mean());
  EXPECT_EQ(again.count(), 5U);
  EXPECT_EQ(again.min(), 3U);
  EXPECT_EQ(again.max(), 123456U);
  EXPECT_NEAR(again.mean(), histogram.mean(), 1e-9);
  for (const double percent : {10.0, 50.0, 70.0, 90.0}) {
    EXPECT_EQ(again.percentile(percent), histogram.percentile(percent));
  }
}

TEST(HistogramTest, HasTheRankOfAPercentileExactly) {
  for (const std::uint64_t count : {1000U, 2000U, 5000U, 10'000U, 100'000U, 1'000'000U}) {
    Histogram times;
    times.record(1, count / 1000 * 999);
    times.record(100, count / 1000);
    EXPECT_EQ(times.percentile(99.9), 1U) << count << ": 99.9 % are 1";
    EXPECT_EQ(times.percentile(99.91), 100U) << count;
    EXPECT_EQ(times.percentile(100), 100U) << count;
  }
}

}  // namespace
}  // namespace parley::load
