#include "harness/scenario/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "protocol/duration.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t most_told = 3;  // failing members of a group

bool is_among(const ClientRecord& record, const std::vector<std::size_t>& specs) {
  return std::find(specs.begin(), specs.end(), record.spec) != specs.end();
}

std::string_view topic(const Expectation& expectation) {
  constexpr std::array<std::string_view, std::variant_size_v<Expectation>> topics = {
      "dataset", "delivery", "events", "close", "counters", "handshake"};
  return topics[expectation.index()];
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

/// Who is judged: the receivers of a delivery, the clients of anything else.
const std::vector<std::size_t>& judged(const Check& check) {
  const auto* delivery = std::get_if<DeliveryCheck>(&check.expectation);
  return delivery != nullptr ? delivery->to : check.clients;
}

Finding find_out(const Check& check, const ClientRecord& record, const Records& records, const Lookup& lookup) {
  return std::visit(
      Overloaded{
          [&](const DatasetCheck& expected) { return judge_dataset(expected, record.dataset, lookup); },
          [&](const DeliveryCheck& expected) {
            std::vector<const ClientRecord*> senders;
            for (const ClientRecord& each : records) {
              if (is_among(each, expected.from)) senders.push_back(&each);
            }
            return judge_delivery(expected, senders, record);
          },
          [&](const EventsCheck& expected) { return judge_events(expected, record.events); },
          [&](const AwaitClose& expected) { return judge_close(expected, record.last_close, lookup); },
          [&](const CountersCheck& expected) { return judge_counters(expected, record.counters); },
          [&](const HandshakeCheck& expected) { return judge_handshake(expected, record.last_handshake, lookup); },
      },
      check.expectation);
}

harness::CheckResult to_result(const Check& check, const std::string& client, Finding finding) {
  harness::CheckResult result;
  result.name = check.name.empty() ? fmt::format("{}: {}", client, topic(check.expectation))
                                   : fmt::format("{}: {}", client, check.name);
  result.passed = finding.passed;
  result.pointer = check.pointer;
  result.expected = std::move(finding.expected);
  result.actual = std::move(finding.actual);
  result.detail = std::move(finding.detail);
  return result;
}

/// The results of one check for one entry of "clients".
void judge_group(const Check& check, const std::string& name, const std::vector<const ClientRecord*>& members,
                 const Records& records, const LookupFor& lookup, std::vector<harness::CheckResult>& results) {
  Finding last;
  std::size_t failures = 0;
  for (const ClientRecord* member : members) {
    Finding finding = find_out(check, *member, records, lookup(*member));
    if (finding.passed) {
      last = std::move(finding);
    } else if (++failures <= most_told) {
      results.push_back(to_result(check, member->name, std::move(finding)));
    }
  }
  if (failures == 0) {
    const std::string whose =
        members.size() == 1 ? members.front()->name : fmt::format("{} ({})", name, members.size());
    results.push_back(to_result(check, whose, std::move(last)));
  } else if (failures > most_told) {
    results.back().detail +=
        fmt::format("\n… and {} more of the {} clients fail in the same check", failures - most_told, members.size());
  }
}

}  // namespace

std::vector<harness::CheckResult> judge(const Scenario& scenario, const Records& records, const LookupFor& lookup) {
  std::vector<harness::CheckResult> results;
  for (const Check& check : scenario.checks) {
    for (const std::size_t spec : judged(check)) {
      std::vector<const ClientRecord*> members;
      for (const ClientRecord& record : records) {
        if (record.spec == spec) members.push_back(&record);
      }
      if (!members.empty()) judge_group(check, scenario.clients[spec].name, members, records, lookup, results);
    }
  }
  return results;
}

namespace {

std::uint64_t statistic(const harness::LatencySummary& latency, std::string_view name) {
  if (name == "mean") return latency.mean;
  if (name == "p50") return latency.p50;
  if (name == "p90") return latency.p90;
  if (name == "p99") return latency.p99;
  if (name == "p999") return latency.p999;
  return latency.max;
}

harness::CheckResult to_result(const Threshold& threshold, std::string name, double value, std::string expected,
                               std::string actual) {
  harness::CheckResult result;
  result.name = "threshold: " + std::move(name);
  result.pointer = threshold.pointer;
  result.passed = threshold.limit.holds(value);
  result.expected = std::move(expected);
  result.actual = std::move(actual);
  return result;
}

/// Three digits are enough for people, unless they would make a broken limit look kept: "1.0002ms" against "<= 1ms".
double rounded(double value) {
  if (value == 0) return 0;
  const double scale = std::pow(10, 2 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

template <class Format>
std::string rounded_text(const Threshold& threshold, double value, Format format) {
  const bool same = threshold.limit.holds(rounded(value)) == threshold.limit.holds(value);
  return format(same ? rounded(value) : value);
}

harness::CheckResult judge_time(const Threshold& threshold, std::string name, double nanoseconds) {
  return to_result(threshold, std::move(name), nanoseconds, threshold.limit.to_duration_string(),
                   rounded_text(threshold, nanoseconds, [](double ns) {
                     return protocol::format_duration(std::chrono::nanoseconds(std::llround(ns)));
                   }));
}

harness::CheckResult judge_latency(const Threshold& threshold, std::string_view what,
                                   const harness::LatencySummary& latency) {
  const std::string name = fmt::format("{} {}", what, threshold.statistic);
  if (latency.count == 0) {  // nothing was timed: a limit cannot be said to hold
    harness::CheckResult result =
        to_result(threshold, name, 0, threshold.limit.to_duration_string(), "nothing was timed");
    result.passed = false;
    return result;
  }
  return judge_time(threshold, name, static_cast<double>(statistic(latency, threshold.statistic)));
}

harness::CheckResult judge_number(const Threshold& threshold, std::string name, double value) {
  return to_result(threshold, std::move(name), value, threshold.limit.to_string(),
                   rounded_text(threshold, value, [](double number) { return fmt::format("{}", number); }));
}

}  // namespace

harness::CheckResult judge_threshold(const Threshold& threshold, const Measured& measured) {
  switch (threshold.quantity) {
    case Threshold::Quantity::round_trip:
      return judge_latency(threshold, "round trip", measured.round_trip);
    case Threshold::Quantity::connect:
      return judge_latency(threshold, "connect", measured.connect);
    case Threshold::Quantity::throughput:
      return judge_number(threshold, "throughput (messages a second)", measured.throughput);
    case Threshold::Quantity::errors:
      return judge_number(threshold, "errors", measured.errors);
    case Threshold::Quantity::duration:
      return judge_time(threshold, "duration", static_cast<double>(measured.duration.count()));
  }
  return {};
}

}  // namespace parley::scenario
