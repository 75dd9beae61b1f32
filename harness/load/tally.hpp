// Tally: everything that is counted in a part of a load run, by one thread or by all.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "harness/load/fault.hpp"
#include "harness/load/histogram.hpp"
#include "harness/load/receiver_faults.hpp"
#include "harness/load/step_failures.hpp"

namespace parley::load {

/// Times that are measured, each in a histogram of nanoseconds.
enum class Measure : std::uint8_t {
  latency,     // from when a message was due to its answer
  service,     // from when it was sent to its answer
  lateness,    // from when it was due to when it was sent: what our own side, or a full socket, cost
  gap,         // between two messages on a connection
  opening,     // from when a connection was due to its open WebSocket
  first,       // from when a broadcast was due to its first receiver
  median,      // … to the receiver that had it when half had
  last,        // … to the last receiver
  round_trip,  // of a scenario: from when a message was due to its answer
  iteration,   // of a scenario: from when it was due to its end
};
inline constexpr std::size_t measure_count = 10;

struct MeasureInfo {
  Measure measure;
  std::string_view name;  // as in reports and thresholds
  std::string_view what;
};
/// In the order of the enumeration.
[[nodiscard]] std::span<const MeasureInfo, measure_count> measure_infos();

/// Counts of messages and of their payload.
struct Traffic {
  std::uint64_t messages_sent = 0;
  std::uint64_t messages_received = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t connections_opened = 0;

  void add(const Traffic& other);
};

struct Tally {
  Traffic traffic;
  std::uint64_t without_deflate = 0;  // connections to which it was offered in vain
  Faults faults;
  StepFailures steps;        // of scenarios
  ReceiverFaults receivers;  // of broadcasts
  std::array<Histogram, measure_count> times;

  [[nodiscard]] Histogram& of(Measure measure) { return times[static_cast<std::size_t>(measure)]; }
  [[nodiscard]] const Histogram& of(Measure measure) const { return times[static_cast<std::size_t>(measure)]; }
  void merge(const Tally& other);
};

}  // namespace parley::load
