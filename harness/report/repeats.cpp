#include "harness/report/repeats.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace parley::harness {
namespace {

using Results = std::vector<const ScenarioResult*>;

template <class ValueOf>
Spread spread_of(const Results& results, ValueOf value_of) {
  std::vector<double> values;
  for (const auto* result : results) values.push_back(value_of(*result));
  return spread(std::move(values));
}

Repeats summed(const Results& results) {
  Repeats sum{.first = results.front(), .runs = results.size()};
  Results timed;
  for (const auto* result : results) {
    if (result->verdict == Verdict::passed) ++sum.passed;
    if (result->round_trip.count != 0) timed.push_back(result);
  }
  sum.duration = spread_of(results, [](const auto& r) { return static_cast<double>(r.duration.count()); });
  sum.throughput = spread_of(results, [](const auto& r) { return r.traffic.messages_per_second; });
  sum.timed = timed.size();
  if (timed.empty()) return sum;
  sum.round_trip_p50 = spread_of(timed, [](const auto& r) { return static_cast<double>(r.round_trip.p50); });
  sum.round_trip_p99 = spread_of(timed, [](const auto& r) { return static_cast<double>(r.round_trip.p99); });
  return sum;
}

}  // namespace

Spread spread(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at_rank = [&](double share) {
    const auto rank = std::ceil(share * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(rank) - 1];
  };
  return {at_rank(0.5), at_rank(0.95)};
}

std::vector<Repeats> repeats(const RunReport& report) {
  std::map<std::tuple<std::string, std::string, std::string>, Results> groups;
  std::vector<Results*> order;  // as they were played
  for (const auto& result : report.results) {
    if (result.verdict == Verdict::skipped) continue;
    auto& group = groups[{result.file, result.name, result.pairing()}];
    if (group.empty()) order.push_back(&group);
    group.push_back(&result);
  }
  std::vector<Repeats> sums;
  for (const auto* group : order) {
    if (group->size() > 1) sums.push_back(summed(*group));
  }
  return sums;
}

}  // namespace parley::harness
