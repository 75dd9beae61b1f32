// Thresholds: what a load run must keep to, "p99<50ms".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/load/plan.hpp"
#include "harness/load/run.hpp"
#include "harness/scenario/comparison.hpp"

namespace parley::load {

/// min, mean, max or a percentile of what is measured.
struct TimeStatistic {
  Measure measure = Measure::latency;
  enum class Kind : std::uint8_t { min, mean, max, percentile } kind = Kind::percentile;
  double percent = 50;
};

enum class Quantity : std::uint8_t {
  messages,     // received, a second
  bytes,        // of their payload, a second
  connections,  // opened, a second
  open,         // connections when the load ended
  errors,       // faults of all kinds
  capacity,     // that a search found
};

struct Threshold {
  std::string text;  // as it was written
  std::variant<TimeStatistic, Quantity, Fault> subject;
  scenario::Comparison limit;
};

/// "p99<50ms", "service.p99.9 <= 2ms", "messages > 100000", "lost == 0". A statistic alone is that of the workload's
/// main measure. The error is a sentence for the user.
[[nodiscard]] Result<Threshold, std::string> parse_threshold(std::string_view text, Measure main);

struct ThresholdResult {
  std::string text;
  bool passed = false;
  std::string actual;  // for people
};

/// Messages that never came back: of no echo is it known how long it would have taken.
[[nodiscard]] std::uint64_t never_answered(const Outcome& outcome);

/// A time that was never measured passes no threshold. What came to no end (was not answered, not delivered, not
/// opened) counts as slower than all that did: else a peer would pass by losing what it is slow at.
[[nodiscard]] ThresholdResult judge(const Threshold& threshold, const Outcome& outcome);

/// Why no run of this plan measures it; empty: it does.
[[nodiscard]] std::string why_never_measured(const Threshold& threshold, const Plan& plan);

/// True when it is about what a search found.
[[nodiscard]] bool is_about_capacity(const Threshold& threshold);

/// The user's thresholds, and that there be no faults but of the kinds of which one of them says how many there may be.
[[nodiscard]] std::vector<ThresholdResult> judge_all(const std::vector<Threshold>& thresholds, const Outcome& outcome);

/// A second, over the time that counted.
[[nodiscard]] double per_second(std::uint64_t count, const Outcome& outcome);

}  // namespace parley::load
