// A load run: threads, phases, and what came of it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/load/plan.hpp"
#include "harness/load/tally.hpp"

namespace parley::load {

/// One row of the time series.
struct Row {
  Duration at{};  // when it began, from when the load began to count
  Duration length{};
  const Tally* tally = nullptr;  // valid during the call
  std::size_t open_links = 0;    // at its end
};

/// Called on the thread that called `run`, once for each interval in which the load counts.
using OnRow = std::function<void(const Row&)>;

struct Outcome {
  Tally warmup;    // before the load counted
  Tally measured;  // while it did; times are those of messages that were due then, also if they came later
  Tally after;     // what came later
  std::chrono::system_clock::time_point started;  // to count
  Duration length{};                              // for which it counted
  Duration opening{};                             // until all connections stood
  std::size_t open_links = 0;                     // when the load ended
  double busy = 0;                 // part of the threads' time that they used the processor: 1 is all of it
  bool interrupted = false;        // by the stop token
  std::optional<double> capacity;  // that a search found
  std::string cut_short;           // why it ended before its time, or empty
  bool peer_ended = false;         // it was there, and in the end there was nobody any more

  /// What another run counted, and why it ended; lengths and times of day stay as they are.
  void add(const Outcome& other);

  /// All faults, whenever.
  [[nodiscard]] Faults faults() const;
  /// Of a broadcast, whenever.
  [[nodiscard]] ReceiverFaults receivers() const;
  /// Where iterations of a scenario failed, whenever.
  [[nodiscard]] StepFailures steps() const;
};

class RunBoard;

/// One thread's part of a run.
class Performer {
 public:
  virtual ~Performer() = default;
  /// The body of the thread: keeps to the timeline of the board, delivers its intervals, and returns when everything is
  /// over. Failures go to the board.
  virtual void run() noexcept = 0;
  /// Has it look at the board. From any thread.
  virtual void wake() = 0;
};
using MakePerformer = std::function<std::unique_ptr<Performer>(unsigned thread, RunBoard& board)>;

/// A run of anything. `on_ready` is called when all are ready, before the load begins. Throws what the threads throw.
[[nodiscard]] Outcome run(const Plan& plan, const MakePerformer& make, const std::stop_token& stop, const OnRow& on_row,
                          const std::function<void()>& on_ready = {});

/// `on_ready` is called when the connections stand, before the load begins. Throws what the threads throw.
[[nodiscard]] Outcome run(const Plan& plan, const Payload& payload, const std::stop_token& stop, const OnRow& on_row,
                          const std::function<void()>& on_ready = {});

}  // namespace parley::load
