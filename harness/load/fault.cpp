#include "harness/load/fault.hpp"

#include <numeric>

namespace parley::load {

std::span<const FaultInfo, fault_kinds> fault_infos() {
  static constexpr std::array<FaultInfo, fault_kinds> infos = {{
      {Fault::connect, "connect", "connections that could not be made"},
      {Fault::handshake, "handshake", "opening handshakes that failed"},
      {Fault::ended, "ended", "connections that ended early"},
      {Fault::violation, "violation", "connections on which the peer broke the protocol"},
      {Fault::lost, "lost", "messages lost"},
      {Fault::unanswered, "unanswered", "messages without an answer"},
      {Fault::reordered, "reordered", "messages out of order"},
      {Fault::doubled, "doubled", "messages that came again"},
      {Fault::corrupted, "corrupted", "messages with the wrong content"},
      {Fault::unexpected, "unexpected", "messages that nobody had sent"},
      {Fault::failed, "failed", "iterations that failed"},
  }};
  return infos;
}

void Faults::merge(const Faults& other) {
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    if (kinds_[i].count == 0) kinds_[i].example = other.kinds_[i].example;
    kinds_[i].count += other.kinds_[i].count;
  }
}

std::uint64_t Faults::total() const {
  return std::accumulate(kinds_.begin(), kinds_.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Kind& kind) { return sum + kind.count; });
}

}  // namespace parley::load
