#include "harness/report/console.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "harness/report/sample_report.hpp"

namespace parley::harness {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string printed(const RunReport& report, const ConsoleOptions& options = {}) {
  std::ostringstream out;
  print_table(out, report, options);
  return out.str();
}

TEST(PrintTable, ShowsResultsThenFailuresThenTheSum) {
  EXPECT_EQ("\n" + printed(sample_report()), R"(
  scenario                               client → server            clients  messages  msg/s      p50      p99      max  verdict
  Echo: 1,000 clients                    native → native               1000    100000   346k   412 µs  1.65 ms  5.77 ms  ✓ passed
  Heart rate: append keeps three ❤️       native → websocketpp             1        10    115  99.0 µs   200 µs   200 µs  ✗ failed
  Deflate with a window of 8 bits        websocketpp → websocketpp        1         0                                    – skipped
  </script><img src=x onerror=alert(1)>  websocketpp → external           2         0                                    ! error

skipped
    Deflate with a window of 8 bits  websocketpp → websocketpp  websocketpp answers server_max_window_bits=8 with 9

✗ Heart rate: append keeps three ❤️  native → websocketpp
    scenarios/policy-append-3.json /checks/0
    client alice: the dataset is not as expected
    client alice: dataset equals  /checks/0
      - expected  + actual
        [
      +   2,
          3,
          4,
          5
        ]
    last on the wire
         1.200 ms  alice → GET /echo HTTP/1.1
         1.900 ms  alice ← HTTP/1.1 101 Switching Protocols
         2.346 ms  alice → text 1 "5"
         2.500 ms  alice ← text 4 "\x1b[2J"

! </script><img src=x onerror=alert(1)>  websocketpp → external
    scenarios/<!--.json
    cannot connect to 127.0.0.1:9: Connection refused �]]>

1 passed, 1 failed, 1 skipped, 1 error in 1.50 s
)");
}

TEST(PrintTable, WithoutColourHasNoEscapeSequence) {
  EXPECT_THAT(printed(sample_report()), Not(HasSubstr("\x1b")));
}

TEST(PrintTable, ColoursOnlyOurOwnText) {
  const auto text = printed(sample_report(), {.colour = Colour::always});
  EXPECT_THAT(text, HasSubstr("\x1b[32m✓ passed\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[1;31m✗ failed\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\x1b[32m+   2,\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("\\x1b[2J"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b[2J")));
}

TEST(PrintTable, ShowsTheLastLinesOfTheWire) {
  auto report = sample_report();
  const auto text = printed(report, {.wire_lines = 2});
  EXPECT_THAT(text, Not(HasSubstr("GET /echo")));
  EXPECT_THAT(text, HasSubstr("text 1 \"5\""));
}

TEST(PrintTable, ShowsTheWireOfPassedScenariosWhenAsked) {
  auto report = sample_report();
  report.results[0].wire = report.results[1].wire;
  report.results.resize(1);
  EXPECT_THAT(printed(report), Not(HasSubstr("GET /echo")));
  EXPECT_THAT(printed(report, {.wire_log = WireLog::of_all, .wire_lines = 1}), HasSubstr("GET /echo"));
}

TEST(PrintTable, CutsLongDifferences) {
  auto report = sample_report();
  report.results[1].checks[0].detail = "- 1\n- 2\n- 3\n+ 4\n+ 5";
  const auto text = printed(report, {.difference_lines = 2});
  EXPECT_THAT(text, HasSubstr("      - 2\n      … 3 more lines in the reports\n"));
  EXPECT_THAT(text, Not(HasSubstr("- 3")));
}

TEST(PrintTable, CountsOneLineAsOne) {
  auto report = sample_report();
  report.results[1].checks[0].detail = "- 1\n- 2\n- 3";
  EXPECT_THAT(printed(report, {.difference_lines = 2}), HasSubstr("… 1 more line in the reports\n"));
}

TEST(PrintTable, ShowsExpectedAndActualBesideWhatIsToldInWords) {
  auto report = sample_report();
  auto& check = report.results[1].checks[0];
  check.name = "reader: delivery";
  check.expected = "6 messages exactly once, in order";
  check.actual = "6 of 6 messages, 0 lost, 1 doubled, 0 out of order";
  check.detail = "doubled: \"5\"\n";
  EXPECT_THAT(printed(report), HasSubstr("    reader: delivery  /checks/0\n"
                                         "      doubled: \"5\"\n"
                                         "      - expected  + actual\n"
                                         "      - 6 messages exactly once, in order\n"
                                         "      + 6 of 6 messages, 0 lost, 1 doubled, 0 out of order\n"
                                         "    last on the wire\n"));
}

TEST(PrintTable, HasNoLegendWithoutADifference) {
  auto report = sample_report();
  auto& check = report.results[1].checks[0];
  check.expected = check.actual = "the same";
  check.detail = "but something else is wrong";
  const auto text = printed(report);
  EXPECT_THAT(text, HasSubstr("      but something else is wrong\n    last on the wire\n"));
  EXPECT_THAT(text, Not(HasSubstr("- expected  + actual")));
}

TEST(PrintTable, SumsUpRepetitions) {
  auto report = sample_report();
  EXPECT_THAT(printed(report), Not(HasSubstr("over the repetitions")));
  report.results.push_back(report.results[0]);
  report.results.back().repetition = 2;
  EXPECT_THAT(printed(report),
              HasSubstr("over the repetitions: median (p95)\n    Echo: 1,000 clients  native → native  2 of "
                        "2 passed, duration "));
  EXPECT_THAT(printed(report), HasSubstr("round trip p50 412 µs (412 µs), p99 1.65 ms (1.65 ms)"));
}

// Ctrl-C is no property of the scenario.
TEST(PrintTable, TellsInterruptedFromSkipped) {
  auto report = sample_report();
  report.results[2].interrupted = true;
  const auto text = printed(report);
  EXPECT_THAT(text, HasSubstr("– interrupted\n"));
  EXPECT_THAT(text, HasSubstr("1 passed, 1 failed, 0 skipped, 1 interrupted, 1 error"));
  EXPECT_THAT(text, Not(HasSubstr("\nskipped\n")));
}

TEST(SummaryLine, NamesErrorsOnlyWhenThereAreAny) {
  auto report = sample_report();
  EXPECT_EQ(summary_line(report), "1 passed, 1 failed, 1 skipped, 1 error");
  report.results.pop_back();
  EXPECT_EQ(summary_line(report), "1 passed, 1 failed, 1 skipped");
}

}  // namespace
}  // namespace parley::harness
