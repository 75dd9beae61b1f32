// Connect: opening handshakes one after the other, each connection closed as soon as it stands.
#pragma once

#include <deque>
#include <vector>

#include "harness/load/pacing.hpp"
#include "harness/load/workload.hpp"

namespace parley::load {

/// The plan's connections are as many as there are at a time. Closed loop: where one has ended the next begins. Open
/// loop: they are due by the clock, and wait when all are in use, beyond the end if need be.
class ConnectWorkload final : public Workload {
 public:
  explicit ConnectWorkload(Crew& crew);

  [[nodiscard]] bool opens_by_itself() const override { return true; }
  void start(TimePoint now) override;
  void pace(TimePoint now) override;
  void stop() override;
  void finish(TimePoint before) override;
  [[nodiscard]] std::optional<TimePoint> next_due() const override;
  [[nodiscard]] bool settled() const override { return free_.size() + resting_.size() == size() && !is_behind(); }

  void on_open(Link& link) override;
  void on_end(Link& link, const LinkEnd& end) override;

 private:
  struct Resting {
    TimePoint until;
    std::size_t index;
  };
  void open_one(TimePoint due);
  /// The load has ended, and there are connections that were due before it did.
  [[nodiscard]] bool is_behind() const { return !running_ && pacer_ && pacer_->due() < end_; }

  bool running_ = false;
  TimePoint end_{};                // of the load
  std::optional<Pacer> pacer_;     // nothing: a closed loop
  std::vector<std::size_t> free_;  // links that may be opened
  std::deque<Resting> resting_;    // links that failed, and are left alone for a moment
};

}  // namespace parley::load
