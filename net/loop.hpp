// Loop: one thread's event loop with what its connections share.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "net/asio.hpp"
#include "net/timer_queue.hpp"
#include "protocol/bytes.hpp"

namespace parley::net {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

/// Not thread-safe except for `post` and `stop`. Streams, sessions, listeners and connection attempts must not outlive
/// their loop. Tasks must not throw.
class Loop {
 public:
  using TimerId = TimerQueue::Id;  // 0 is no timer

  Loop();
  ~Loop();
  Loop(Loop&&) = delete;

  [[nodiscard]] asio::io_context& context() { return context_; }

  /// Runs until `stop`, or until nothing is left to wait for. May be called again after either.
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
  [[nodiscard]] protocol::ByteSpan read_buffer() { return read_buffer_; }  // 64 KiB or more
  /// Empty between events: who fills it, empties it.
  [[nodiscard]] protocol::Bytes& write_buffer() { return write_buffer_; }

 private:
  void arm();
  void run_due_tasks();
  void run_end_of_turn();

  TimerQueue timers_;
  std::vector<std::function<void()>> end_of_turn_;
  protocol::Bytes read_buffer_;
  protocol::Bytes write_buffer_;
  bool ending_ = false;

  asio::io_context context_;
  asio::steady_timer timer_;
  std::optional<TimePoint> armed_for_;
};

}  // namespace parley::net
