// The report for continuous integration: JUnit's XML as Jenkins, GitLab and GitHub actions read it.
#pragma once

#include <string>

#include "harness/report/run_report.hpp"

namespace parley::harness {

/// One test suite per scenario file, one test case per scenario and pairing of engines. A failed check is a <failure>,
/// an unreachable peer an <error>; both carry the wire log in <system-out>.
[[nodiscard]] std::string junit_report(const RunReport& report);

}  // namespace parley::harness
