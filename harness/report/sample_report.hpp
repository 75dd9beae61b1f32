// A report with everything in it, for tests and for looking at the page.
#pragma once

#include "harness/report/run_report.hpp"

namespace parley::harness {

/// Small and fixed: one result of each verdict, and a hostile peer's text.
[[nodiscard]] RunReport sample_report();

/// Shaped like a real run: `scenarios` files over four pairings, the same at each call.
[[nodiscard]] RunReport large_sample_report(unsigned scenarios);

}  // namespace parley::harness
