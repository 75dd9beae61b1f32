// BenchReport: everything that a load run found, for all report formats.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/load/capacity_search.hpp"
#include "harness/load/plan.hpp"
#include "harness/load/run.hpp"
#include "harness/load/threshold.hpp"
#include "harness/process/process_usage.hpp"

namespace parley::load {

/// One row of the time series, without what only its moment needs.
struct SeriesRow {
  Duration at{};
  Duration length{};
  Traffic traffic;
  std::uint64_t faults = 0;
  std::size_t open_links = 0;
  Histogram times;                            // nanoseconds, of the main measure
  std::optional<harness::ProcessUsage> peer;  // at its end
};

/// What the process under test used (--pid).
struct PeerUsage {
  harness::ProcessUsage before;                // any connection was made
  std::optional<harness::ProcessUsage> ready;  // all connections stood; nothing: one generator cannot tell
  harness::ProcessUsage end;                   // the load had ended, the connections stood
};

/// One of several runs of the same plan: its single numbers, by the names of metrics.
struct Repetition {
  std::chrono::system_clock::time_point started;
  std::vector<std::pair<std::string, double>> values;
};

/// What a search raises.
enum class Raised : std::uint8_t {
  rate,
  connections,
};
[[nodiscard]] std::string_view to_string(Raised raised);

/// One run of a search.
struct SearchTrial {
  double load = 0;
  std::string broken;                       // the limit that did not hold, and what was seen instead; empty: all held
  double done = 0;                          // messages received, or connections opened, a second
  std::uint64_t p50 = 0, p99 = 0, max = 0;  // nanoseconds, of the main measure
  std::uint64_t faults = 0;
  double busy = 0;  // of the generator

  [[nodiscard]] bool held() const { return broken.empty(); }
};

struct SearchResult {
  Raised raised = Raised::rate;
  SearchRange range;
  std::vector<SearchTrial> trials;  // as they were made
  Capacity capacity;
  std::string ended;  // why before it knew enough; empty: it did not
};

struct BenchReport {
  std::string parley_version;
  std::string machine;
  std::string command;
  std::string url;
  Plan plan;
  Outcome outcome;
  std::vector<SeriesRow> series;
  std::vector<ThresholdResult> thresholds;
  std::optional<PeerUsage> peer;
  std::vector<std::string> notes;       // of whoever made the report
  std::vector<Repetition> repetitions;  // two or more: the rest is of all of them together
  std::optional<SearchResult> search;   // then the rest is of a run at the capacity

  [[nodiscard]] bool passed() const;
  /// 0: all thresholds hold; 1: one does not, or the load could not go on, or nothing was measured; 3: no connection
  /// was ever made, or the peer ended; 130: interrupted.
  [[nodiscard]] int exit_status() const;
  [[nodiscard]] bool was_unreachable() const;
  /// True when not one message (connection, iteration) came of the load, nor later of what was due while it counted.
  [[nodiscard]] bool measured_nothing() const;
};

/// Of one metric in each repetition that has it.
[[nodiscard]] std::vector<double> values_of(const BenchReport& report, std::string_view name);

[[nodiscard]] SeriesRow make_row(const Row& row, Measure main);

/// What whoever reads the numbers should know: limits of the method, and signs that the generator was the bottleneck.
[[nodiscard]] std::vector<std::string> remarks(const BenchReport& report);

/// Memory of the process under test for each connection that it holds; nothing without --pid, or when fewer than 100
/// stood.
[[nodiscard]] std::optional<double> bytes_per_connection(const BenchReport& report);

/// Of one processor: 1 is all of it. Nothing without --pid.
[[nodiscard]] std::optional<double> peer_processors(const BenchReport& report);

/// Context switches a second of the process under test. Nothing without --pid.
[[nodiscard]] std::optional<double> peer_switches(const BenchReport& report);

/// True when the load broke because the generator had no more to give, as far as it can tell.
[[nodiscard]] bool generator_was_the_limit(const SearchResult& search);

/// "100 connections, depth 64, 20B binary"
[[nodiscard]] std::string describe(const Plan& plan);

}  // namespace parley::load
