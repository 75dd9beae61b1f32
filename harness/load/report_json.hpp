// What a load run found, for programs. Its shape is published in parley-bench.schema.json beside this file and is kept
// stable: a change that breaks readers raises schema_version.
#pragma once

#include <string>

#include "harness/load/bench_report.hpp"

namespace parley::load {

inline constexpr int bench_schema_version = 1;

[[nodiscard]] std::string json_report_text(const BenchReport& report);

}  // namespace parley::load
