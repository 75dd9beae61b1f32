// Push: only receives, and counts what comes and how long nothing does.
#pragma once

#include <algorithm>
#include <vector>

#include "harness/load/workload.hpp"

namespace parley::load {

class PushWorkload final : public Workload {
 public:
  explicit PushWorkload(Crew& crew) : Workload(crew), silences_(size()) {}

  void on_piece(Link& link, const MessagePiece& piece) override {
    Workload::on_piece(link, piece);
    if (!piece.last) return;
    Silence& silence = silences_[crew().index_of(link)];
    const TimePoint now = crew().context.now;
    if (silence.since != TimePoint()) {
      recorder().record(Measure::gap, silence.since, silence.since, now);
      if (recorder().counts(silence.since)) silence.longest = std::max(silence.longest, now - silence.since);
    }
    silence.since = now;
  }

  /// A silence that lasts has no end to be measured. Longer than all before it, it counts with the time that it took so
  /// far: else a peer that falls silent for good would have none.
  void stop() override {
    const TimePoint now = crew().context.now;
    for (std::size_t i = 0; i < size(); ++i) {
      if (link(i).stage() != Link::Stage::open) continue;
      const TimePoint since = std::max(silences_[i].since, recorder().begin());
      if (now - since > silences_[i].longest) recorder().record(Measure::gap, since, since, now);
    }
  }

 private:
  struct Silence {
    TimePoint since;     // when the connection's last message came
    Duration longest{};  // of those that have ended and count
  };
  std::vector<Silence> silences_;
};

}  // namespace parley::load
