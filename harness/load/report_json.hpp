// What a load run found, for programs. Its shape is published in parley-bench.schema.json beside this file and is kept
// stable: a change that breaks readers raises schema_version.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "harness/load/bench_report.hpp"

namespace parley::load {

inline constexpr int bench_schema_version = 1;

[[nodiscard]] nlohmann::ordered_json json_of(const BenchReport& report);
[[nodiscard]] std::string json_report_text(const BenchReport& report);
/// Those of several URLs, as the array "runs". There is at least one.
[[nodiscard]] std::string json_report_text(const std::vector<BenchReport>& reports);

}  // namespace parley::load
