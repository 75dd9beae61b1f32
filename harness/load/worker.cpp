#include "harness/load/worker.hpp"

#include <sys/prctl.h>

#include <algorithm>

#include "harness/load/thread_time.hpp"

namespace parley::load {
namespace {

constexpr auto tick_every = std::chrono::milliseconds(100);
constexpr std::size_t most_opening = 64;  // at a time, in all threads: what most listen queues hold
constexpr auto patience_for_close = std::chrono::seconds(2);

}  // namespace

Worker::Worker(const Plan& plan, const Payload& payload, unsigned thread, RunBoard& board, BroadcastBoard* broadcast)
    : crew_(plan, payload, thread), workload_(make_workload(crew_, broadcast)), board_(board) {}

void Worker::run() noexcept {
  std::exception_ptr failure;
  try {
    perform();
  } catch (...) {
    failure = std::current_exception();
  }
  board_.report_done(cpu_time_, failure);
}

void Worker::perform() {
  ::prctl(PR_SET_TIMERSLACK, 1UL);  // nanoseconds: else the kernel wakes us up to 50 µs after a message was due
  next_tick_ = now_ = crew_.context.now = Clock::now();
  if (!workload_->opens_by_itself()) open_connections();
  workload_->prepare();
  board_.report_ready();
  await_timeline();
  if (timeline_) {
    play(*timeline_);
    drain();
  }
  workload_->finish(board_.is_stopping() ? now_ - crew_.plan.patience : TimePoint::max());
  deliver();
  close_connections();
}

void Worker::open_connections() {
  const Plan& plan = crew_.plan;
  const TimePoint begin = Clock::now();
  const std::size_t at_a_time = std::max<std::size_t>(1, most_opening / plan.threads);
  std::size_t next = 0;
  const auto due = [&] {
    const auto number = static_cast<Duration::rep>(next * plan.threads + crew_.thread);
    return begin + plan.ramp * number / static_cast<Duration::rep>(plan.connections);
  };
  while (!board_.is_stopping() && (next < workload_->size() || workload_->opening_links() > 0)) {
    const bool at_full_speed = plan.ramp == Duration::zero();
    while (next < workload_->size() &&
           (at_full_speed ? workload_->opening_links() < at_a_time : due() <= Clock::now())) {
      crew_.context.now = Clock::now();
      workload_->open(next, at_full_speed ? crew_.context.now : due());
      ++next;
    }
    pump(at_full_speed || next == workload_->size() ? TimePoint::max() : due());
  }
}

void Worker::await_timeline() {
  look_for_timeline();
  while (!timeline_ && !board_.is_stopping()) pump(TimePoint::max());
}

/// Before anything is read: what is there to read may be of the load that another thread has begun.
void Worker::look_for_timeline() {
  timeline_ = board_.timeline();
  if (timeline_) crew_.recorder.set_window(timeline_->begin, timeline_->end);
}

void Worker::play(const Timeline& timeline) {
  while (now_ < timeline.start && !board_.is_stopping()) pump(timeline.start);
  if (board_.is_stopping()) return deliver();
  pacing_ = true;
  workload_->start(timeline.start);
  TimePoint boundary = timeline.begin;
  Duration cpu_before{};
  while (now_ < timeline.end && !board_.is_stopping()) {
    pump(std::min(boundary, timeline.end));
    for (; boundary <= now_ && boundary < timeline.end; boundary += crew_.plan.interval) {  // all, if we are late
      if (interval_ == RunBoard::before) cpu_before = thread_cpu_time();
      deliver();
    }
  }
  if (interval_ != RunBoard::before) cpu_time_ = thread_cpu_time() - cpu_before;
  workload_->stop();
  deliver();
}

void Worker::drain() {
  const TimePoint until = now_ + crew_.plan.patience;
  while (now_ < until && !workload_->settled() && !board_.is_stopping()) pump(until);
  pacing_ = false;
}

void Worker::close_connections() {
  const TimePoint until = now_ + std::min<Duration>(patience_for_close, crew_.plan.patience);
  workload_->close_all();
  while (now_ < until && workload_->living_links() > 0) pump(until);
}

/// Waits until `until` at most, and lets those go on that are ready or due.
void Worker::pump(TimePoint until) {
  until = std::min(until, next_tick_);
  if (pacing_) until = std::min(until, workload_->next_due().value_or(TimePoint::max()));
  const auto all_ready = crew_.context.poller.wait(until);
  now_ = crew_.context.now = Clock::now();
  if (!timeline_) look_for_timeline();
  for (const auto& ready : all_ready) {
    static_cast<Link*>(ready.owner)->on_ready(ready);
    // A message is due by the clock, also while many others come in.
    if (!pacing_) continue;
    const auto due = workload_->next_due();
    if (due && *due <= crew_.context.now) workload_->pace(crew_.context.now);
  }
  if (pacing_) workload_->pace(all_ready.empty() ? now_ : Clock::now());
  if (now_ >= next_tick_) {
    workload_->tick(now_);
    if (pacing_) {
      if (auto reason = workload_->stuck(); !reason.empty()) board_.give_up(std::move(reason));
    }
    next_tick_ = now_ + tick_every;
  }
}

/// Ends the present interval.
void Worker::deliver() {
  board_.deliver(interval_++, {crew_.recorder.take(), workload_->open_links()});
}

}  // namespace parley::load
