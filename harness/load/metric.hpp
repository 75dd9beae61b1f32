// Metric: the single numbers of a load run that runs are compared by.
#pragma once

#include <string>
#include <vector>

#include "harness/load/bench_report.hpp"

namespace parley::load {

enum class Unit : std::uint8_t { a_second, nanoseconds, number, bytes };
enum class Better : std::uint8_t { higher, lower, neither };

struct Metric {
  std::string name;   // as in reports: "messages_received", "latency.p99"
  std::string label;  // for people: "received /s", "latency p99"
  Unit unit = Unit::number;
  Better better = Better::neither;
  double value = 0;
};

/// All that the run measured, most important first.
[[nodiscard]] std::vector<Metric> metrics_of(const BenchReport& report);

/// "1.25 ms", "45.6k", "12.3 MiB"
[[nodiscard]] std::string format_metric(Unit unit, double value);

/// What is left of a run once it is one of several.
[[nodiscard]] Repetition repetition_of(const BenchReport& report);

/// Several runs as one: the tallies are added and the series stand one behind the other, and the single numbers of each
/// run are kept. Of at least one run.
[[nodiscard]] BenchReport pool(const std::vector<BenchReport>& runs);

}  // namespace parley::load
