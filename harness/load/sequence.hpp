// Sequence: in which order numbered messages come, and which do not.
#pragma once

#include <cstdint>
#include <vector>

namespace parley::load {

class Sequence {
 public:
  static constexpr std::uint64_t most_remembered = 1024;  // passed over; an older one that comes late counts as doubled

  enum class Arrival : std::uint8_t {
    in_order,   // the next one
    ahead,      // one or more before it have not come, yet
    reordered,  // one of those that had not come
    doubled,    // it had come before
  };
  struct Arrived {
    Arrival arrival;
    std::uint64_t missed;  // messages that it is ahead of
  };

  Arrived take(std::uint64_t number);

  /// So many came, in order.
  void take_next(std::uint64_t count) noexcept { next_ += count; }

  /// What should come next.
  [[nodiscard]] std::uint64_t next() const noexcept { return next_; }

  /// How many were passed over and have not come since.
  [[nodiscard]] std::uint64_t missing() const noexcept { return forgotten_ + missing_.size(); }

 private:
  void miss(std::uint64_t until);

  std::uint64_t next_ = 0;
  std::uint64_t forgotten_ = 0;         // those passed over that are not in missing_ any more
  std::vector<std::uint64_t> missing_;  // the last ones that were passed over, ascending
};

}  // namespace parley::load
