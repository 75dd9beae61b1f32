// The matrix of peers as a page for people: one file that works without a network and runs nothing that came from a
// peer.
#pragma once

#include <string>
#include <vector>

#include "harness/conformance/check_document.hpp"

namespace parley::conformance {

/// The page of web/check.* with the reports in it. Verdicts and reasons stand in one data block, and what was on the
/// wire in one for each peer, which the page reads when one of its cells is opened for the first time.
[[nodiscard]] std::string html_report(const std::vector<CheckDocument>& documents);

}  // namespace parley::conformance
