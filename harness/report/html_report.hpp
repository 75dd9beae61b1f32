// The report for people: one file that works without a network and runs nothing that came from a peer.
#pragma once

#include <string>

#include "harness/report/run_report.hpp"

namespace parley::harness {

/// The page of web/report.* with the run's data in it. Data is never markup: it stands as JSON in a data block, and the
/// page's script, the only one its Content-Security-Policy allows, writes it as text.
[[nodiscard]] std::string html_report(const RunReport& report);

}  // namespace parley::harness
