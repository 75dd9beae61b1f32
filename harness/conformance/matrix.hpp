// Reports of several peers side by side: a row for each case, a cell for each peer.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/conformance/check_document.hpp"
#include "harness/conformance/judge.hpp"
#include "harness/report/paint.hpp"

namespace parley::conformance {

/// One case. The cells stand in the order of the reports; null: the case was not in that run.
struct MatrixRow {
  std::vector<const nlohmann::ordered_json*> cells;

  /// What is the same in all reports: id, group, section, level, title, rule.
  [[nodiscard]] const nlohmann::ordered_json& any() const;

  /// True when two peers were judged, and not alike. Skipped is no judgement.
  [[nodiscard]] bool differs() const;
};

/// In the order of the reports, groups together. Points into `documents`.
[[nodiscard]] std::vector<MatrixRow> make_matrix(const std::vector<CheckDocument>& documents);

/// A table of sums for each peer, and the cases on which they differ.
[[nodiscard]] std::string matrix_text(const std::vector<CheckDocument>& documents, harness::Colour colour);

}  // namespace parley::conformance
