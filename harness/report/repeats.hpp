// What the repetitions of a scenario (--repeat) have in common: how many passed, and how far their times are spread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/report/run_report.hpp"

namespace parley::harness {

/// Over the repetitions, by nearest rank. In the unit of the values.
struct Spread {
  double median = 0;
  double p95 = 0;
};

[[nodiscard]] Spread spread(std::vector<double> values);  // not of none

struct Repeats {
  const ScenarioResult* first = nullptr;  // names all of them
  std::size_t runs = 0;                   // without those that were skipped
  std::size_t passed = 0;
  Spread duration;                        // nanoseconds
  std::size_t timed = 0;                  // runs with round trips
  Spread round_trip_p50, round_trip_p99;  // nanoseconds
  Spread throughput;                      // messages a second
};

/// One for each scenario and pairing that was played more than once, in the order of the report.
[[nodiscard]] std::vector<Repeats> repeats(const RunReport& report);

}  // namespace parley::harness
