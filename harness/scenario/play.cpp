#include "harness/scenario/play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "harness/scenario/performance.hpp"
#include "harness/scenario/stage.hpp"
#include "protocol/names.hpp"

namespace parley::scenario {
namespace {

std::string engine_name(std::optional<protocol::EngineKind> engine) {
  return engine ? std::string(protocol::engine_name(*engine)) : "external";
}

harness::ScenarioResult blank(const Scenario& scenario, const Pairing& pairing, const PlayOptions& options) {
  harness::ScenarioResult result;
  result.name = scenario.name;
  result.file = scenario.file.string();
  result.description = scenario.description;
  result.tags = scenario.tags;
  result.server_engine = engine_name(pairing.server);
  result.client_engine = engine_name(pairing.client);
  result.clients = static_cast<unsigned>(scenario.client_count());
  result.repetition = options.run;
  return result;
}

/// Checks and thresholds, once the steps have been played.
void judge_checks(const Scenario& scenario, const Performance& performance, harness::ScenarioResult& result) {
  result.checks = judge(scenario, performance.records(), performance.lookup_for());
  for (auto& end : judge_ends(scenario, performance.records())) result.checks.push_back(std::move(end));
  const Measured measured = performance.measured();
  for (const Threshold& threshold : scenario.thresholds) result.checks.push_back(judge_threshold(threshold, measured));
  const auto failed = [](const harness::CheckResult& check) { return !check.passed; };
  const auto first = std::find_if(result.checks.begin(), result.checks.end(), failed);
  if (first == result.checks.end()) {
    result.verdict = harness::Verdict::passed;
    return;
  }
  const auto count = std::count_if(result.checks.begin(), result.checks.end(), failed);
  result.verdict = harness::Verdict::failed;
  result.pointer = first->pointer;
  result.reason = count == 1 ? fmt::format("a check failed: {}", first->name)
                             : fmt::format("{} checks failed: {} and {} more", count, first->name, count - 1);
}

void tell_failure(const StepFailure& failure, harness::ScenarioResult& result) {
  result.verdict = failure.unreachable ? harness::Verdict::error : harness::Verdict::failed;
  result.pointer = failure.pointer;
  result.reason = failure.client.empty() ? failure.reason : fmt::format("{}: {}", failure.client, failure.reason);
}

/// A server that has gone is at the bottom of whatever else went wrong, also of what seems to have gone well.
void tell_end_of_server(const std::string& how, harness::ScenarioResult& result) {
  const bool passed = result.verdict == harness::Verdict::passed;
  result.reason = fmt::format("the server's command ended while the scenario was played ({}){}", how,
                              passed ? "" : "\n" + result.reason);
  result.verdict = harness::Verdict::error;
}

void play_on(Stage& stage, const Scenario& scenario, const PlayOptions& options, harness::ScenarioResult& result) {
  net::Loop loop;
  Performance performance(loop, scenario, stage, options);
  performance.start([&loop] { loop.stop(); });
  loop.run();
  const auto server_ended = stage.server_ended();
  const Measured measured = performance.measured();
  result.round_trip = measured.round_trip;
  result.connect = measured.connect;
  result.traffic = performance.traffic();
  if (performance.was_interrupted()) {
    result.verdict = harness::Verdict::skipped;
    result.interrupted = true;
    result.reason = "interrupted";
  } else {
    judge_performance(scenario, performance, result);
  }
  if (const auto& how = server_ended; how && result.verdict != harness::Verdict::skipped) {
    tell_end_of_server(*how, result);
  }
  const bool is_told = performance.failure() || result.verdict == harness::Verdict::error;
  if (const std::string output = stage.server_output(); is_told && !output.empty()) {
    result.reason += "\nthe server's last output:\n" + output;
  }
  if (result.verdict != harness::Verdict::passed || options.wire == WireKeeping::everything) {
    result.wire = performance.wire_lines();
  }
}

}  // namespace

void judge_performance(const Scenario& scenario, const Performance& performance, harness::ScenarioResult& result) {
  if (performance.failure()) {
    tell_failure(*performance.failure(), result);
  } else {
    judge_checks(scenario, performance, result);
  }
}

harness::ScenarioResult play(const Scenario& scenario, const Pairing& pairing, const PlayOptions& options) {
  harness::ScenarioResult result = blank(scenario, pairing, options);
  const auto start = net::Clock::now();
  try {
    Stage stage(scenario, pairing, options);
    play_on(stage, scenario, options, result);
  } catch (const std::bad_alloc&) {  // not the server's fault: the run ends
    throw;
  } catch (const std::exception& error) {  // a server that did not start, a certificate that cannot be read
    result.verdict = harness::Verdict::error;
    result.reason = error.what();
  }
  result.duration = net::Clock::now() - start;
  return result;
}

}  // namespace parley::scenario
