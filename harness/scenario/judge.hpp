// Judges what came of a scenario: pure functions from records to results.
#pragma once

#include <functional>
#include <vector>

#include "harness/report/run_report.hpp"
#include "harness/scenario/record.hpp"
#include "harness/scenario/scenario.hpp"

namespace parley::scenario {

using Records = std::vector<ClientRecord>;

/// The values of {{client}}, {{index}}, … for one client.
using LookupFor = std::function<Lookup(const ClientRecord&)>;

/// One result for each check and client; a group whose members all pass is one result, and of one whose members fail
/// the first three failures are told.
[[nodiscard]] std::vector<harness::CheckResult> judge(const Scenario& scenario, const Records& records,
                                                      const LookupFor& lookup);

/// Connections that ended abnormally, of clients whose ends the scenario says nothing about: one failed result for each
/// of the first three.
[[nodiscard]] std::vector<harness::CheckResult> judge_ends(const Scenario& scenario, const Records& records);

/// What a threshold is held against.
struct Measured {
  harness::LatencySummary round_trip, connect;
  double throughput = 0;  // messages a second
  double errors = 0;
  Duration duration{};
};

[[nodiscard]] harness::CheckResult judge_threshold(const Threshold& threshold, const Measured& measured);

/// The verdict of one expectation on one client. `expected` and `actual` are for people.
struct Finding {
  bool passed = true;
  std::string expected;
  std::string actual;
  std::string detail;  // a difference, several lines
};

[[nodiscard]] Finding judge_dataset(const DatasetCheck& check, const Json& dataset, const Lookup& lookup);
[[nodiscard]] Finding judge_events(const EventsCheck& check, const std::vector<Event>& events);
[[nodiscard]] Finding judge_close(const AwaitClose& check, const std::optional<CloseSeen>& close, const Lookup& lookup);
[[nodiscard]] Finding judge_counters(const CountersCheck& check, const Counters& counters);
[[nodiscard]] Finding judge_handshake(const HandshakeCheck& check, const std::optional<HandshakeSeen>& handshake,
                                      const Lookup& lookup);

/// For one receiver: everything that `senders` sent, against what it received.
[[nodiscard]] Finding judge_delivery(const DeliveryCheck& check, const std::vector<const ClientRecord*>& senders,
                                     const ClientRecord& receiver);

/// Empty when the end is as expected, else what was different.
[[nodiscard]] std::string close_mismatch(const AwaitClose& expected, const CloseSeen& close);
/// "code 1000, reason "bye", clean"
[[nodiscard]] std::string describe(const CloseSeen& close);

}  // namespace parley::scenario
