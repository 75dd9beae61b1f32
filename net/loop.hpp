// Loop: one thread's event loop with what its connections share.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "net/asio.hpp"
#include "protocol/bytes.hpp"

namespace parley::net {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

/// Not thread-safe except for `post` and `stop`.
class Loop {
 public:
  using TimerId = std::uint64_t;  // 0 is no timer

  Loop();
  ~Loop();
  Loop(Loop&&) = delete;

  [[nodiscard]] asio::io_context& context();

  /// Runs until `stop`, or until nothing is left to wait for.
  void run();
  void stop();
  void post(std::function<void()> task);

  /// Calls `task` once, at `due` or as soon after as the loop can. All timers of a loop share one Asio timer.
  TimerId at(TimePoint due, std::function<void()> task);
  TimerId after(Duration delay, std::function<void()> task);
  void cancel(TimerId timer);  // of a timer that has fired or never was: nothing happens

  /// Calls `task` once, before the loop waits again: how sends of one turn become one write.
  void at_end_of_turn(std::function<void()> task);

  /// Scratch memory for whoever handles an event on this loop right now; its content does not survive the handler.
  [[nodiscard]] protocol::ByteSpan read_buffer();  // 64 KiB or more
  [[nodiscard]] protocol::Bytes& write_buffer();   // empty between events

 private:
  struct Impl;  // the implementer may replace this by plain members
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley::net
