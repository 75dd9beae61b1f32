#include "harness/conformance/baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/conformance/catalogue/catalogue.hpp"

namespace parley::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Entries for the first cases of the catalogue.
SuiteReport report_of(const std::vector<Verdict>& verdicts) {
  SuiteReport report;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    Entry entry;
    entry.id = catalogue(Role::server)[i].id;
    entry.section = "RFC 6455 §5.2";
    entry.verdict = verdicts[i];
    entry.why = "seen: something";
    report.entries.push_back(std::move(entry));
  }
  return report;
}

std::string id(std::size_t index) {
  return catalogue(Role::server)[index].id;
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(read_baseline(text, "known.json"));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Baseline, LeavesKnownFailuresAlone) {
  const auto report = report_of({Verdict::fail, Verdict::pass, Verdict::fail});
  const auto comparison = compare(report, {{{id(0), "reviewed"}}}, Strictness::usual);
  EXPECT_THAT(comparison.known, ElementsAre(&report.entries[0]));
  EXPECT_THAT(comparison.failures, ElementsAre(&report.entries[2]));
  EXPECT_TRUE(comparison.fails());
  EXPECT_FALSE(compare(report, {{{id(0), ""}, {id(2), ""}}}, Strictness::usual).fails());
}

TEST(Baseline, IsStaleWhenAKnownFailurePasses) {
  const auto comparison =
      compare(report_of({Verdict::pass, Verdict::skipped}), {{{id(0), ""}, {id(1), ""}}}, Strictness::usual);
  EXPECT_THAT(comparison.stale, ElementsAre(id(0)));
  EXPECT_TRUE(comparison.fails());
}

TEST(Baseline, DoesNotJudgeCasesThatWereNotPlayed) {
  EXPECT_FALSE(compare(report_of({Verdict::pass}), {{{id(5), ""}}}, Strictness::usual).fails());
}

TEST(Baseline, KnowsItsCases) {
  const auto comparison = compare(report_of({}), {{{"6455-0-nonsense", ""}}}, Strictness::usual);
  EXPECT_THAT(comparison.unknown_cases, ElementsAre("6455-0-nonsense"));
  EXPECT_TRUE(comparison.fails());
}

TEST(Baseline, CountsWarningsAndDisputedOnesOnlyWhenStrict) {
  const auto report =
      report_of({Verdict::warning, Verdict::disputed, Verdict::pass_lenient, Verdict::info, Verdict::error});
  EXPECT_EQ(compare(report, {}, Strictness::usual).failures.size(), 1U);
  EXPECT_EQ(compare(report, {}, Strictness::strict).failures.size(), 3U);
}

TEST(Baseline, IsWrittenAndReadBack) {
  const auto report = report_of({Verdict::fail, Verdict::pass, Verdict::fail});
  const auto text = write_baseline(report, Strictness::usual, {{{id(0), "seen by Ann"}}});
  const auto read = read_baseline(text, "known.json");
  EXPECT_EQ(read.known.at(id(0)), "seen by Ann");
  EXPECT_EQ(read.known.at(id(2)), "RFC 6455 §5.2: seen: something");
  EXPECT_EQ(read.known.size(), 2U);
  EXPECT_FALSE(compare(report, read, Strictness::usual).fails());
}

/// As a run of a part of the suite does not: what is known of the rest would fail the next whole run.
TEST(Baseline, KeepsWhatWasNotJudged) {
  const auto report = report_of({Verdict::pass, Verdict::skipped});
  const auto text = write_baseline(report, Strictness::usual,
                                   {{{id(0), "a"}, {id(1), "b"}, {id(5), "c"}, {"6455-0-nonsense", "no case"}}});
  EXPECT_EQ(read_baseline(text, "known.json").known, (std::map<std::string, std::string>{{id(1), "b"}, {id(5), "c"}}));
}

/// What broke it may be in the part that was not played.
TEST(Baseline, JudgesMonitorsByWholeRunsOnly) {
  auto report = report_of({Verdict::pass});
  Entry monitor;
  monitor.kind = Entry::Kind::monitor;
  monitor.id = monitors(Role::server).front().id;
  monitor.verdict = Verdict::pass;
  report.entries.push_back(monitor);
  const Baseline known{{{monitor.id, "reviewed"}}};
  EXPECT_FALSE(compare(report, known, Strictness::usual).fails());
  EXPECT_EQ(read_baseline(write_baseline(report, Strictness::usual, known), "known.json").known, known.known);

  report = report_of(std::vector<Verdict>(catalogue(Role::server).size(), Verdict::pass));
  report.entries.push_back(monitor);
  EXPECT_THAT(compare(report, known, Strictness::usual).stale, ElementsAre(monitor.id));
  EXPECT_TRUE(read_baseline(write_baseline(report, Strictness::usual, known), "known.json").known.empty());
}

TEST(Baseline, SaysWhereAFileIsWrong) {
  EXPECT_THAT(error_of("{"), HasSubstr("known.json: "));
  EXPECT_EQ(error_of("[]"), "known.json: expected an object with \"schema_version\" and \"known\"");
  EXPECT_EQ(error_of(R"({"schema_version": 2, "known": {}})"), "known.json: /schema_version: expected 1");
  EXPECT_EQ(error_of(R"({"schema_version": 1})"), "known.json: /known is missing");
  EXPECT_EQ(error_of(R"({"known": {}})"), "known.json: /schema_version is missing");
  EXPECT_EQ(error_of(R"({"schema_version": 1, "known": {"a": 1}})"), "known.json: /known/a: expected a note, a string");
  EXPECT_EQ(error_of(R"({"schema_version": 1, "known": {}, "knwon": {}})"),
            "known.json: /knwon: there is no such key; expected schema_version or known");
}

}  // namespace
}  // namespace parley::conformance
