// FuzzRun: sends inputs to a server until time is over, and follows up on what it does wrong.
//
// Inputs are played in batches, side by side. After each the server is asked on a new connection whether it still
// serves. What is found is played alone, made smaller, and played again to see whether it can be relied on.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/conformance/fuzz/finding.hpp"
#include "harness/conformance/fuzz/fuzz_player.hpp"
#include "harness/conformance/fuzz/minimiser.hpp"
#include "harness/conformance/fuzz/mutator.hpp"
#include "harness/conformance/fuzz/signs.hpp"

namespace parley::conformance::fuzz {

struct FuzzOptions {
  std::uint64_t seed = 1;
  std::chrono::nanoseconds time = std::chrono::seconds(60);         // without the following up
  std::chrono::nanoseconds minimise_for = std::chrono::seconds(5);  // each finding, at most
  FuzzPlayer::Options player;
};

struct FuzzProgress {
  std::chrono::nanoseconds elapsed{};
  std::uint64_t inputs = 0;
  std::size_t findings = 0;
  std::string_view doing;
};

struct FuzzReport {
  std::uint64_t inputs = 0;
  std::chrono::nanoseconds duration{};
  std::vector<FuzzFinding> findings;  // one of each kind
  std::vector<std::uint64_t> times;   // that each was seen
  std::string given_up;               // why it ended before its time; empty: it did not
  std::uint64_t memory_before = 0;    // bytes; 0: the process is not known
  std::uint64_t memory_after = 0;
};

struct FuzzEvents {
  std::function<void(const FuzzProgress&)> on_progress = {};
  std::function<void(const FuzzFinding&)> on_finding = {};
};

/// Blocks.
[[nodiscard]] FuzzReport fuzz_server(const Peer& peer, const FuzzOptions& options, const FuzzEvents& events);

/// Plays all connections of a finding, side by side; true: it shows what was found. `results` gets what they saw.
[[nodiscard]] bool shows(FuzzPlayer& player, const FuzzFinding& finding, std::vector<CaseResult>& results);

}  // namespace parley::conformance::fuzz
