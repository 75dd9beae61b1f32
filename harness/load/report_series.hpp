// The time series of a load run as CSV.
#pragma once

#include <string>

#include "harness/load/bench_report.hpp"

namespace parley::load {

/// A line of names, then one for each interval. Times in nanoseconds where the name ends in _ns; the peer's columns are
/// empty without --pid.
[[nodiscard]] std::string series_csv(const BenchReport& report);

}  // namespace parley::load
