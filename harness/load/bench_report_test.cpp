#include "harness/load/bench_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/load/hdr.hpp"
#include "harness/load/report_console.hpp"
#include "harness/load/report_json.hpp"
#include "harness/load/report_series.hpp"
#include "harness/load/sample_report.hpp"

namespace parley::load {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string console(const BenchReport& report) {
  std::ostringstream out;
  print_report(out, report, harness::Colour::never);
  return out.str();
}

TEST(BenchReportTest, FailsWithAThresholdAndWithoutAConnection) {
  auto report = sample_report();
  EXPECT_FALSE(report.passed());  // errors==0
  EXPECT_EQ(report.exit_status(), 1);
  report.thresholds.pop_back();
  EXPECT_EQ(report.exit_status(), 0);
  report.outcome.warmup.traffic.connections_opened = 0;
  report.outcome.measured.of(Measure::opening) = {};
  EXPECT_EQ(report.exit_status(), 3);
}

TEST(BenchReportTest, IsNotUnreachableWhereUsersOpenedAndEndedLate) {
  auto report = sample_report();
  report.thresholds.clear();
  report.outcome.warmup.traffic.connections_opened = 0;
  report.outcome.measured.of(Measure::opening).record(1'000'000);
  EXPECT_FALSE(report.was_unreachable());
  EXPECT_EQ(report.exit_status(), 0);
}

TEST(BenchReportTest, KnowsWhatTheLoadCostThePeer) {
  const auto report = sample_report();
  EXPECT_EQ(bytes_per_connection(report), 4000.0);
  EXPECT_EQ(peer_processors(report), 0.5);  // half a second of processor time between the ends of two rows
}

TEST(BenchReportTest, KnowsNoMemoryOfConnectionsThatComeAndGo) {
  auto report = sample_report();
  report.plan.workload = WorkloadKind::connect;
  EXPECT_FALSE(bytes_per_connection(report));
}

TEST(BenchReportTest, KnowsWhetherAnythingWasMeasured) {
  BenchReport report;
  EXPECT_TRUE(report.measured_nothing());
  EXPECT_FALSE(report.passed());
  report.outcome.measured.of(Measure::latency).record(1);  // it was due in time, and came later
  EXPECT_FALSE(report.measured_nothing());
}

TEST(BenchReportTest, SharesMemoryAmongManyConnectionsOnly) {
  auto report = sample_report();
  report.outcome.warmup.traffic.connections_opened = 99;
  EXPECT_FALSE(bytes_per_connection(report)) << "most of it is what the process takes once";
  report.outcome.warmup.traffic.connections_opened = 100;
  EXPECT_THAT(remarks(report), Not(Contains(HasSubstr("hardly grew"))));
  report.peer->ready->resident_bytes = report.peer->before.resident_bytes;
  EXPECT_THAT(remarks(report), Contains(HasSubstr("hardly grew")));
}

TEST(BenchReportTest, WarnsOfABusyGenerator) {
  auto report = sample_report();
  EXPECT_THAT(remarks(report), Not(Contains(HasSubstr("the generator used"))));
  report.outcome.busy = 0.97;
  EXPECT_THAT(remarks(report), Contains(HasSubstr("the generator used 97 % of its thread")));
}

TEST(BenchReportTest, WarnsOfLateMessagesAndClosedLoops) {
  auto report = sample_report();
  report.outcome.measured.of(Measure::lateness).record(5'000'000, 1000);
  EXPECT_THAT(remarks(report), Contains(HasSubstr("messages left late (p99 5.0")));
  EXPECT_THAT(remarks(report), Not(Contains(HasSubstr("closed loop"))));
  report.plan.rate.reset();
  EXPECT_THAT(remarks(report), Contains(HasSubstr("closed loop")));
}

TEST(BenchConsoleTest, ShowsRatesTimesErrorsAndVerdicts) {
  EXPECT_THAT(console(sample_report()),
              AllOf(StartsWith("echo  ws://peer:8081/echo  100 connections, 1000 a second, Poisson, 20B binary"),
                    HasSubstr("received    999/s"), HasSubstr("latency"), HasSubstr("connections that ended early: 1"),
                    HasSubstr("messages without an answer: 2"), HasSubstr("3.9 KiB for each connection"),
                    HasSubstr("✓ p99<50ms"), HasSubstr("✗ errors==0  3")));
}

TEST(BenchConsoleTest, ObeysNoEscapeSequenceOfThePeer) {
  EXPECT_THAT(console(sample_report()), AllOf(HasSubstr("\\x1b[31mno"), Not(HasSubstr("\x1b"))));
}

TEST(BenchConsoleTest, HasALiveLine) {
  EXPECT_EQ(live_line(sample_report().series.back(), WorkloadKind::echo, 1),
            "   2 s  999 msg/s  p50 502 µs  p99 991 µs  99 open  1 error");
}

TEST(BenchJsonTest, HasTheWholeDistribution) {
  const auto report = sample_report();
  const auto json = nlohmann::ordered_json::parse(json_report_text(report));
  const auto& latency = json.at("result").at("times").at("latency");
  EXPECT_EQ(latency.at("count"), 2000);
  const auto histogram = decode_hdr(latency.at("histogram").get<std::string>()).value();
  EXPECT_EQ(histogram.count(), 2000U);
  EXPECT_EQ(histogram.percentile(50), report.outcome.measured.of(Measure::latency).percentile(50));
}

TEST(BenchSeriesTest, HasARowForEachInterval) {
  const auto csv = series_csv(sample_report());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_THAT(csv, HasSubstr("\n1000000000,1000000000,1000,999,20000,19980,0,1,99,"));
  EXPECT_THAT(csv, HasSubstr(",1000000000,5000000,77\n"));
  auto still = sample_report();
  still.series.back().times = {};
  EXPECT_THAT(series_csv(still), HasSubstr("\n1000000000,1000000000,1000,999,20000,19980,0,1,99,,,,1000000000,"))
      << "a second in which nothing was answered is not a fast one";
}

}  // namespace
}  // namespace parley::load
