// ReceiverFaults: which receivers of a broadcast lost messages, or got them twice.
#pragma once

#include <cstdint>
#include <map>

namespace parley::load {

class ReceiverFaults {
 public:
  struct Counts {
    std::uint64_t lost = 0;  // also at the end, where no later one tells of it
    std::uint64_t doubled = 0;
    std::uint64_t reordered = 0;
    std::uint64_t corrupted = 0;

    [[nodiscard]] std::uint64_t total() const noexcept { return lost + doubled + reordered + corrupted; }
  };

  /// `receiver`: the number of its connection.
  void add(std::uint32_t receiver, const Counts& counts) {
    if (counts.total() == 0) return;
    auto& sum = entries_[receiver];
    sum.lost += counts.lost;
    sum.doubled += counts.doubled;
    sum.reordered += counts.reordered;
    sum.corrupted += counts.corrupted;
  }
  void merge(const ReceiverFaults& other) {
    for (const auto& [receiver, counts] : other.entries_) add(receiver, counts);
  }
  /// Only those of which something is to be told.
  [[nodiscard]] const std::map<std::uint32_t, Counts>& entries() const noexcept { return entries_; }

 private:
  std::map<std::uint32_t, Counts> entries_;
};

}  // namespace parley::load
