#include "harness/load/connect_workload.hpp"

#include <fmt/format.h>

#include <numeric>

namespace parley::load {
namespace {

/// A peer that refuses is not asked a million times a second.
constexpr auto rest_after_failure = std::chrono::milliseconds(50);

}  // namespace

ConnectWorkload::ConnectWorkload(Crew& crew) : Workload(crew), free_(size()) {
  std::iota(free_.rbegin(), free_.rend(), std::size_t{0});
}

void ConnectWorkload::start(TimePoint now) {
  const auto& plan = crew().plan;
  running_ = true;
  if (plan.rate && size() > 0) pacer_ = make_pacer(plan, crew().thread, size(), plan.connections, now);
  pace(now);
}

std::optional<TimePoint> ConnectWorkload::next_due() const {
  if (!running_ && !is_behind()) return std::nullopt;
  if (!free_.empty()) return pacer_ ? pacer_->due() : TimePoint();
  if (!resting_.empty()) return resting_.front().until;
  return std::nullopt;
}

void ConnectWorkload::pace(TimePoint now) {
  if (!running_ && !is_behind()) return;
  while (!resting_.empty() && resting_.front().until <= now) {
    free_.push_back(resting_.front().index);
    resting_.pop_front();
  }
  for (std::size_t left = free_.size(); left > 0 && !free_.empty(); --left) {
    if (!pacer_) {
      open_one(now);
    } else if (pacer_->due() <= now && (running_ || is_behind())) {
      open_one(pacer_->due());
      pacer_->advance();
    } else {
      return;
    }
  }
}

void ConnectWorkload::open_one(TimePoint due) {
  const std::size_t index = free_.back();
  free_.pop_back();
  open(index, due);
}

void ConnectWorkload::stop() {
  running_ = false;
  end_ = crew().context.now;
}

void ConnectWorkload::finish(TimePoint /*before*/) {
  std::uint64_t never = 0;
  for (; is_behind(); pacer_->advance()) ++never;
  recorder().faults().add(Fault::connect, never, [&] {
    return fmt::format("{} were due and never begun: all {} connections of a thread were in use (-c)", never, size());
  });
}

void ConnectWorkload::on_open(Link& link) {
  Workload::on_open(link);
  link.close();
}

void ConnectWorkload::on_end(Link& link, const LinkEnd& end) {
  Workload::on_end(link, end);
  const std::size_t index = crew().index_of(link);
  if (end.fault) {
    resting_.push_back({crew().context.now + rest_after_failure, index});
  } else {
    free_.push_back(index);
  }
}

}  // namespace parley::load
