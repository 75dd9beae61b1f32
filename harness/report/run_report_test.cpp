#include "harness/report/run_report.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "harness/report/sample_report.hpp"

namespace parley::harness {
namespace {

RunReport with(std::initializer_list<Verdict> verdicts) {
  RunReport report;
  for (const auto verdict : verdicts) report.results.emplace_back().verdict = verdict;
  return report;
}

TEST(RunReport, CountsByVerdict) {
  const auto report = with({Verdict::passed, Verdict::failed, Verdict::passed});
  EXPECT_EQ(report.count(Verdict::passed), 2U);
  EXPECT_EQ(report.count(Verdict::failed), 1U);
  EXPECT_EQ(report.count(Verdict::skipped), 0U);
}

TEST(RunReport, ExitStatusNamesTheWorst) {
  EXPECT_EQ(with({Verdict::passed}).exit_status(), 0);
  EXPECT_EQ(with({Verdict::passed, Verdict::skipped}).exit_status(), 0);
  EXPECT_EQ(with({Verdict::passed, Verdict::failed, Verdict::error}).exit_status(), 1);
  EXPECT_EQ(with({Verdict::passed, Verdict::error}).exit_status(), 3);
  EXPECT_EQ(with({Verdict::skipped}).exit_status(), 77);
  EXPECT_EQ(with({}).exit_status(), 77);
}

TEST(ScenarioResult, SaysWhereAndWithWhom) {
  auto result = sample_report().results[1];
  EXPECT_EQ(result.pairing(), "native → websocketpp");
  EXPECT_EQ(result.place(), "scenarios/policy-append-3.json /checks/0");
  result.pointer.clear();
  EXPECT_EQ(result.place(), "scenarios/policy-append-3.json");
}

}  // namespace
}  // namespace parley::harness
