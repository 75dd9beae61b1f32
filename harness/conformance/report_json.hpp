// A run of the suite as JSON (parley-check.schema.json): what scripts and `parley report` read.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/conformance/baseline.hpp"
#include "harness/conformance/suite_report.hpp"

namespace parley::conformance {

inline constexpr int report_schema_version = 1;

/// In the order in which reports count them.
inline constexpr std::array all_verdicts{Verdict::pass,     Verdict::pass_lenient, Verdict::fail,    Verdict::warning,
                                         Verdict::disputed, Verdict::info,         Verdict::skipped, Verdict::error};

/// Text that is not UTF-8 has its bytes replaced when the JSON is written; bytes of the wire are hex.
[[nodiscard]] nlohmann::ordered_json json_report(const SuiteReport& report, const Comparison& comparison);
[[nodiscard]] std::string json_report_text(const SuiteReport& report, const Comparison& comparison);

}  // namespace parley::conformance
