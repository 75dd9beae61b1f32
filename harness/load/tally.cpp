#include "harness/load/tally.hpp"

namespace parley::load {

std::span<const MeasureInfo, measure_count> measure_infos() {
  static constexpr std::array<MeasureInfo, measure_count> infos = {{
      {Measure::latency, "latency", "from when a message was due to its answer"},
      {Measure::service, "service", "from when a message was sent to its answer"},
      {Measure::lateness, "lateness", "from when a message was due to when it was sent"},
      {Measure::gap, "gap", "between two messages on a connection"},
      {Measure::opening, "opening", "from when a connection was due to its open WebSocket"},
      {Measure::first, "first", "from when a broadcast was due to its first receiver"},
      {Measure::median, "median", "from when a broadcast was due until half of the receivers had it"},
      {Measure::last, "last", "from when a broadcast was due to its last receiver"},
      {Measure::round_trip, "round_trip", "in a scenario, from when a message was due to its answer"},
      {Measure::iteration, "iteration", "from when a play of the scenario was due to its end"},
  }};
  return infos;
}

void Traffic::add(const Traffic& other) {
  messages_sent += other.messages_sent;
  messages_received += other.messages_received;
  bytes_sent += other.bytes_sent;
  bytes_received += other.bytes_received;
  connections_opened += other.connections_opened;
}

void Tally::merge(const Tally& other) {
  traffic.add(other.traffic);
  without_deflate += other.without_deflate;
  faults.merge(other.faults);
  steps.merge(other.steps);
  receivers.merge(other.receivers);
  for (std::size_t i = 0; i < measure_count; ++i) times[i].merge(other.times[i]);
}

}  // namespace parley::load
