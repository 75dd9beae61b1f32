// The grid of times on which a clock ticks.
#pragma once

#include <algorithm>
#include <chrono>

namespace parley::server {

/// The next tick of the grid that `due` is on, after `now`: no drift, and no burst of ticks after the machine was
/// asleep.
inline std::chrono::steady_clock::time_point next_tick(std::chrono::steady_clock::time_point due,
                                                       std::chrono::steady_clock::time_point now,
                                                       std::chrono::nanoseconds interval) {
  const auto late = std::max(now - due, std::chrono::steady_clock::duration::zero());
  return due + (late / interval + 1) * interval;
}

/// Milliseconds since 1970, as JavaScript's Date.now() counts them.
inline long long unix_milliseconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace parley::server
