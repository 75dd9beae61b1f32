#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "harness/load/bench_document.hpp"
#include "harness/report/text.hpp"

namespace parley::load {
namespace {

constexpr auto together = std::chrono::seconds(1);  // runs that begin within it count as begun together

/// Why these two cannot have been one run; empty: they can.
std::string why_not(const BenchReport& one, const BenchReport& other) {
  if (one.plan.workload != other.plan.workload) {
    return fmt::format("one is of workload {} and the other of {}", to_string(one.plan.workload),
                       to_string(other.plan.workload));
  }
  if (one.search || other.search) return "a search is no run of its own";
  if (!one.repetitions.empty() || !other.repetitions.empty()) return "one was repeated: merge its runs one by one";
  return {};
}

void add_plan(Plan& to, const Plan& other) {
  to.connections += other.connections;
  to.publishers += other.publishers;
  to.threads += other.threads;
  if (to.rate && other.rate) *to.rate += *other.rate;
  to.duration = std::max(to.duration, other.duration);
}

void add_series(std::vector<SeriesRow>& to, const std::vector<SeriesRow>& other) {
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (i == to.size()) {
      to.push_back(other[i]);
      continue;
    }
    SeriesRow& row = to[i];
    row.length = std::max(row.length, other[i].length);
    row.traffic.add(other[i].traffic);
    row.faults += other[i].faults;
    row.open_links += other[i].open_links;
    row.times.merge(other[i].times);
    if (!row.peer) row.peer = other[i].peer;
  }
}

void add(BenchReport& whole, const BenchReport& part) {
  Outcome& sum = whole.outcome;
  const double busy = sum.busy * whole.plan.threads + part.outcome.busy * part.plan.threads;
  add_plan(whole.plan, part.plan);
  sum.busy = busy / whole.plan.threads;
  sum.add(part.outcome);
  sum.length = std::max(sum.length, part.outcome.length);
  sum.opening = std::max(sum.opening, part.outcome.opening);
  sum.open_links += part.outcome.open_links;
  sum.started = std::min(sum.started, part.outcome.started);
  add_series(whole.series, part.series);
  if (!whole.peer) whole.peer = part.peer;
  if (whole.machine.find(part.machine) == std::string::npos) whole.machine += "; " + part.machine;
  for (const auto& each : part.thresholds) whole.thresholds.push_back(each);
}

/// All that any of the runs had to keep, once.
std::vector<Threshold> thresholds_of(const BenchReport& report) {
  std::vector<Threshold> thresholds;
  for (const auto& each : report.thresholds) {
    const auto same = [&](const Threshold& known) { return known.text == each.text; };
    if (std::any_of(thresholds.begin(), thresholds.end(), same)) continue;
    auto threshold = parse_threshold(each.text, main_measure(report.plan.workload));
    if (!threshold) throw std::invalid_argument("threshold " + threshold.error());
    thresholds.push_back(*std::move(threshold));
  }
  return thresholds;
}

}  // namespace

BenchReport merge(const std::vector<BenchDocument>& documents) {
  BenchReport whole = documents.front().report;
  auto latest = whole.outcome.started;
  for (std::size_t i = 1; i < documents.size(); ++i) {
    const BenchReport& part = documents[i].report;
    if (const auto why = why_not(whole, part); !why.empty()) {
      throw std::invalid_argument(
          fmt::format("{} and {} cannot be merged: {}", documents.front().name, documents[i].name, why));
    }
    latest = std::max(latest, part.outcome.started);
    add(whole, part);
  }
  if (const auto apart = latest - whole.outcome.started; apart > together) {
    whole.notes.push_back(fmt::format("the runs did not begin together, but up to {} apart (--start-at)",
                                      harness::format_duration(apart)));
  }
  whole.thresholds = judge_all(thresholds_of(whole), whole.outcome);
  return whole;
}

}  // namespace parley::load
