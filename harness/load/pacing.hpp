// Pacing: when messages are due in an open loop. What the peer does has no say in it: a message that could not leave in
// time was due all the same, and its latency counts from then (no coordinated omission).
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

#include "harness/load/flights.hpp"

namespace parley::load {

enum class Arrivals : std::uint8_t {
  constant,  // one at each interval
  poisson,   // independent of each other, as those of many users are
};

/// Knows no clock.
class Pacer {
 public:
  /// `per_second` is above 0. The first is due at `start`.
  Pacer(double per_second, Arrivals arrivals, TimePoint start, std::uint64_t seed);

  [[nodiscard]] TimePoint due() const noexcept { return due_; }
  void advance();

 private:
  double interval_;  // nanoseconds
  Arrivals arrivals_;
  TimePoint start_;
  TimePoint due_;
  std::uint64_t count_ = 0;
  double offset_ = 0;  // nanoseconds from start_ to due_
  std::mt19937_64 random_;
};

}  // namespace parley::load
