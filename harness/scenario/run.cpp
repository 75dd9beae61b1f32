#include "harness/scenario/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "protocol/names.hpp"

namespace parley::scenario {
namespace {

using protocol::EngineKind;

bool is_for(const std::vector<EngineKind>& engines, EngineKind engine) {
  return std::find(engines.begin(), engines.end(), engine) != engines.end();
}

std::vector<EngineKind> chosen(const std::vector<EngineKind>& all, std::optional<EngineKind> choice) {
  return choice ? std::vector{*choice} : all;
}

std::string skip_reason(const Scenario& scenario, const Pairing& pairing) {
  const EngineSpec& engines = scenario.engines;
  if (pairing.server && !is_for(engines.server, *pairing.server)) {
    return fmt::format("not for the server engine {}: {}", protocol::engine_name(*pairing.server), engines.reason);
  }
  if (!is_for(engines.client, pairing.client)) {
    return fmt::format("not for the client engine {}: {}", protocol::engine_name(pairing.client), engines.reason);
  }
  return {};
}

std::vector<Pairing> pairings(const Scenario& scenario, const PlanOptions& options) {
  const bool ours = !options.url && std::holds_alternative<EmbeddedServer>(scenario.server);
  std::vector<Pairing> result;
  for (const EngineKind client : chosen(scenario.engines.client, options.engines.client)) {
    if (!ours) {
      result.push_back({client, std::nullopt});
      continue;
    }
    for (const EngineKind server : chosen(scenario.engines.server, options.engines.server)) {
      result.push_back({client, server});
    }
  }
  return result;
}

harness::ScenarioResult skipped(const Planned& planned) {
  harness::ScenarioResult result;
  result.name = planned.scenario->name;
  result.file = planned.scenario->file.string();
  result.description = planned.scenario->description;
  result.tags = planned.scenario->tags;
  result.server_engine = planned.pairing.server ? protocol::engine_name(*planned.pairing.server) : "external";
  result.client_engine = protocol::engine_name(planned.pairing.client);
  result.clients = static_cast<unsigned>(planned.scenario->client_count());
  result.repetition = planned.run;
  result.verdict = harness::Verdict::skipped;
  result.reason = planned.skip;
  return result;
}

class Runner {
 public:
  Runner(const std::vector<Planned>& planned, const PlayOptions& options, const RunEvents& events)
      : planned_(planned), options_(options), events_(events), results_(planned.size()) {}

  void run_together(unsigned jobs);
  void run_alone();
  std::vector<harness::ScenarioResult> take();

 private:
  void play_one(std::size_t index);
  void play_and_report(std::size_t index);
  void work();

  const std::vector<Planned>& planned_;
  const PlayOptions& options_;
  const RunEvents& events_;
  std::vector<std::optional<harness::ScenarioResult>> results_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex events_mutex_;
  std::exception_ptr failure_;  // the last that play() threw
};

/// A failure of our own ends the run, on whichever thread it happens.
void Runner::play_one(std::size_t index) {
  {
    const std::lock_guard lock(events_mutex_);
    if (failure_) return;
  }
  try {
    play_and_report(index);
  } catch (...) {
    const std::lock_guard lock(events_mutex_);
    failure_ = std::current_exception();
  }
}

void Runner::play_and_report(std::size_t index) {
  const Planned& planned = planned_[index];
  if (options_.stop.stop_requested()) return;
  {
    const std::lock_guard lock(events_mutex_);
    if (events_.on_start) events_.on_start(planned);
  }
  PlayOptions options = options_;
  options.run = planned.run;
  harness::ScenarioResult result =
      planned.skip.empty() ? play(*planned.scenario, planned.pairing, options) : skipped(planned);
  const std::lock_guard lock(events_mutex_);
  if (events_.on_finish) events_.on_finish(result);
  results_[index] = std::move(result);
}

void Runner::work() {
  for (;;) {
    const std::size_t index = next_++;
    if (index >= planned_.size()) return;
    if (!planned_[index].alone) play_one(index);
  }
}

void Runner::run_together(unsigned jobs) {
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back([this] { work(); });
  work();
}

void Runner::run_alone() {
  for (std::size_t i = 0; i < planned_.size(); ++i) {
    if (planned_[i].alone) play_one(i);
  }
}

std::vector<harness::ScenarioResult> Runner::take() {
  if (failure_) std::rethrow_exception(failure_);
  std::vector<harness::ScenarioResult> results;
  for (auto& result : results_) {
    if (result) results.push_back(*std::move(result));
  }
  return results;
}

}  // namespace

std::vector<Planned> plan(const std::vector<Scenario>& scenarios, const PlanOptions& options) {
  std::vector<Planned> planned;
  for (const Scenario& scenario : scenarios) {
    for (const Pairing& pairing : pairings(scenario, options)) {
      const std::string skip = skip_reason(scenario, pairing);
      for (unsigned run = 1; run <= options.repeat; ++run) {
        planned.push_back({&scenario, pairing, run, skip, !scenario.thresholds.empty()});
      }
    }
  }
  return planned;
}

std::vector<harness::ScenarioResult> run(const std::vector<Planned>& planned, const PlayOptions& options, unsigned jobs,
                                         const RunEvents& events) {
  Runner runner(planned, options, events);
  runner.run_together(jobs);
  runner.run_alone();
  return runner.take();
}

}  // namespace parley::scenario
