// Runs many scenarios: on all their pairings of engines, several at a time, several times each.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/report/run_report.hpp"
#include "harness/scenario/play.hpp"
#include "harness/scenario/scenario.hpp"

namespace parley::scenario {

/// Which engines were asked for; nothing: all that the scenario is for.
struct EngineChoice {
  std::optional<protocol::EngineKind> server;
  std::optional<protocol::EngineKind> client;
};

/// One play that is due.
struct Planned {
  const Scenario* scenario = nullptr;
  Pairing pairing;
  unsigned run = 1;
  std::string skip;    // why it is not played; empty: it is
  bool alone = false;  // it measures: nothing else may go on at the same time
};

struct PlanOptions {
  EngineChoice engines;
  unsigned repeat = 1;
  std::optional<std::string> url;  // all against this server
};

/// In the order of the scenarios. A pairing that was asked for, but that the scenario is not for, is planned to be
/// skipped.
[[nodiscard]] std::vector<Planned> plan(const std::vector<Scenario>& scenarios, const PlanOptions& options);

/// Called from several threads, one call at a time.
struct RunEvents {
  std::function<void(const Planned&)> on_start;
  std::function<void(const harness::ScenarioResult&)> on_finish;
};

/// Plays what is planned, `jobs` at a time, and then, one by one, what wants to be alone. The results stand in the
/// order of the plan; what was not begun when `options.stop` came is left out. Throws std::bad_alloc.
[[nodiscard]] std::vector<harness::ScenarioResult> run(const std::vector<Planned>& planned, const PlayOptions& options,
                                                       unsigned jobs, const RunEvents& events);

}  // namespace parley::scenario
