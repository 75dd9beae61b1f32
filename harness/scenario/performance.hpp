// Performance: the clients of one play on one loop, from the first step to the last closed connection.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/scenario/barriers.hpp"
#include "harness/scenario/judge.hpp"
#include "harness/scenario/player.hpp"
#include "harness/scenario/stage.hpp"
#include "net/loop.hpp"

namespace parley::scenario {

/// All clients share the calling thread: barriers and records need no locks, and thousands of clients no threads.
class Performance {
 public:
  /// All of these must outlive it, the loop may go on afterwards.
  Performance(net::Loop& loop, const Scenario& scenario, Stage& stage, const PlayOptions& options);
  ~Performance();
  Performance(Performance&&) = delete;

  /// Calls `on_over` once, on the loop, when all is over; it must not destroy this object.
  void start(std::function<void()> on_over);

  [[nodiscard]] const std::optional<StepFailure>& failure() const { return failure_; }
  [[nodiscard]] bool was_interrupted() const { return interrupted_; }
  [[nodiscard]] Records records() const;
  [[nodiscard]] Measured measured() const;
  [[nodiscard]] const Measurements& measurements() const { return measurements_; }
  [[nodiscard]] harness::Traffic traffic() const;
  [[nodiscard]] std::vector<harness::WireLine> wire_lines() const;
  [[nodiscard]] LookupFor lookup_for() const;

 private:
  void cast_clients(Stage& stage);
  [[nodiscard]] std::vector<const Step*> program_of(std::size_t spec);
  void on_failed(const StepFailure& failure);
  void on_timeout();
  void interrupt();
  void finish(Duration patience);
  void end();
  void end_when_over();
  void post(std::function<void()> task);
  [[nodiscard]] bool all_are_over() const;

  const Scenario& scenario_;
  const PlayOptions& options_;
  net::Loop& loop_;
  Measurements measurements_;
  Barriers barriers_;
  std::vector<std::unique_ptr<Step>> openings_;  // of clients that open by themselves
  std::vector<std::unique_ptr<Peer>> peers_;
  std::vector<std::unique_ptr<Player>> players_;
  std::size_t playing_ = 0;
  bool finishing_ = false;
  bool closing_ = false;  // everybody has been told to finish: it is over when all are
  bool interrupted_ = false;
  std::optional<StepFailure> failure_;
  net::TimePoint started_;
  net::TimePoint last_step_;
  std::function<void()> on_over_;  // empty once it has been called
  net::Loop::TimerId timeout_ = 0;
  net::Loop::TimerId patience_ = 0;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
  std::shared_ptr<void> alive_ = std::make_shared<int>();
};

/// Verdict, pointer, reason and checks of a performance that is over and was not interrupted.
void judge_performance(const Scenario& scenario, const Performance& performance, harness::ScenarioResult& result);

}  // namespace parley::scenario
