// RunBoard: where the threads of a load run and the one that directs them meet.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "harness/load/flights.hpp"
#include "harness/load/tally.hpp"

namespace parley::load {

/// When the load begins, when it begins to count, and when it ends.
struct Timeline {
  TimePoint start;
  TimePoint begin;
  TimePoint end;
};

/// What one thread, or all, did in an interval.
struct Interval {
  Tally tally;
  std::size_t open_links = 0;  // at its end
};

class RunBoard {
 public:
  /// The interval before the load counts, and the one after it.
  static constexpr int before = -1;

  explicit RunBoard(unsigned threads) : threads_(threads) {}

  // From the threads.
  void report_ready();  // the connections stand, or have failed
  [[nodiscard]] std::optional<Timeline> timeline();
  void deliver(int index, const Interval& interval);
  void report_done(Duration cpu_time, std::exception_ptr failure);
  [[nodiscard]] bool is_stopping() const noexcept { return stopping_.load(std::memory_order_relaxed); }
  void give_up(std::string reason);  // stops the run

  // From the director.
  void stop() noexcept;
  void wait_until_ready();  // or stopping, or done
  void set_timeline(const Timeline& timeline);
  /// What all threads did in an interval, in the order of intervals; nothing once all threads are done and everything
  /// has been taken.
  [[nodiscard]] std::optional<std::pair<int, Interval>> take();
  /// Why a thread gave up, or empty.
  [[nodiscard]] std::string given_up();
  /// Rethrows what a thread threw.
  [[nodiscard]] Duration cpu_time();

 private:
  struct Collected {
    Interval sum;
    unsigned threads = 0;
  };

  const unsigned threads_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  unsigned ready_ = 0;
  unsigned done_ = 0;
  std::optional<Timeline> timeline_;
  std::map<int, Collected> intervals_;
  Duration cpu_time_{};
  std::exception_ptr failure_;
  std::string given_up_;
};

}  // namespace parley::load
