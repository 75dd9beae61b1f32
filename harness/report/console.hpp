// The report as it stands on a terminal: a table, what failed and why, one line of sums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>

#include "harness/report/paint.hpp"
#include "harness/report/run_report.hpp"

namespace parley::harness {

enum class WireLog : std::uint8_t { of_failures, of_all };

struct ConsoleOptions {
  Colour colour = Colour::never;
  WireLog wire_log = WireLog::of_failures;
  std::size_t wire_lines = 12;        // the last so many of a failure; all of them with WireLog::of_all
  std::size_t difference_lines = 40;  // of one check; the reports in files hold them all
};

/// Table, details and summary line. Everything that came from a peer is made harmless first.
void print_table(std::ostream& out, const RunReport& report, const ConsoleOptions& options = {});

/// "34 passed, 0 failed, 2 skipped"; errors are named when there are any.
[[nodiscard]] std::string summary_line(const RunReport& report);

}  // namespace parley::harness
