// A run of the suite on a terminal: what is wrong, in three lines each, and the sums by group and level.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "harness/conformance/baseline.hpp"
#include "harness/conformance/suite_report.hpp"
#include "harness/report/paint.hpp"

namespace parley::conformance {

enum class Details : std::uint8_t {
  failures,  // what fails the run
  findings,  // also what does not: warnings, disputed ones, lenient passes
};

struct ConsoleOptions {
  harness::Colour colour = harness::Colour::never;
  Details details = Details::failures;
  std::string replay;  // the command to which an id is appended
};

/// Everything that came from the peer is made harmless first.
void print_report(std::ostream& out, const SuiteReport& report, const Comparison& comparison,
                  const ConsoleOptions& options);

/// One case with all that is known about it: rule, script, ends; for parley show.
void print_case(std::ostream& out, const Case& test, Role peer, harness::Colour colour);

/// A monitor, likewise.
void print_monitor(std::ostream& out, const Monitor& monitor, Role peer, harness::Colour colour);

/// A case that was played: its verdict, and every byte of both directions.
void print_played(std::ostream& out, const CaseResult& result, harness::Colour colour);

}  // namespace parley::conformance
