#include "harness/load/bench_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/text.hpp"
#include "protocol/duration.hpp"

namespace parley::load {
namespace {

constexpr double nearly_all = 0.9;                  // of a thread's time
constexpr std::uint64_t much_too_late = 1'000'000;  // nanoseconds

double share_of_processor(const harness::ProcessUsage& from, const harness::ProcessUsage& to, Duration length) {
  return std::chrono::duration<double>(to.cpu_time - from.cpu_time).count() /
         std::chrono::duration<double>(length).count();
}

std::string describe_load(const Plan& plan) {
  if (plan.rate) {
    return fmt::format("{} a second, {}", harness::format_quantity(*plan.rate),
                       plan.arrivals == Arrivals::poisson ? "Poisson" : "constant");
  }
  return plan.workload == WorkloadKind::connect ? "one after the other" : fmt::format("depth {}", plan.depth);
}

}  // namespace

bool BenchReport::was_unreachable() const {
  return outcome.warmup.traffic.connections_opened + outcome.measured.traffic.connections_opened == 0;
}

bool BenchReport::passed() const {
  return std::all_of(thresholds.begin(), thresholds.end(), [](const auto& each) { return each.passed; });
}

int BenchReport::exit_status() const {
  if (was_unreachable()) return 3;
  return passed() ? 0 : 1;
}

SeriesRow make_row(const Row& row, Measure main) {
  const Histogram& times = row.tally->of(main);
  return {row.at,         row.length,           row.tally->traffic,   row.tally->faults.total(),
          row.open_links, times.percentile(50), times.percentile(99), times.max(),
          std::nullopt};
}

std::vector<std::string> remarks(const BenchReport& report) {
  std::vector<std::string> list;
  const Plan& plan = report.plan;
  const Outcome& outcome = report.outcome;
  if (!outcome.cut_short.empty()) list.push_back("the run ended before its time: " + outcome.cut_short);
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
  return list;
}

std::optional<double> bytes_per_connection(const BenchReport& report) {
  const auto opened = report.outcome.warmup.traffic.connections_opened;
  if (!report.peer || opened == 0) return std::nullopt;
  const auto before = static_cast<double>(report.peer->before.resident_bytes);
  return (static_cast<double>(report.peer->ready.resident_bytes) - before) / static_cast<double>(opened);
}

std::optional<double> peer_processors(const BenchReport& report) {
  const auto& series = report.series;
  if (!report.peer || series.size() < 2 || !series.front().peer || !series.back().peer) return std::nullopt;
  const Duration length = series.back().at + series.back().length - series.front().at - series.front().length;
  return share_of_processor(*series.front().peer, *series.back().peer, length);
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
    case WorkloadKind::push:
    case WorkloadKind::idle:
      break;
  }
  return text;
}

}  // namespace parley::load
