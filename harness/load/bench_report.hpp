// BenchReport: everything that a load run found, for all report formats.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
  std::uint64_t p50 = 0, p99 = 0, max = 0;    // nanoseconds, of the main measure
  std::optional<harness::ProcessUsage> peer;  // at its end
};

/// What the process under test used (--pid).
struct PeerUsage {
  harness::ProcessUsage before;  // any connection was made
  harness::ProcessUsage ready;   // all connections stood
  harness::ProcessUsage end;     // the load had ended, the connections stood
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

  [[nodiscard]] bool passed() const;
  /// 0: all thresholds hold; 1: one does not; 3: no connection was ever made.
  [[nodiscard]] int exit_status() const;
  [[nodiscard]] bool was_unreachable() const;
};

[[nodiscard]] SeriesRow make_row(const Row& row, Measure main);

/// What whoever reads the numbers should know: limits of the method, and signs that the generator was the bottleneck.
[[nodiscard]] std::vector<std::string> remarks(const BenchReport& report);

/// Memory of the process under test for each connection that it holds; nothing without --pid, or when none stood.
[[nodiscard]] std::optional<double> bytes_per_connection(const BenchReport& report);

/// Of one processor: 1 is all of it. Nothing without --pid.
[[nodiscard]] std::optional<double> peer_processors(const BenchReport& report);

/// "100 connections, depth 64, 20B binary"
[[nodiscard]] std::string describe(const Plan& plan);

}  // namespace parley::load
