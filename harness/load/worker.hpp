// Worker: one thread of a load run, from its first connection to its last.
#pragma once

#include <memory>
#include <optional>

#include "harness/load/run.hpp"
#include "harness/load/run_board.hpp"
#include "harness/load/workload.hpp"

namespace parley::load {

class Worker final : public Performer {
 public:
  /// All of these must outlive the worker.
  Worker(const Plan& plan, const Payload& payload, unsigned thread, RunBoard& board, BroadcastBoard* broadcast);

  /// The body of the thread: returns when everything is over. Failures go to the board.
  void run() noexcept override;

  /// Has it look at the board. From any thread.
  void wake() override { crew_.context.poller.wake(); }

 private:
  void perform();
  void open_connections();
  void await_timeline();
  void look_for_timeline();
  void play(const Timeline& timeline);
  void drain();
  void close_connections();
  void pump(TimePoint until);
  void deliver();

  Crew crew_;
  std::unique_ptr<Workload> workload_;
  RunBoard& board_;
  int interval_ = RunBoard::before;
  std::optional<Timeline> timeline_;
  TimePoint next_tick_{};
  TimePoint now_{};
  bool pacing_ = false;
  Duration cpu_time_{};
};

}  // namespace parley::load
