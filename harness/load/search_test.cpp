#include "harness/load/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::load {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// A peer that bears so many a second: below, all are answered in 1 ms; above, they wait.
BenchReport run_of(const Plan& plan, double bears) {
  BenchReport report;
  report.plan = plan;
  Outcome& outcome = report.outcome;
  outcome.length = std::chrono::seconds(1);
  outcome.warmup.traffic.connections_opened = plan.connections;
  const auto due = static_cast<std::uint64_t>(*plan.rate);
  outcome.measured.of(Measure::latency).record(*plan.rate < bears ? 1'000'000 : 80'000'000, due);
  outcome.measured.traffic.messages_received = due;
  return report;
}

SearchPlan plan_with(const std::string& limit) {
  SearchPlan plan;
  plan.range.from = 1000;
  plan.limits = {*parse_threshold(limit, Measure::latency)};
  return plan;
}

TEST(SearchTest, FindsWhereALimitBreaks) {
  std::size_t told = 0;
  const auto report = search(
      Plan{}, plan_with("p99<50ms"), [](const Plan& plan) { return run_of(plan, 33'000); },
      [&](const SearchTrial&) { ++told; });
  ASSERT_TRUE(report.search && report.search->capacity.low && report.search->capacity.high);
  EXPECT_LT(*report.search->capacity.low, 33'000);
  EXPECT_GE(*report.search->capacity.high, 33'000);
  EXPECT_EQ(report.plan.rate, report.search->capacity.low);  // the run that is shown is one at the capacity
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(told, report.search->trials.size());
  const auto broken = std::find_if(report.search->trials.begin(), report.search->trials.end(),
                                   [](const auto& trial) { return !trial.held(); });
  EXPECT_THAT(broken->broken, HasSubstr("p99<50ms: 80.0 ms"));
}

TEST(SearchTest, HasAsManyThreadsAsWereAskedForAndHaveSomethingToDo) {
  Plan plan;
  plan.threads = 4;
  EXPECT_EQ(with_load(plan, Raised::connections, 3).threads, 3U);
  EXPECT_EQ(with_load(plan, Raised::connections, 3).connections, 3U);
  EXPECT_EQ(with_load(plan, Raised::connections, 100).threads, 4U);
  EXPECT_EQ(with_load(plan, Raised::rate, 100).threads, 1U);  // of one connection
}

TEST(SearchTest, SaysWhereItIsNotCertain) {
  int runs = 0;
  const auto report = search(Plan{}, plan_with("p99<50ms"),
                             [&](const Plan& plan) { return run_of(plan, ++runs % 2 == 0 ? 0 : 1e12); }, {});
  EXPECT_LT(report.search->capacity.confidence, 0.95);
  EXPECT_THAT(remarks(report), Contains(HasSubstr("without the certainty")));
}

TEST(SearchTest, FailsWhereNothingHolds) {
  const auto report = search(Plan{}, plan_with("p99<1ns"), [](const Plan& plan) { return run_of(plan, 33'000); }, {});
  EXPECT_FALSE(report.search->capacity.low);
  EXPECT_FALSE(report.passed());
}

TEST(SearchTest, BreaksWhereAnswersFallBehind) {
  const auto report = search(Plan{}, plan_with("errors==0"),
                             [](const Plan& plan) {
                               auto run = run_of(plan, 1e9);
                               auto& received = run.outcome.measured.traffic.messages_received;
                               received =
                                   std::min<std::uint64_t>(received, 20'000);  // what it does not do, it does later
                               return run;
                             },
                             {});
  EXPECT_NEAR(report.search->capacity.low.value_or(0), 20'000, 2000);
}

TEST(SearchTest, EndsWhenItIsInterrupted) {
  int runs = 0;
  const auto report = search(Plan{}, plan_with("p99<50ms"),
                             [&](const Plan& plan) {
                               auto run = run_of(plan, 33'000);
                               run.outcome.interrupted = ++runs == 3;
                               return run;
                             },
                             {});
  EXPECT_EQ(runs, 3);
  EXPECT_TRUE(report.outcome.interrupted);
  EXPECT_EQ(report.search->trials.size(), 2U);
  EXPECT_THAT(remarks(report), Contains(HasSubstr("the search ended after 2 trials: it was interrupted")));
  EXPECT_THAT(remarks(report), Not(Contains(HasSubstr("certainty"))));
  EXPECT_EQ(report.exit_status(), 130);
}

TEST(SearchTest, EndsWhereThereIsNobody) {
  int runs = 0;
  const auto report = search(Plan{}, plan_with("p99<50ms"),
                             [&](const Plan& plan) {
                               ++runs;
                               BenchReport run;
                               run.plan = plan;
                               return run;
                             },
                             {});
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(report.exit_status(), 3);
  EXPECT_EQ(report.search->ended, "no connection could be made");
}

TEST(SearchTest, EndsWhereNothingEverComesBack) {
  int runs = 0;
  const auto report = search(Plan{}, plan_with("p99<50ms"),
                             [&](const Plan& plan) {
                               auto run = run_of(plan, 0);
                               if (++runs > 2) run.outcome.measured = {};
                               return run;
                             },
                             {});
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(report.exit_status(), 1);
  EXPECT_THAT(remarks(report), Contains(HasSubstr("of 3 trials in a row nothing came back")));
}

}  // namespace
}  // namespace parley::load
