#include "harness/load/threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "harness/report/text.hpp"

namespace parley::load {
namespace {

using Kind = TimeStatistic::Kind;

constexpr std::array<std::pair<std::string_view, Quantity>, 6> quantities = {{{"messages", Quantity::messages},
                                                                              {"bytes", Quantity::bytes},
                                                                              {"connections", Quantity::connections},
                                                                              {"open", Quantity::open},
                                                                              {"errors", Quantity::errors},
                                                                              {"capacity", Quantity::capacity}}};

constexpr std::string_view expected =
    "; expected a name, a comparison and a value: p99<50ms (also min, mean, max; service.p99, opening.p99, …), "
    "messages>1000 (a second; also bytes, connections), errors==0 (also open, lost, corrupted, …)";

std::string_view trim(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

/// "p99", "p99.9", "min", "mean", "max"
std::optional<TimeStatistic> parse_statistic(std::string_view name, Measure measure) {
  if (name == "min") return TimeStatistic{measure, Kind::min, 0};
  if (name == "mean") return TimeStatistic{measure, Kind::mean, 0};
  if (name == "max") return TimeStatistic{measure, Kind::max, 0};
  if (!name.starts_with('p')) return std::nullopt;
  name.remove_prefix(1);
  double percent = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), percent);
  if (error != std::errc() || end != name.data() + name.size() || !(percent >= 0 && percent <= 100)) {
    return std::nullopt;  // NaN is neither
  }
  return TimeStatistic{measure, Kind::percentile, percent};
}

std::optional<TimeStatistic> parse_time(std::string_view name, Measure main) {
  if (const auto statistic = parse_statistic(name, main)) return statistic;
  for (const auto& info : measure_infos()) {
    if (!name.starts_with(info.name) || !name.substr(info.name.size()).starts_with('.')) continue;
    return parse_statistic(name.substr(info.name.size() + 1), info.measure);
  }
  return std::nullopt;
}

std::optional<std::variant<TimeStatistic, Quantity, Fault>> parse_subject(std::string_view name, Measure main) {
  if (const auto time = parse_time(name, main)) return *time;
  for (const auto& [known, quantity] : quantities) {
    if (known == name) return quantity;
  }
  for (const auto& info : fault_infos()) {
    if (info.name == name) return info.fault;
  }
  return std::nullopt;
}

/// `missing`: so many more would have been slower than any. Nothing: the statistic is one of these.
std::optional<std::uint64_t> value_of(const TimeStatistic& statistic, const Histogram& times, std::uint64_t missing) {
  const auto count = static_cast<double>(times.count());
  const double of_those = statistic.percent * (count + static_cast<double>(missing)) / count;
  switch (statistic.kind) {
    case Kind::min:
      return times.min();
    case Kind::mean:
      if (missing > 0) return std::nullopt;
      return static_cast<std::uint64_t>(std::llround(times.mean()));
    case Kind::max:
      if (missing > 0) return std::nullopt;
      return times.max();
    case Kind::percentile:
      if (missing == 0) return times.percentile(statistic.percent);
      if (of_those > 100) return std::nullopt;
      return times.percentile(of_those);
  }
  return 0;
}

/// Broadcasts that did not reach enough receivers to have this time. Of a closed loop those that reached nobody are not
/// known: few, for each holds up its publisher.
std::uint64_t never_reached(Measure measure, const Outcome& outcome) {
  const auto count = [&](Measure of) { return outcome.measured.of(of).count(); };
  const auto broadcasts = std::max(count(Measure::lateness), count(Measure::first));
  return never_answered(outcome) == 0 ? 0 : broadcasts - std::min(broadcasts, count(measure));
}

/// What should have had such a time, and came to no end; and what became of it, for people.
struct Missing {
  std::uint64_t count = 0;
  std::string_view fate;
};

Missing missing_of(Measure measure, const Outcome& outcome) {
  const Faults faults = outcome.faults();
  switch (measure) {
    case Measure::latency:
    case Measure::service:
      return {never_answered(outcome), "were not answered"};
    case Measure::first:
    case Measure::median:
    case Measure::last:
      return {never_reached(measure, outcome), "did not get so far"};
    case Measure::opening:
      return {faults.count(Fault::connect) + faults.count(Fault::handshake), "did not open"};
    case Measure::iteration:
      return {faults.count(Fault::connect) + faults.count(Fault::failed), "did not pass"};
    case Measure::lateness:
    case Measure::gap:
    case Measure::round_trip:
      return {};
  }
  return {};
}

double value_of(Quantity quantity, const Outcome& outcome) {
  const auto& traffic = outcome.measured.traffic;
  switch (quantity) {
    case Quantity::messages:
      return per_second(traffic.messages_received, outcome);
    case Quantity::bytes:
      return per_second(traffic.bytes_received, outcome);
    case Quantity::connections:
      return per_second(traffic.connections_opened, outcome);
    case Quantity::open:
      return static_cast<double>(outcome.open_links);
    case Quantity::errors:
      return static_cast<double>(outcome.faults().total());
    case Quantity::capacity:
      return outcome.capacity.value_or(0);
  }
  return 0;
}

/// Where errors are not spoken of there must be none. Where one kind of them is, none of the others may come.
std::vector<Threshold> implied(const std::vector<Threshold>& given, const Faults& faults) {
  const auto named = [&](const auto& subject) {
    return std::any_of(given.begin(), given.end(), [&](const Threshold& each) {
      const auto* const same = std::get_if<std::decay_t<decltype(subject)>>(&each.subject);
      return same != nullptr && *same == subject;
    });
  };
  if (named(Quantity::errors)) return {};
  const scenario::Comparison none{scenario::Relation::equal, 0};
  const auto infos = fault_infos();
  const bool any_kind = std::any_of(infos.begin(), infos.end(), [&](const auto& info) { return named(info.fault); });
  if (!any_kind) return {{"errors==0", Quantity::errors, none}};
  std::vector<Threshold> thresholds;
  for (const auto& info : infos) {
    if (named(info.fault) || faults.count(info.fault) == 0) continue;
    thresholds.push_back({fmt::format("{}==0", info.name), info.fault, none});
  }
  return thresholds;
}

}  // namespace

