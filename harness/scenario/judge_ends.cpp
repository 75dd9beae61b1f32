// Connections that end where nobody has asked how they end.
#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/judge.hpp"
#include "harness/scenario/problem.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t most_told = 3;

bool is_among(std::size_t spec, const std::vector<std::size_t>& specs) {
  return std::find(specs.begin(), specs.end(), spec) != specs.end();
}

/// Steps that await an end, or make one.
bool is_about_ends(const Action& action) {
  if (const auto* const event = std::get_if<AwaitEvent>(&action)) {
    const Event awaited = event_of(event->event);
    return awaited == Event::closed || awaited == Event::failed || awaited == Event::browser_close ||
           awaited == Event::browser_error;
  }
  return std::holds_alternative<AwaitClose>(action) || std::holds_alternative<Close>(action) ||
         std::holds_alternative<Drop>(action) || std::holds_alternative<Reset>(action);
}

bool is_about_ends(const Expectation& expectation) {
  if (const auto* const counters = std::get_if<CountersCheck>(&expectation)) {
    return std::any_of(counters->counters.begin(), counters->counters.end(),
                       [](const auto& each) { return each.first == "closes" || each.first == "opens"; });
  }
  return std::holds_alternative<AwaitClose>(expectation) || std::holds_alternative<EventsCheck>(expectation);
}

/// Whether the scenario says how connections of this client end: then its own words decide.
bool says_how_it_ends(const Scenario& scenario, std::size_t spec) {
  if (scenario.clients[spec].reconnect) return true;  // it is made for connections that end
  const bool counted = std::any_of(scenario.thresholds.begin(), scenario.thresholds.end(),
                                   [](const Threshold& each) { return each.quantity == Threshold::Quantity::errors; });
  if (counted) return true;
  const bool awaited = std::any_of(scenario.steps.begin(), scenario.steps.end(), [&](const Step& step) {
    return is_among(spec, step.clients) && is_about_ends(step.action);
  });
  return awaited || std::any_of(scenario.checks.begin(), scenario.checks.end(), [&](const Check& check) {
           return is_among(spec, check.clients) && is_about_ends(check.expectation);
         });
}

}  // namespace

std::vector<harness::CheckResult> judge_ends(const Scenario& scenario, const Records& records) {
  std::vector<harness::CheckResult> results;
  std::size_t failures = 0;
  for (const ClientRecord& record : records) {
    if (!record.abnormal_end || says_how_it_ends(scenario, record.spec)) continue;
    if (++failures > most_told) continue;
    harness::CheckResult result;
    result.name = record.name + ": the connection's end";
    result.pointer = child("/clients", scenario.clients[record.spec].name);
    result.expected = "a connection that stays open or ends in order, for the scenario says nothing else";
    result.actual = describe(*record.abnormal_end);
    results.push_back(std::move(result));
  }
  if (failures > most_told)
    results.back().actual += fmt::format("; and {} more ended abnormally", failures - most_told);
  return results;
}

}  // namespace parley::scenario
