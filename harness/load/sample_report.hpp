// A report with something of everything, for tests of its formats.
#pragma once

#include "harness/load/bench_report.hpp"

namespace parley::load {

[[nodiscard]] BenchReport sample_report();

}  // namespace parley::load
