// The reports of report_json.hpp, read back.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "harness/load/bench_report.hpp"

namespace parley::load {

/// All that a report says; what only the run itself needs (addresses, certificates) stays at its default. Throws
/// std::invalid_argument or a JSON exception that says what is wrong.
[[nodiscard]] BenchReport read_report(const nlohmann::ordered_json& json);

}  // namespace parley::load
