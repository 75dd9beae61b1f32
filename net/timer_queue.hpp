// TimerQueue: tasks ordered by due time. Knows no clock: time comes in as an argument.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "net/callback.hpp"

namespace parley::net {

/// A heap whose entries are cheap to cancel: cancelling frees the task and leaves a small husk behind, and the heap is
/// rebuilt when half of it is husks. So a deadline that is set and cancelled for each connection costs no search.
class TimerQueue {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Id = std::uint64_t;  // 0 is never given out
  using Task = Callback<void()>;

  Id add(TimePoint due, Task task);
  void cancel(Id id);  // of an id that is not waiting: nothing happens

  [[nodiscard]] bool empty() const { return tasks_.empty(); }
  [[nodiscard]] std::size_t size() const { return tasks_.size(); }

  /// When the first task is due; nothing when none waits.
  [[nodiscard]] std::optional<TimePoint> next_due();

  /// Removes and returns the first task that is due at `now`. Tasks of one due time come in the order of `add`.
  [[nodiscard]] Task take_due(TimePoint now);  // empty: none is due

  /// Forgets all tasks. Their destructors may call `cancel`.
  void clear();

 private:
  struct Entry {
    TimePoint due;
    Id id;
  };
  static bool later(const Entry& a, const Entry& b);
  void drop_first();
  void drop_husks();

  std::vector<Entry> heap_;  // the earliest first
  std::unordered_map<Id, Task> tasks_;
  Id last_id_ = 0;
};

}  // namespace parley::net
