#include "harness/load/bench_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/load/statistics.hpp"
#include "harness/report/text.hpp"
#include "protocol/duration.hpp"

namespace parley::load {
namespace {

constexpr double nearly_all = 0.9;                  // of a thread's time
constexpr std::uint64_t fewest_to_share = 100;      // connections: of fewer, what the process takes once is most
constexpr double suspiciously_few = 64;             // bytes for a connection
constexpr std::uint64_t much_too_late = 1'000'000;  // nanoseconds

std::string describe_load(const Plan& plan) {
  if (plan.rate) {
    return fmt::format("{} a second, {}", harness::format_quantity(*plan.rate),
                       plan.arrivals == Arrivals::poisson ? "Poisson" : "constant");
  }
  return plan.workload == WorkloadKind::connect ? "one after the other" : fmt::format("depth {}", plan.depth);
}

/// From the end of the first row to the end of the last one.
struct Watched {
  harness::ProcessUsage from;
  harness::ProcessUsage to;
  double seconds;
};

std::optional<Watched> watched(const BenchReport& report) {
  const auto& series = report.series;
  if (!report.peer || series.size() < 2 || !series.front().peer || !series.back().peer) return std::nullopt;
  const Duration length = series.back().at + series.back().length - series.front().at - series.front().length;
  return Watched{*series.front().peer, *series.back().peer, std::chrono::duration<double>(length).count()};
}

std::optional<double> median_of(const BenchReport& report, std::string_view name) {
  const auto values = values_of(report, name);
  return values.empty() ? std::nullopt : std::optional(median(values));
}

}  // namespace

std::vector<double> values_of(const BenchReport& report, std::string_view name) {
  std::vector<double> values;
  for (const auto& repetition : report.repetitions) {
    for (const auto& [known, value] : repetition.values) {
      if (known == name) values.push_back(value);
    }
  }
  return values;
}

bool BenchReport::was_unreachable() const {
  // The traffic of an iteration that ends after the measured time is not counted; how long it took to open is.
  const bool opened_late = outcome.measured.of(Measure::opening).count() > 0;
  return outcome.warmup.traffic.connections_opened + outcome.measured.traffic.connections_opened == 0 && !opened_late;
}

bool BenchReport::measured_nothing() const {
  const auto& traffic = outcome.measured.traffic;
  const auto none = [&](Measure measure) { return outcome.measured.of(measure).count() == 0; };
  switch (plan.workload) {
    case WorkloadKind::echo:
    case WorkloadKind::broadcast:
      return traffic.messages_received == 0 && none(Measure::latency);
    case WorkloadKind::push:
      return traffic.messages_received == 0;
    case WorkloadKind::connect:
      return traffic.connections_opened == 0 && none(Measure::opening);
    case WorkloadKind::scenario:
      return none(Measure::iteration);
    case WorkloadKind::idle:
      return false;  // that connections stand is all that it is about
  }
  return false;
}

bool BenchReport::passed() const {
  if (search && !search->capacity.low) return false;
  if (measured_nothing()) return false;
  if (!outcome.cut_short.empty() || outcome.peer_ended) return false;
  return std::all_of(thresholds.begin(), thresholds.end(), [](const auto& each) { return each.passed; });
}

int BenchReport::exit_status() const {
  if (outcome.interrupted) return 130;
  if (was_unreachable() || outcome.peer_ended) return 3;
  return passed() ? 0 : 1;
}

SeriesRow make_row(const Row& row, Measure main) {
  return {row.at,         row.length,          row.tally->traffic, row.tally->faults.total(),
          row.open_links, row.tally->of(main), std::nullopt};
}

std::vector<std::string> remarks(const BenchReport& report) {
  std::vector<std::string> list = report.notes;
  const Plan& plan = report.plan;
  const Outcome& outcome = report.outcome;
  if (outcome.interrupted) {
    list.push_back(fmt::format("interrupted after {} of {}", harness::format_duration(outcome.length),
                               harness::format_duration(plan.duration)));
  } else if (report.measured_nothing()) {
    list.emplace_back("nothing was measured: that is no success");
  }
  if (const auto missing = never_answered(outcome); missing > 0) {
    list.push_back(
        fmt::format("times are those of what came; {} more never did, which thresholds of percentiles, mean and max "
                    "count as slower than any",
                    missing));
  }
  if (!outcome.cut_short.empty()) list.push_back("the run ended before its time: " + outcome.cut_short);
  if (outcome.peer_ended && outcome.cut_short.empty()) list.emplace_back("in the end nobody took connections any more");
  if (const auto plain = outcome.measured.without_deflate + outcome.warmup.without_deflate; plain > 0) {
    list.push_back(fmt::format("permessage-deflate was offered, and {} did not agree to it",
                               harness::format_counted(plain, "connection")));
  }
  if (plan.workload == WorkloadKind::echo && !plan.rate) {
    list.emplace_back(
        "closed loop: a peer that stalls is asked less while it does, so times are those of the messages "
        "that were sent, not of those that users would have sent (--rate)");
  }
  if (outcome.busy > nearly_all) {
    list.push_back(
        fmt::format("the generator used {:.0f} % of its {}: the peer may be faster than this shows "
                    "(--threads, or a machine of its own)",
                    100 * outcome.busy, plan.threads == 1 ? "thread" : fmt::format("{} threads", plan.threads)));
  }
  if (const auto late = outcome.measured.of(Measure::lateness).percentile(99); late > much_too_late) {
    list.push_back(
        fmt::format("messages left late (p99 {}), because the generator did not get its turn or TCP was full; "
                    "latency counts from when they were due, so it has this time in it",
                    harness::format_duration(std::chrono::nanoseconds(late))));
  }
  if (const auto each = bytes_per_connection(report); each && *each < suspiciously_few) {
    list.emplace_back(
        "the peer's memory hardly grew: it used again what it had freed before (start it anew to measure)");
  }
  if (report.search && !report.search->ended.empty()) {
    list.push_back(fmt::format("the search ended after {}: {}",
                               harness::format_counted(report.search->trials.size(), "trial"), report.search->ended));
  } else if (report.search && report.search->capacity.confidence < report.search->range.confidence) {
    list.push_back(
        fmt::format("the search ended after {} without the certainty that was asked for: trials with the same "
                    "load differ too much (a longer -d, a quieter machine)",
                    harness::format_counted(report.search->trials.size(), "trial")));
  }
  if (report.search && generator_was_the_limit(*report.search)) {
    list.emplace_back("the generator was busy nearly all the time where the limit broke: the peer may bear more");
  }
  return list;
}

std::optional<double> bytes_per_connection(const BenchReport& report) {
  if (!report.repetitions.empty()) return median_of(report, "peer.bytes_per_connection");
  const auto opened = report.outcome.warmup.traffic.connections_opened;
  const auto workload = report.plan.workload;
  if (workload == WorkloadKind::connect || workload == WorkloadKind::scenario) return std::nullopt;  // none is held
  if (!report.peer || !report.peer->ready || opened == 0) return std::nullopt;
  if (opened < fewest_to_share) return std::nullopt;
  const auto before = static_cast<double>(report.peer->before.resident_bytes);
  return (static_cast<double>(report.peer->ready->resident_bytes) - before) / static_cast<double>(opened);
}

std::optional<double> peer_processors(const BenchReport& report) {
  if (!report.repetitions.empty()) return median_of(report, "peer.processors");
  const auto stretch = watched(report);
  if (!stretch) return std::nullopt;
  return std::chrono::duration<double>(stretch->to.cpu_time - stretch->from.cpu_time).count() / stretch->seconds;
}

std::optional<double> peer_switches(const BenchReport& report) {
  if (!report.repetitions.empty()) return std::nullopt;
  const auto stretch = watched(report);
  if (!stretch || stretch->to.context_switches < stretch->from.context_switches) return std::nullopt;  // threads ended
  return static_cast<double>(stretch->to.context_switches - stretch->from.context_switches) / stretch->seconds;
}

bool generator_was_the_limit(const SearchResult& search) {
  const auto& [low, high, confidence] = search.capacity;
  if (!high) return false;
  return std::any_of(search.trials.begin(), search.trials.end(), [&](const SearchTrial& trial) {
    return trial.load == *high && !trial.held() && trial.busy > nearly_all;
  });
}

std::string_view to_string(Raised raised) {
  return raised == Raised::rate ? "rate" : "connections";
}

std::string describe(const Plan& plan) {
  std::string text = harness::format_counted(plan.connections, "connection");
  switch (plan.workload) {
    case WorkloadKind::broadcast:
      text += fmt::format(", {} of them publishing", plan.publishers);
      [[fallthrough]];
    case WorkloadKind::echo:
      text += fmt::format(", {}, {} {}", describe_load(plan), to_string(plan.payload),
                          plan.type == protocol::MessageType::text ? "text" : "binary");
      if (plan.link.handshake.deflate) text += ", compressed";
      break;
    case WorkloadKind::connect:
      text += " at a time, " + describe_load(plan);
      break;
    case WorkloadKind::scenario:
      text = fmt::format("\"{}\" by {}", plan.scenario, harness::format_counted(plan.connections, "user"));
      if (plan.rate) text += ", " + describe_load(plan);
      break;
    case WorkloadKind::push:
    case WorkloadKind::idle:
      break;
  }
  return text;
}

}  // namespace parley::load
