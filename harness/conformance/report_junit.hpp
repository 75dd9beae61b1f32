// A run of the suite as JUnit XML: one suite for each group, one test case for each entry, named by its id.
#pragma once

#include <string>

#include "harness/conformance/baseline.hpp"
#include "harness/conformance/suite_report.hpp"

namespace parley::conformance {

/// What does not fail the run passes: a warning with what was seen in system-out; what is disputed, known to the
/// baseline or was not played as skipped, with the reason. What could not be judged is an error.
[[nodiscard]] std::string junit_report(const SuiteReport& report, const Comparison& comparison);

}  // namespace parley::conformance
