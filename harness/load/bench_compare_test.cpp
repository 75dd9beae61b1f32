#include "harness/load/bench_compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/load/sample_report.hpp"

namespace parley::load {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Five repetitions about these values.
BenchDocument repeated(const std::string& name, double rate, double p99) {
  BenchDocument document{name, sample_report()};
  document.report.plan.rate.reset();
  for (const double noise : {1.0, 1.01, 0.99, 1.02, 0.98}) {
    document.report.repetitions.push_back(
        {{}, {{"messages_received", rate * noise}, {"latency.p99", p99 * noise}, {"errors", 0}}});
  }
  return document;
}

const ComparedValue& find(const std::vector<ComparedRow>& rows, const std::string& name) {
  for (const auto& row : rows) {
    if (row.metric.name == name) return row.values.back();
  }
  throw std::out_of_range(name);
}

TEST(CompareTest, TellsADifferenceFromNoise) {
  const auto rows = compare_runs({repeated("a", 1000, 5e6), repeated("b", 1200, 5.01e6)});
  EXPECT_EQ(find(rows, "messages_received").finding, Finding::better);
  EXPECT_NEAR(find(rows, "messages_received").ratio->value, 1.2, 0.01);
  EXPECT_EQ(find(rows, "latency.p99").finding, Finding::noise);
  EXPECT_EQ(find(rows, "errors").finding, Finding::noise);
}

TEST(CompareTest, KnowsWhichWayIsWorse) {
  const auto rows = compare_runs({repeated("a", 1200, 5e6), repeated("b", 1000, 9e6)});
  EXPECT_EQ(find(rows, "messages_received").finding, Finding::worse);
  EXPECT_EQ(find(rows, "latency.p99").finding, Finding::worse);
}

TEST(CompareTest, KnowsThatErrorsAreWorseThanNone) {
  const auto a = repeated("a", 1000, 5e6);
  auto b = a;
  for (auto& repetition : b.report.repetitions) repetition.values.back().second = 7;
  EXPECT_EQ(find(compare_runs({a, b}), "errors").finding, Finding::worse);
  EXPECT_EQ(find(compare_runs({b, a}), "errors").finding, Finding::better);
  b.report.repetitions.resize(3);
  EXPECT_EQ(find(compare_runs({a, b}), "errors").finding, Finding::few);
}

TEST(CompareTest, SaysNothingOfFewRepetitions) {
  auto a = repeated("a", 1000, 5e6);
  auto b = repeated("b", 2000, 9e6);
  a.report.repetitions.resize(3);
  b.report.repetitions.resize(3);
  EXPECT_EQ(find(compare_runs({a, b}), "messages_received").finding, Finding::few);
}

TEST(CompareTest, SaysOfSingleRunsOnlyWhatWasSeenOnce) {
  BenchDocument a{"a", sample_report()};
  a.report.series.resize(1);
  for (int i = 0; i < 9; ++i) a.report.series.push_back(a.report.series.front());
  auto b = a;
  for (std::size_t i = 0; i < a.report.series.size(); ++i) {
    a.report.series[i].traffic.messages_received = 1000 + i;
    b.report.series[i].traffic.messages_received = 1100 + i;
  }
  EXPECT_EQ(find(compare_runs({a, b}), "messages_received").finding, Finding::once);
  b = a;
  EXPECT_EQ(find(compare_runs({a, b}), "messages_received").finding, Finding::noise);
}

TEST(CompareTest, HasATable) {
  auto a = repeated("before", 1000, 5e6);
  auto b = repeated("after", 1100, 5e6);
  b.report.outcome.measured.of(Measure::service) = {};
  const auto table = compare({a, b});
  EXPECT_THAT(table, AllOf(HasSubstr("before"), HasSubstr("after"), HasSubstr("1100 (+10.0 %) better"),
                           HasSubstr("latency p99"), HasSubstr("–"), HasSubstr("Mann-Whitney")));
  EXPECT_THAT(compare({a}), Not(HasSubstr("Mann-Whitney")));
}

}  // namespace
}  // namespace parley::load
