// The suite: plays cases against a server, side by side, then those that strain it, each alone.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "harness/conformance/case_player.hpp"

namespace parley::conformance {

struct PlayOptions {
  unsigned jobs = 32;  // connections at a time
  Patience patience = {};
  std::stop_token stop = {};                // cases that were not over then are not among the results
  std::optional<pid_t> pid = std::nullopt;  // of the server: then its memory and descriptors are watched
};

using OnFinish = std::function<void(const CaseResult&)>;

/// In this thread. The results are in the order of `cases`. After a case that is played alone the server is asked on a
/// new connection whether it still serves: if not, the case fails whatever came of it.
[[nodiscard]] std::vector<CaseResult> play_cases(const Peer& peer, const std::vector<const Case*>& cases,
                                                 const PlayOptions& options, const OnFinish& on_finish);

}  // namespace parley::conformance
