#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>

#include "harness/load/bench_document.hpp"
#include "harness/report/text.hpp"

namespace parley::load {
namespace {

constexpr std::string_view all_parts = "all parts";  // stands among the thresholds
constexpr std::uint32_t most_named = 10;             // parts that are missing
constexpr auto together = std::chrono::seconds(1);   // runs that begin within it count as begun together

/// A second and connection: all parts of a load have the same.
double of_each(const Plan& plan) {
  return *plan.rate / plan.connections;
}

/// What two generators of one run must have in common and have not; empty: nothing.
std::string difference(const Plan& one, const Plan& other) {
  if (one.rate.has_value() != other.rate.has_value()) return "--rate, which only one has,";
  if (!one.rate && one.depth != other.depth) return "--depth";
  if (one.arrivals != other.arrivals) return "--arrivals";
  if (to_string(one.payload) != to_string(other.payload)) return "--payload";
  if (one.type != other.type) return "the type of messages";
  if (one.verification != other.verification) return "--verify";
  if (one.link.handshake.deflate.has_value() != other.link.handshake.deflate.has_value()) return "--compression";
  if (one.warmup != other.warmup) return "--warmup";
  if (one.duration != other.duration) return "--duration";
  if (one.scenario != other.scenario) return "the scenario";
  if (one.shard.has_value() != other.shard.has_value()) return "--shard, which only one has,";
  if (one.shard && one.shard->of != other.shard->of) return "N of --shard I/N";
  if (one.shard && one.rate && std::abs(of_each(one) / of_each(other) - 1) > 1e-6) return "--rate";
  return {};
}

/// Why these two cannot have been one run; empty: they can.
std::string why_not(const BenchReport& one, const BenchReport& other) {
  if (one.plan.workload != other.plan.workload) {
    return fmt::format("one is of workload {} and the other of {}", to_string(one.plan.workload),
                       to_string(other.plan.workload));
  }
  if (one.search || other.search) return "a search is no run of its own";
  if (const auto what = difference(one.plan, other.plan); !what.empty()) return what + " differs";
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
  if (whole.peer) whole.peer->ready.reset();  // its memory then was not that of all connections
  if (whole.machine.find(part.machine) == std::string::npos) whole.machine += "; " + part.machine;
  for (const auto& each : part.thresholds) whole.thresholds.push_back(each);
}

/// Whether the parts are all of the load, each once; nothing where they were no shards. Throws std::invalid_argument
/// that names the files of which both are the same part.
std::optional<ThresholdResult> completeness(const std::vector<BenchDocument>& documents) {
  std::map<std::uint32_t, const BenchDocument*> parts;
  for (const auto& document : documents) {
    const auto& shard = document.report.plan.shard;
    if (!shard) return std::nullopt;
    const auto [known, is_new] = parts.emplace(shard->index, &document);
    if (is_new) continue;
    throw std::invalid_argument(fmt::format("{} and {} cannot be merged: both are part {}/{}", known->second->name,
                                            document.name, shard->index, shard->of));
  }
  const std::uint32_t of = documents.front().report.plan.shard->of;
  std::string missing;
  std::size_t unnamed = of - parts.size();
  for (std::uint32_t index = 0, named = 0; index < of && named < most_named && unnamed > 0; ++index) {
    if (parts.contains(index)) continue;
    missing += fmt::format("{}{}/{}", missing.empty() ? "" : ", ", index, of);
    --unnamed;
    ++named;
  }
  if (unnamed > 0) missing += fmt::format(" and {} more", unnamed);
  const auto found = fmt::format("{} of {}", parts.size(), of);
  return ThresholdResult{std::string(all_parts), missing.empty(),
                         missing.empty() ? found : found + "; missing: " + missing};
}

/// The same run twice is no two runs.
void refuse_doubles(const std::vector<BenchDocument>& documents) {
  for (auto one = documents.begin(); one != documents.end(); ++one) {
    const auto same = [&](const BenchDocument& other) {
      const auto& [a, b] = std::pair(one->report, other.report);
      return a.outcome.started == b.outcome.started && a.machine == b.machine && a.command == b.command &&
             a.outcome.busy == b.outcome.busy &&
             a.outcome.measured.traffic.messages_received == b.outcome.measured.traffic.messages_received;
    };
    const auto other = std::find_if(one + 1, documents.end(), same);
    if (other == documents.end()) continue;
    throw std::invalid_argument(
        fmt::format("{} and {} cannot be merged: they are the same run", one->name, other->name));
  }
}

/// All that any of the runs had to keep, once.
std::vector<std::string> texts_of(const std::vector<ThresholdResult>& results) {
  std::vector<std::string> texts;
  for (const auto& each : results) {
    const bool known = std::find(texts.begin(), texts.end(), each.text) != texts.end();
    if (!known && each.text != all_parts) texts.push_back(each.text);
  }
  return texts;
}

std::vector<Threshold> parse_all(const std::vector<std::string>& texts, Measure main) {
  std::vector<Threshold> thresholds;
  for (const auto& text : texts) {
    auto threshold = parse_threshold(text, main);
    if (!threshold) throw std::invalid_argument("threshold " + threshold.error());
    thresholds.push_back(*std::move(threshold));
  }
  return thresholds;
}

}  // namespace

BenchReport merge(const std::vector<BenchDocument>& documents, const std::vector<std::string>& thresholds) {
  refuse_doubles(documents);
  const auto complete = completeness(documents);
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
  const auto texts = thresholds.empty() ? texts_of(whole.thresholds) : thresholds;
  whole.thresholds = judge_all(parse_all(texts, main_measure(whole.plan.workload)), whole.outcome);
  if (complete) whole.thresholds.push_back(*complete);
  whole.plan.shard.reset();
  return whole;
}

}  // namespace parley::load
