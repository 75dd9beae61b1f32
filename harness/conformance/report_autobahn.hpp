// The words, numbers and files of Autobahn|Testsuite's reports, which people's scripts parse.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/suite_report.hpp"

namespace parley::conformance {

/// Autobahn's numbers of a case with these aliases, "6.4.1"; where there is none, our id.
[[nodiscard]] std::vector<std::string> autobahn_names(const std::vector<std::string>& aliases, const std::string& id);

/// A name that can be a file's: as Autobahn does, "_" for everything but letters and digits.
[[nodiscard]] std::string file_word(std::string_view text);

/// OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED or FAILED.
[[nodiscard]] std::string_view autobahn_behavior(Verdict verdict);
[[nodiscard]] std::string_view autobahn_behavior_close(const CaseResult& result);

/// A file of the report: its name within the directory, and what is in it.
struct ReportFile {
  std::string name;
  nlohmann::ordered_json content;
};

/// index.json, {agent: {case: {behavior, behaviorClose, duration, remoteCloseCode, reportfile}}}, and one file for each
/// case that was played. A report's agent is its `peer`.
[[nodiscard]] std::vector<ReportFile> autobahn_report(const std::vector<const SuiteReport*>& reports);

}  // namespace parley::conformance
