// What a load run found, for people.
#pragma once

#include <ostream>
#include <string>

#include "harness/load/bench_report.hpp"
#include "harness/report/paint.hpp"

namespace parley::load {

void print_report(std::ostream& out, const BenchReport& report, harness::Colour colour);

/// "rate 8000  held  8.00k/s  p50 41.0 µs  p99 120 µs", or what broke.
[[nodiscard]] std::string trial_line(const SearchTrial& trial);

/// "  3 s  1.85M msg/s  p50 41.0 µs  p99 120 µs  100 open  0 errors"
[[nodiscard]] std::string live_line(const SeriesRow& row, WorkloadKind workload, std::uint64_t faults);

}  // namespace parley::load
