// Load runs as a page for people: one file that works without a network and runs nothing that came from a peer.
#pragma once

#include <string>
#include <vector>

#include "harness/load/bench_document.hpp"

namespace parley::load {

/// The page of web/bench.* with one run, or several side by side, in it. There is at least one.
[[nodiscard]] std::string html_report(const std::vector<BenchDocument>& documents);

}  // namespace parley::load
