// The suite: plays cases against a server, side by side, then those that strain it, each alone.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/conformance/field.hpp"

namespace parley::conformance {

/// What became of a server that was gone.
struct Revival {
  std::string how;                          // it ended: "exit code 1"; "not there for 2 s"
  std::optional<protocol::Uri> uri;         // where it serves now; nothing: it stays away
  std::optional<pid_t> pid = std::nullopt;  // as PlayOptions::pid
};

/// Brings the server back, or waits until it is. Blocks.
using Revive = std::function<Revival()>;

/// For a server that others started, and may start again: waits for 5 s.
[[nodiscard]] Revival wait_for_return(const Peer& peer, const std::stop_token& stop);

struct PlayOptions {
  unsigned jobs = 32;  // connections at a time
  Patience patience = {};
  std::stop_token stop = {};                // cases that were not over then are not among the results
  std::optional<pid_t> pid = std::nullopt;  // of the server: then its memory and descriptors are watched
  Revive revive = {};                       // without it a server that is gone stays away
  bool hear_again = true;                   // whoever is accused of silence (second_hearing.hpp)
};

/// In this thread. The results are in the order of `cases`. After a case that is played alone the server is asked on a
/// new connection whether it still serves: if not, the case fails whatever came of it. When the server ends, the case
/// that ended it is looked for, and fails; those that cannot be played any more are errors.
[[nodiscard]] std::vector<CaseResult> play_cases(const Peer& peer, const std::vector<const Case*>& cases,
                                                 const PlayOptions& options, const OnFinish& on_finish);

}  // namespace parley::conformance
