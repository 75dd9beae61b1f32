// The baseline: what is known to be wrong with a peer, reviewed by somebody, so that only news fails a build.
//
//   { "schema_version": 1, "known": { "6455-5.2-rsv2-text": "RFC 6455 §5.2: what was seen, and why it is left so" } }
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/conformance/suite_report.hpp"

namespace parley::conformance {

enum class Strictness : std::uint8_t {
  usual,   // a must that is broken fails the run
  strict,  // so does a should, and what is disputed
};

/// True when the entry fails a run that has no baseline; what could not be judged does too.
[[nodiscard]] bool is_failure(const Entry& entry, Strictness strictness);

struct Baseline {
  std::map<std::string, std::string> known;  // id, note
};

/// Throws std::invalid_argument that names `file` and the place in it.
[[nodiscard]] Baseline read_baseline(const std::string& text, const std::string& file);

/// All that fails in this run, each with its section and what was seen. Of `before` are kept the notes, and what this
/// run has not judged: cases that it did not play, and monitors where it did not play all cases.
[[nodiscard]] std::string write_baseline(const SuiteReport& report, Strictness strictness, const Baseline& before);

/// A run beside its baseline.
struct Comparison {
  std::vector<const Entry*> failures;      // that the baseline does not know
  std::vector<const Entry*> known;         // failures that it knows
  std::vector<std::string> stale;          // ids that it knows and that pass now
  std::vector<std::string> unknown_cases;  // ids of it that no case has
  [[nodiscard]] bool fails() const { return !failures.empty() || !stale.empty() || !unknown_cases.empty(); }
};

/// What was not judged in this run is neither stale nor unknown.
[[nodiscard]] Comparison compare(const SuiteReport& report, const Baseline& baseline, Strictness strictness);

}  // namespace parley::conformance
