#include "harness/load/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "harness/report/text.hpp"

namespace parley::load {
namespace {

constexpr double nearly_all = 0.98;   // of what was due
constexpr double in_flight = 0.05;    // seconds: what was due in the last of them may still be under way
constexpr unsigned most_in_vain = 3;  // trials in a row of which nothing came

/// The first limit that does not hold, with what was seen; empty: all do.
std::string broken_limit(const BenchReport& report) {
  if (report.was_unreachable()) return "no connection could be made";
  if (!report.outcome.cut_short.empty()) return report.outcome.cut_short;
  if (report.measured_nothing()) return "nothing was measured";
  for (const auto& each : report.thresholds) {
    if (!each.passed) return fmt::format("{}: {}", each.text, each.actual);
  }
  if (report.outcome.peer_ended) return "the peer ended";
  if (!kept_up(report.plan, report.outcome)) return "the answers fell behind";
  return {};
}

SearchTrial trial_of(double load, const BenchReport& report) {
  const Outcome& outcome = report.outcome;
  const Histogram& times = outcome.measured.of(main_measure(report.plan.workload));
  const auto& traffic = outcome.measured.traffic;
  const auto done =
      report.plan.workload == WorkloadKind::connect ? traffic.connections_opened : traffic.messages_received;
  SearchTrial trial{load,
                    broken_limit(report),
                    per_second(done, outcome),
                    times.percentile(50),
                    times.percentile(99),
                    times.max(),
                    outcome.faults().total(),
                    outcome.busy};
  return trial;
}

/// Why there is no sense in another trial, with less load or more; empty: there is.
std::string hopeless(const BenchReport& report, unsigned in_vain) {
  if (report.outcome.interrupted) return "it was interrupted";
  if (report.was_unreachable()) return "no connection could be made";
  if (in_vain == most_in_vain) return fmt::format("of {} trials in a row nothing came back (--from)", in_vain);
  return {};
}

}  // namespace

bool kept_up(const Plan& plan, const Outcome& outcome) {
  if (!plan.rate) return true;
  const Tally& measured = outcome.measured;
  const bool connects = plan.workload == WorkloadKind::connect;
  const auto due = measured.of(connects ? Measure::opening : Measure::latency).count();
  const auto done = connects ? measured.traffic.connections_opened : measured.traffic.messages_received;
  const bool broadcast = plan.workload == WorkloadKind::broadcast;
  const double per_message = broadcast ? plan.connections - plan.publishers : 1;
  return static_cast<double>(done) + in_flight * *plan.rate * per_message >= nearly_all * static_cast<double>(due);
}

Plan with_load(Plan plan, Raised raised, double load) {
  switch (raised) {
    case Raised::rate:
      plan.rate = load;
      break;
    case Raised::connections:
      plan.connections = static_cast<std::uint32_t>(std::lround(load));
      break;
  }
  plan.threads = std::min(plan.threads, plan.connections);
  return plan;
}

BenchReport search(const Plan& plan, const SearchPlan& search, const RunOnce& run_once, const OnTrial& on_trial) {
  CapacitySearch guide(search.range);
  SearchResult result{search.raised, search.range, {}, {}, {}};
  std::map<double, BenchReport> held;
  BenchReport last;
  unsigned in_vain = 0;
  while (const auto load = result.ended.empty() ? guide.next() : std::nullopt) {
    last = run_once(with_load(plan, search.raised, *load));
    in_vain = last.measured_nothing() ? in_vain + 1 : 0;
    result.ended = hopeless(last, in_vain);
    if (last.outcome.interrupted) break;
    last.thresholds = judge_all(search.limits, last.outcome);
    const auto& trial = result.trials.emplace_back(trial_of(*load, last));
    guide.add(*load, trial.held() ? CapacitySearch::Trial::held : CapacitySearch::Trial::broke);
    if (trial.held()) held[*load] = last;
    if (on_trial) on_trial(trial);
  }
  result.capacity = guide.capacity();
  if (result.capacity.low && !last.outcome.interrupted) last = std::move(held.at(*result.capacity.low));
  last.search = std::move(result);
  return last;
}

}  // namespace parley::load
