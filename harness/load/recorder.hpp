// Recorder: one thread's tally of the present interval, and the window in which times count.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include "harness/load/flights.hpp"
#include "harness/load/tally.hpp"

namespace parley::load {

class Recorder {
 public:
  /// Times count for what was due from `begin` on and before `end`: neither the warm-up's, nor what comes after.
  void set_window(TimePoint begin, TimePoint end) noexcept {
    begin_ = begin;
    end_ = end;
  }

  void record(Measure measure, TimePoint due, TimePoint from, TimePoint to) {
    if (counts(due)) record_always(measure, from, to);
  }

  /// Whatever the window is.
  void record_always(Measure measure, TimePoint from, TimePoint to) {
    const auto time = static_cast<std::uint64_t>(std::max(to - from, Duration::zero()).count());
    Run& run = runs_[static_cast<std::size_t>(measure)];
    if (run.time == time) {
      ++run.times;
      return;
    }
    flush(measure, run);
    run = {time, 1};
  }

  /// From when on times count.
  [[nodiscard]] TimePoint begin() const noexcept { return begin_; }
  /// Whether times of what was due then count.
  [[nodiscard]] bool counts(TimePoint due) const noexcept { return due >= begin_ && due < end_; }
  void add(Measure measure, const Histogram& times) { tally_.of(measure).merge(times); }

  [[nodiscard]] StepFailures& steps() noexcept { return tally_.steps; }
  [[nodiscard]] ReceiverFaults& receivers() noexcept { return tally_.receivers; }
  [[nodiscard]] Traffic& traffic() noexcept { return tally_.traffic; }
  [[nodiscard]] Faults& faults() noexcept { return tally_.faults; }
  void count_without_deflate() noexcept { ++tally_.without_deflate; }

  /// Ends the interval.
  [[nodiscard]] Tally take() {
    for (std::size_t i = 0; i < measure_count; ++i) {
      flush(static_cast<Measure>(i), runs_[i]);
      runs_[i].times = 0;
    }
    return std::exchange(tally_, {});
  }

 private:
  /// Answers that were read together to messages that left together took the same time: they are recorded at once.
  struct Run {
    std::uint64_t time = 0;
    std::uint64_t times = 0;
  };
  void flush(Measure measure, const Run& run) { tally_.of(measure).record(run.time, run.times); }

  TimePoint begin_ = TimePoint::max();
  TimePoint end_ = TimePoint::max();
  Tally tally_;
  std::array<Run, measure_count> runs_;
};

}  // namespace parley::load
