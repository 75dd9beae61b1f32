// Push: only receives, and counts what comes and how long nothing does.
#pragma once

#include <vector>

#include "harness/load/workload.hpp"

namespace parley::load {

class PushWorkload final : public Workload {
 public:
  explicit PushWorkload(Crew& crew) : Workload(crew), last_(size()) {}

  void on_piece(Link& link, const MessagePiece& piece) override {
    Workload::on_piece(link, piece);
    if (!piece.last) return;
    TimePoint& last = last_[crew().index_of(link)];
    const TimePoint now = crew().context.now;
    if (last != TimePoint()) recorder().record(Measure::gap, last, last, now);
    last = now;
  }

 private:
  std::vector<TimePoint> last_;  // when each connection's last message came
};

}  // namespace parley::load
