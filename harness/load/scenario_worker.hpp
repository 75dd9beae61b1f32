// ScenarioWorker: one thread's users, each of whom plays a scenario again and again.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "harness/load/pacing.hpp"
#include "harness/load/recorder.hpp"
#include "harness/load/run.hpp"
#include "harness/load/run_board.hpp"
#include "harness/scenario/performance.hpp"
#include "harness/scenario/stage.hpp"
#include "net/loop.hpp"

namespace parley::load {

/// The plan's connections are the users. Closed loop: a user's next iteration begins where the last one has ended. Open
/// loop (rate): iterations are due by the clock and wait for a user who is free; their times count from when they were
/// due. An iteration counts in the interval in which it ends.
class ScenarioWorker final : public Performer {
 public:
  /// All of these must outlive the worker. `options` names the server's URL. Throws what Stage throws.
  ScenarioWorker(const Plan& plan, const scenario::Scenario& scenario, const scenario::PlayOptions& options,
                 unsigned thread, RunBoard& board);
  ~ScenarioWorker() override;

  void run() noexcept override;
  void wake() override;

 private:
  struct User {
    std::unique_ptr<scenario::Performance> performance;  // null: free, or resting
    TimePoint due;
  };

  void look();
  void begin(const Timeline& timeline);
  void deliver_at(TimePoint boundary);
  void end_load();
  void end_run();
  void dispatch();
  /// The load has ended, and there are iterations that were due before it did.
  [[nodiscard]] bool is_behind() const;
  [[nodiscard]] bool all_are_over() const;
  void start(std::size_t index, TimePoint due);
  void finish(std::size_t index);
  void record(const User& user);
  bool judge(const scenario::Performance& performance);
  void rest(std::size_t index);
  void deliver();

  const Plan& plan_;
  const scenario::Scenario& scenario_;
  scenario::PlayOptions options_;  // the number of the iteration is that of its `run`
  scenario::Stage stage_;
  unsigned thread_;
  RunBoard& board_;
  Recorder recorder_;
  std::optional<Timeline> timeline_;
  std::optional<Pacer> pacer_;  // nothing: a closed loop
  int interval_ = RunBoard::before;
  bool starting_ = false;  // iterations may begin
  bool ended_ = false;     // the load; iterations may still go on
  bool over_ = false;
  unsigned iterations_ = 0;
  Duration cpu_before_{};
  Duration cpu_time_{};
  net::Loop loop_;
  net::Loop::TimerId next_due_ = 0;
  net::Loop::TimerId next_look_ = 0;
  std::deque<std::size_t> free_;
  std::vector<User> users_;  // destroyed before the loop
};

}  // namespace parley::load
