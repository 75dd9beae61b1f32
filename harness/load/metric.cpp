#include "harness/load/metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/report/text.hpp"

namespace parley::load {
namespace {

constexpr std::array percents = {50.0, 90.0, 99.0, 99.9};

void add_times(std::vector<Metric>& metrics, const MeasureInfo& info, const Histogram& times) {
  if (times.count() == 0) return;
  const std::string name(info.name);
  const bool is_better = info.measure != Measure::gap;  // more messages have shorter gaps, and bursts too
  const auto better = is_better ? Better::lower : Better::neither;
  for (const double percent : percents) {
    metrics.push_back({fmt::format("{}.p{:g}", name, percent), fmt::format("{} p{:g}", name, percent),
                       Unit::nanoseconds, better, static_cast<double>(times.percentile(percent))});
  }
  metrics.push_back({name + ".max", name + " max", Unit::nanoseconds, better, static_cast<double>(times.max())});
}

void add_peer(std::vector<Metric>& metrics, const BenchReport& report) {
  if (const auto processors = peer_processors(report)) {
    metrics.push_back({"peer.processors", "peer's processors", Unit::number, Better::lower, *processors});
  }
  if (const auto bytes = bytes_per_connection(report)) {
    metrics.push_back({"peer.bytes_per_connection", "peer's bytes/conn.", Unit::bytes, Better::lower, *bytes});
  }
}

}  // namespace

std::vector<Metric> metrics_of(const BenchReport& report) {
  std::vector<Metric> metrics;
  const Outcome& outcome = report.outcome;
  const auto& traffic = outcome.measured.traffic;
  if (report.search && report.search->capacity.low) {
    const bool rate = report.search->raised == Raised::rate;
    metrics.push_back({"capacity", rate ? "capacity /s" : "capacity", rate ? Unit::a_second : Unit::number,
                       Better::higher, *report.search->capacity.low});
  }
  // In an open loop the user chose how much is sent; that more comes back is no merit either.
  const auto better = report.plan.rate ? Better::neither : Better::higher;
  const auto rate = [&](const char* name, const char* label, std::uint64_t count, bool expected) {
    if (count == 0 && !expected) return;
    metrics.push_back({name, label, Unit::a_second, better, per_second(count, outcome)});
  };
  const auto workload = report.plan.workload;
  const bool opens = workload == WorkloadKind::connect || workload == WorkloadKind::idle;
  rate("messages_sent", "sent /s", traffic.messages_sent, !opens && workload != WorkloadKind::push);
  rate("messages_received", "received /s", traffic.messages_received, !opens);
  rate("connections_opened", "opened /s", traffic.connections_opened, workload == WorkloadKind::connect);
  for (const auto& info : measure_infos()) add_times(metrics, info, outcome.measured.of(info.measure));
  add_peer(metrics, report);
  metrics.push_back({"errors", "errors", Unit::number, Better::lower, static_cast<double>(outcome.faults().total())});
  return metrics;
}

std::string format_metric(Unit unit, double value) {
  switch (unit) {
    case Unit::nanoseconds:
      return harness::format_duration(std::chrono::nanoseconds(std::llround(value)));
    case Unit::a_second:
    case Unit::number:
    case Unit::bytes:
      return harness::format_quantity(value);
  }
  return {};
}

Repetition repetition_of(const BenchReport& report) {
  Repetition repetition{report.outcome.started, {}};
  for (const auto& metric : metrics_of(report)) repetition.values.emplace_back(metric.name, metric.value);
  return repetition;
}

BenchReport pool(const std::vector<BenchReport>& runs) {
  BenchReport whole = runs.front();
  whole.repetitions.clear();
  double busy = 0;
  for (const auto& run : runs) {
    whole.repetitions.push_back(repetition_of(run));
    busy += run.outcome.busy / static_cast<double>(runs.size());
    if (&run == &runs.front()) continue;
    Outcome& sum = whole.outcome;
    for (auto row : run.series) {
      row.at += sum.length;
      whole.series.push_back(std::move(row));
    }
    sum.add(run.outcome);
    sum.length += run.outcome.length;
    sum.open_links = run.outcome.open_links;
    if (whole.peer && run.peer) whole.peer->end = run.peer->end;
  }
  whole.outcome.busy = busy;
  whole.outcome.warmup.traffic.connections_opened = runs.front().outcome.warmup.traffic.connections_opened;
  return whole;
}

}  // namespace parley::load
