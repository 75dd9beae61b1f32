// Plan: what a load run does.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/link.hpp"
#include "harness/load/message_check.hpp"
#include "harness/load/pacing.hpp"
#include "harness/load/payload.hpp"
#include "harness/load/tally.hpp"

namespace parley::load {

enum class WorkloadKind : std::uint8_t {
  echo,       // sends, and every message comes back
  push,       // only receives
  connect,    // opens, closes and opens again
  idle,       // opens, and holds what is open
  broadcast,  // a few publish, all others receive every message
  scenario,   // users play a scenario file, again and again
};
inline constexpr std::array workload_kinds = {WorkloadKind::echo, WorkloadKind::push,      WorkloadKind::connect,
                                              WorkloadKind::idle, WorkloadKind::broadcast, WorkloadKind::scenario};
[[nodiscard]] std::string_view to_string(WorkloadKind kind);

/// Which part of a load one of several generators does.
struct Shard {
  std::uint32_t index = 0;  // below `of`
  std::uint32_t of = 1;
};

struct Plan {
  WorkloadKind workload = WorkloadKind::echo;
  LinkOptions link;
  std::uint32_t connections = 1;
  std::uint32_t publishers = 1;  // of the connections; broadcast only
  unsigned threads = 1;

  /// Nothing: a closed loop, in which every answer lets the next message go, `depth` under way on each connection (of
  /// each publisher; of connect: one connection after the other). Else an open loop: so many a second in all.
  std::optional<double> rate;
  std::uint32_t depth = 1;
  Arrivals arrivals = Arrivals::constant;

  PayloadSpec payload;
  protocol::MessageType type = protocol::MessageType::binary;
  Verification verification = Verification::stamp;

  Duration ramp{};                               // in which the connections are opened, evenly; 0: at full speed
  Duration warmup = std::chrono::seconds(1);     // load that does not count
  Duration duration = std::chrono::seconds(10);  // load that does
  Duration patience = std::chrono::seconds(5);   // for an answer; and for connections, handshakes and closing
  Duration interval = std::chrono::seconds(1);   // of the time series
  std::uint64_t seed = 1;                        // of Poisson arrivals
  std::string scenario;                          // its name, of WorkloadKind::scenario

  /// When the load begins, on machines whose clocks agree. Nothing, or past: as soon as the connections stand.
  std::optional<std::chrono::system_clock::time_point> start_at;

  /// Nothing: all of the load is this one's. The numbers above are of this part.
  std::optional<Shard> shard;
};

/// That of one thread, which does `part` of `whole` (of its connections, say): all threads and shards of a run together
/// keep to the rate, take turns where arrivals are constant, and have arrivals of their own where they are not.
[[nodiscard]] Pacer make_pacer(const Plan& plan, unsigned thread, std::size_t part, std::size_t whole, TimePoint start);

/// Everything that a run of it measures.
[[nodiscard]] std::vector<Measure> measures_of(const Plan& plan);

/// What is measured first and foremost.
[[nodiscard]] Measure main_measure(WorkloadKind kind);

}  // namespace parley::load
