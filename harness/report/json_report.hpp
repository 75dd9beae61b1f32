// The report for programs. Its shape is published in parley-run.schema.json beside this file and is kept stable:
// a change that breaks readers raises schema_version.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "harness/report/run_report.hpp"

namespace parley::harness {

inline constexpr int report_schema_version = 1;

[[nodiscard]] nlohmann::ordered_json json_report(const RunReport& report);

/// The same as text, two spaces deep. Bytes that are not UTF-8 are replaced by U+FFFD.
[[nodiscard]] std::string json_report_text(const RunReport& report);

}  // namespace parley::harness
