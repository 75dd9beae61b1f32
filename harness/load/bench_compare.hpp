// Load runs side by side: what differs between them, and whether by more than noise.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/bench_document.hpp"
#include "harness/load/metric.hpp"
#include "harness/load/statistics.hpp"

namespace parley::load {

/// What can be said of a value beside that of the first run.
enum class Finding : std::uint8_t {
  none,    // there is nothing to compare with
  noise,   // no more than runs, or the seconds of one run, differ among themselves
  better,  // beyond the noise of repeated runs
  worse,
  differs,  // beyond it, in a value that is neither good nor bad
  once,     // beyond what the seconds of each run differ, but the runs were not repeated: the next may say otherwise
  few,      // too few repetitions, or a value that a run has only once: nothing can be said
};
[[nodiscard]] std::string_view to_string(Finding finding);

struct ComparedValue {
  std::optional<double> value;       // the median of repetitions
  std::optional<Interval> interval;  // of that median
  std::optional<Difference> ratio;   // to the first run
  Finding finding = Finding::none;
};

struct ComparedRow {
  Metric metric;                      // of the first run that has it
  std::vector<ComparedValue> values;  // one for each document
};

/// All metrics that any run has. The first run is what the others are compared with.
[[nodiscard]] std::vector<ComparedRow> compare_runs(const std::vector<BenchDocument>& documents);

/// A table of all, each in a column.
[[nodiscard]] std::string compare(const std::vector<BenchDocument>& documents);

}  // namespace parley::load
