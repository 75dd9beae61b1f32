// Loop: one thread's event loop with what its connections share.
//
// Asio's reactor needs a system call for each wait (EPOLL_CTL_MOD); here a socket is registered once and then watched:
// see docs/decisions/event-loop.md.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "net/callback.hpp"
#include "net/poller.hpp"
#include "net/spare_buffers.hpp"
#include "net/timer_queue.hpp"
#include "protocol/bytes.hpp"

namespace parley::net {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

class Watcher;

/// Not thread-safe except for `post` and `stop`. Streams, sessions, listeners and connection attempts must not outlive
/// their loop. Tasks must not throw.
class Loop {
 public:
  using TimerId = TimerQueue::Id;  // 0 is no timer
  using Task = Callback<void()>;

  Loop();  // throws std::system_error
  ~Loop();
  Loop(Loop&&) = delete;

  /// Runs until `stop`, or until nothing is left to wait for. May be called again after either.
  void run();
  void stop();
  /// Waits until something can be done and does what can be done now; false when there is nothing to wait for.
  bool run_one();
  /// Does everything that can be done without waiting.
  void poll();

  void post(Task task);

  /// Calls `task` once, at `due` or as soon after as the loop can.
  TimerId at(TimePoint due, Task task);
  TimerId after(Duration delay, Task task);
  void cancel(TimerId timer);  // of a timer that has fired or never was: nothing happens

  /// Calls `task` once, before the loop waits again, and soon where there is much to do before that: how the sends of
  /// one turn become one write.
  void at_end_of_turn(Task task);

  /// Changes whenever the loop has waited or begins a timer's task: who needs the time reads the clock once for each.
  [[nodiscard]] std::uint64_t moment() const { return moment_; }

  /// Scratch memory for whoever handles an event on this loop right now; its content does not survive the handler.
  [[nodiscard]] protocol::ByteSpan read_buffer() { return read_buffer_; }  // 64 KiB or more
  /// Memory for what waits to be written.
  [[nodiscard]] SpareBuffers& spare_buffers() { return spare_buffers_; }

  // For watchers, and for what else `run` shall wait for.
  void add_work() { ++work_; }
  void end_work() { --work_; }
  /// Throws std::system_error where the system can watch no more. Interests replace those before.
  void watch(Watcher& watcher, int descriptor, Poller::Interest interest);
  void unwatch(Watcher& watcher, int descriptor);  // before the descriptor is closed

 private:
  class Running;
  enum class Patience : std::uint8_t { wait, none };
  using Tasks = std::deque<Task>;

  bool turn(Patience patience);
  [[nodiscard]] std::optional<TimePoint> wait_until(Patience patience);
  bool dispatch(std::span<const Poller::Ready> ready);
  bool run_posted();
  bool run_due_tasks(TimePoint now);
  bool run_end_of_turn();
  void keep_turn_short();
  [[nodiscard]] bool has_work();
  [[nodiscard]] bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

  Poller poller_;
  TimerQueue timers_;
  std::vector<Task> end_of_turn_;
  TimePoint waits_since_;          // the first of them
  std::vector<Task> ending_turn_;  // those that run now; empty between turns
  Tasks posted_;
  protocol::Bytes read_buffer_;
  SpareBuffers spare_buffers_;
  Watcher* watchers_ = nullptr;  // all of them
  std::vector<Watcher*> gone_;   // in this turn: the poller may still name them
  std::size_t work_ = 0;
  std::uint64_t moment_ = 0;
  bool ending_ = false;

  std::atomic<bool> stopped_{false};
  std::atomic<std::thread::id> thread_;  // that runs the loop
  std::mutex mutex_;
  Tasks posted_elsewhere_;  // under mutex_
  std::atomic<bool> has_posted_elsewhere_{false};
};

/// Who owns a descriptor that a loop watches. Level-triggered: it is called again until it has done what was asked for.
class Watcher {
 public:
  /// May unwatch and destroy itself and others.
  virtual void on_ready(bool readable, bool writable) = 0;
  /// The loop ends: lets go of everything that waits. May destroy itself.
  virtual void abandon() = 0;

 protected:
  Watcher() = default;
  virtual ~Watcher() = default;

 private:
  friend class Loop;
  Watcher* next_ = nullptr;
  Watcher* previous_ = nullptr;
  bool watched_ = false;
};

}  // namespace parley::net