double per_second(std::uint64_t count, const Outcome& outcome) {
  const double seconds = std::chrono::duration<double>(outcome.length).count();
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

Result<Threshold, std::string> parse_threshold(std::string_view text, Measure main) {
  const auto fault = [&](const std::string& what) {
    return failure(fmt::format("\"{}\": {}{}", text, what, expected));
  };
  const auto sign = text.find_first_of("<>=!");
  if (sign == std::string_view::npos) return fault("there is nothing to compare with");
  const auto name = trim(text.substr(0, sign));
  const auto subject = parse_subject(name, main);
  if (!subject) return fault(fmt::format("\"{}\" is nothing that is measured", name));
  const auto right = trim(text.substr(sign));
  const auto limit = std::holds_alternative<TimeStatistic>(*subject) ? scenario::parse_duration_comparison(right)
                                                                     : scenario::parse_comparison(right);
  if (!limit) return fault(limit.error());
  return Threshold{std::string(text), *subject, *limit};
}

std::uint64_t never_answered(const Outcome& outcome) {
  const Faults faults = outcome.faults();
  return faults.count(Fault::lost) + faults.count(Fault::unanswered);
}

ThresholdResult judge(const Threshold& threshold, const Outcome& outcome) {
  if (const auto* const statistic = std::get_if<TimeStatistic>(&threshold.subject)) {
    const Histogram& times = outcome.measured.of(statistic->measure);
    if (times.count() == 0) return {threshold.text, false, "nothing was measured"};
    const auto missing = missing_of(statistic->measure, outcome);
    const auto value = value_of(*statistic, times, missing.count);
    if (!value) {
      return {threshold.text, threshold.limit.holds(std::numeric_limits<double>::infinity()),
              fmt::format("never: {} of {} {}", missing.count, missing.count + times.count(), missing.fate)};
    }
    const auto time = std::chrono::nanoseconds(static_cast<std::chrono::nanoseconds::rep>(*value));
    return {threshold.text, threshold.limit.holds(static_cast<double>(*value)), harness::format_duration(time)};
  }
  const auto* const quantity = std::get_if<Quantity>(&threshold.subject);
  const double value = quantity != nullptr
                           ? value_of(*quantity, outcome)
                           : static_cast<double>(outcome.faults().count(std::get<Fault>(threshold.subject)));
  return {threshold.text, threshold.limit.holds(value), harness::format_quantity(value)};
}

std::string why_never_measured(const Threshold& threshold, const Plan& plan) {
  const auto* const statistic = std::get_if<TimeStatistic>(&threshold.subject);
  if (statistic == nullptr) return {};
  const auto measured = measures_of(plan);
  if (std::find(measured.begin(), measured.end(), statistic->measure) != measured.end()) return {};
  std::string names;
  for (const auto measure : measured) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", measure_infos()[static_cast<std::size_t>(measure)].name);
  }
  return fmt::format("is not measured by this workload, which measures {}", names);
}

bool is_about_capacity(const Threshold& threshold) {
  const auto* const quantity = std::get_if<Quantity>(&threshold.subject);
  return quantity != nullptr && *quantity == Quantity::capacity;
}

std::vector<ThresholdResult> judge_all(const std::vector<Threshold>& thresholds, const Outcome& outcome) {
  std::vector<ThresholdResult> results;
  for (const auto& threshold : thresholds) results.push_back(judge(threshold, outcome));
  for (const auto& threshold : implied(thresholds, outcome.faults())) results.push_back(judge(threshold, outcome));
  return results;
}

}  // namespace parley::load
