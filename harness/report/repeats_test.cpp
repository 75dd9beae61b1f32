#include "harness/report/repeats.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "harness/report/sample_report.hpp"

namespace parley::harness {
namespace {

TEST(Spread, IsByNearestRank) {
  EXPECT_EQ(spread({7}).median, 7);
  EXPECT_EQ(spread({7}).p95, 7);
  EXPECT_EQ(spread({3, 1, 2}).median, 2);
  std::vector<double> hundred(100);
  std::iota(hundred.rbegin(), hundred.rend(), 1);
  EXPECT_EQ(spread(hundred).median, 50);
  EXPECT_EQ(spread(hundred).p95, 95);
}

TEST(Repeats, SumsUpScenariosThatWerePlayedAgain) {
  RunReport report = sample_report();
  EXPECT_TRUE(repeats(report).empty());

  ScenarioResult again = report.results[0];
  again.repetition = 2;
  again.verdict = Verdict::failed;
  again.duration = report.results[0].duration * 2;
  again.round_trip = {};
  report.results.push_back(again);
  const auto sums = repeats(report);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].first, &report.results[0]);
  EXPECT_EQ(sums[0].runs, 2U);
  EXPECT_EQ(sums[0].passed, 1U);
  EXPECT_EQ(sums[0].timed, 1U);
  EXPECT_EQ(sums[0].duration.median, static_cast<double>(report.results[0].duration.count()));
  EXPECT_EQ(sums[0].duration.p95, static_cast<double>(again.duration.count()));
  EXPECT_EQ(sums[0].round_trip_p99.median, static_cast<double>(report.results[0].round_trip.p99));
}

TEST(Repeats, LeavesOutWhatWasSkippedAndOtherPairings) {
  RunReport report = sample_report();
  report.results.push_back(report.results[2]);  // skipped
  report.results.push_back(report.results[0]);
  report.results.back().client_engine = "websocketpp";
  EXPECT_TRUE(repeats(report).empty());
}

}  // namespace
}  // namespace parley::harness
