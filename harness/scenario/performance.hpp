// Performance: the clients of one play on one loop, from the first step to the last closed connection.
#pragma once

#include <memory>
#include <optional>
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
  Performance(const Scenario& scenario, Stage& stage, const PlayOptions& options);
  ~Performance();

  /// Returns when all is over.
  void run();

  [[nodiscard]] const std::optional<StepFailure>& failure() const { return failure_; }
  [[nodiscard]] bool was_interrupted() const { return interrupted_; }
  [[nodiscard]] Records records() const;
  [[nodiscard]] Measured measured() const;
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
  void stop_when_over();
  [[nodiscard]] bool all_are_over() const;

  const Scenario& scenario_;
  const PlayOptions& options_;
  net::Loop loop_;
  Measurements measurements_;
  Barriers barriers_;
  std::vector<std::unique_ptr<Step>> openings_;  // of clients that open by themselves
  std::vector<std::unique_ptr<Peer>> peers_;
  std::vector<std::unique_ptr<Player>> players_;
  std::size_t playing_ = 0;
  bool finishing_ = false;
  bool closing_ = false;  // everybody has been told to finish: the loop may stop when all are over
  bool interrupted_ = false;
  std::optional<StepFailure> failure_;
  net::TimePoint started_;
  net::TimePoint last_step_;
};

}  // namespace parley::scenario
