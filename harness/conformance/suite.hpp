// The suite: plays cases against a server, side by side.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "harness/conformance/case_player.hpp"

namespace parley::conformance {

struct PlayOptions {
  unsigned jobs = 32;  // connections at a time
  Patience patience = {};
  std::stop_token stop = {};  // cases that were not over then are not among the results
};

using OnFinish = std::function<void(const CaseResult&)>;

/// On one loop, in this thread. The results are in the order of `cases`.
[[nodiscard]] std::vector<CaseResult> play_cases(const Peer& peer, const std::vector<const Case*>& cases,
                                                 const PlayOptions& options, const OnFinish& on_finish);

}  // namespace parley::conformance
