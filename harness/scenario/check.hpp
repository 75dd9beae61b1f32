// Checks and thresholds: what must have come of a scenario.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "harness/scenario/step.hpp"

namespace parley::scenario {

struct SortedBy {
  std::string pointer;
  enum class Order : std::uint8_t { ascending, descending } order = Order::ascending;
};

struct DatasetCheck {
  Matcher whole;
  std::optional<Matcher> each, first, last;
  std::optional<SortedBy> sorted_by;
};

enum class Guarantee : std::uint8_t { exactly_once, at_least_once, at_most_once };

struct DeliveryCheck {
  std::vector<std::size_t> from, to;  // indices into Scenario::clients
  Guarantee guarantee = Guarantee::exactly_once;
  bool in_order = true;
  std::optional<std::string> pointer;
  std::optional<Pattern> capture;
};

struct EventsCheck {
  std::optional<std::vector<std::string>> equals, contains;
  std::vector<std::string> ignore, excludes;
};

struct CountersCheck {
  std::vector<std::pair<std::string, Comparison>> counters;
};

struct HandshakeCheck {
  std::optional<int> status;
  std::optional<std::string> subprotocol;
  std::optional<bool> compression;
  std::optional<Json> compression_parameters;  // those that were written
  std::vector<std::pair<std::string, Matcher>> headers;
};

using Expectation = std::variant<DatasetCheck, DeliveryCheck, EventsCheck, AwaitClose, CountersCheck, HandshakeCheck>;

struct Check {
  std::string pointer;               // "/checks/0"
  std::string name;                  // empty: the runner finds one
  std::vector<std::size_t> clients;  // indices into Scenario::clients
  Expectation expectation;
};

/// One limit: "round_trip p99", "< 5ms".
struct Threshold {
  std::string pointer;
  enum class Quantity : std::uint8_t { round_trip, connect, throughput, errors, duration } quantity;
  std::string statistic;  // of a distribution: "p99"
  Comparison limit;
};

}  // namespace parley::scenario
