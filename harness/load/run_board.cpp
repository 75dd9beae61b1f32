#include "harness/load/run_board.hpp"

#include <utility>

namespace parley::load {

void RunBoard::report_ready() {
  const std::lock_guard lock(mutex_);
  ++ready_;
  changed_.notify_all();
}

std::optional<Timeline> RunBoard::timeline() {
  const std::lock_guard lock(mutex_);
  return timeline_;
}

void RunBoard::deliver(int index, const Interval& interval) {
  const std::lock_guard lock(mutex_);
  auto& collected = intervals_[index];
  ++collected.threads;
  collected.sum.tally.merge(interval.tally);
  collected.sum.open_links += interval.open_links;
  changed_.notify_all();
}

void RunBoard::report_done(Duration cpu_time, std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  ++done_;
  cpu_time_ += cpu_time;
  if (failure) {
    failure_ = std::move(failure);
    stopping_ = true;
  }
  changed_.notify_all();
}

void RunBoard::stop() noexcept {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

void RunBoard::give_up(std::string reason) {
  const std::lock_guard lock(mutex_);
  if (given_up_.empty()) given_up_ = std::move(reason);
  stopping_ = true;
  changed_.notify_all();
}

std::string RunBoard::given_up() {
  const std::lock_guard lock(mutex_);
  return given_up_;
}

void RunBoard::wait_until_ready() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_ == threads_ || stopping_ || done_ > 0; });
}

void RunBoard::set_timeline(const Timeline& timeline) {
  const std::lock_guard lock(mutex_);
  timeline_ = timeline;
}

std::optional<std::pair<int, Interval>> RunBoard::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] {
    return done_ == threads_ || (!intervals_.empty() && intervals_.begin()->second.threads == threads_);
  });
  if (intervals_.empty()) return std::nullopt;
  auto first = intervals_.extract(intervals_.begin());
  return std::pair(first.key(), std::move(first.mapped().sum));
}

Duration RunBoard::cpu_time() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  return cpu_time_;
}

}  // namespace parley::load
