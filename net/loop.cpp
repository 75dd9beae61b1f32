#include "net/loop.hpp"

#include <utility>

namespace parley::net {

namespace {
// Large enough that bulk transfers need few system calls, small enough to stay in a core's second-level cache.
constexpr std::size_t read_buffer_size = 128U << 10;
constexpr int one_thread = 1;  // lets Asio leave out what several threads in run() would need; post stays thread-safe
}  // namespace

Loop::Loop() : read_buffer_(read_buffer_size), context_(one_thread), timer_(context_) {}

Loop::~Loop() {
  ending_ = true;
  // Tasks may own sockets, which must go while the context still stands.
  timers_.clear();
  const auto doomed = std::exchange(end_of_turn_, {});
}

void Loop::run() {
  context_.run();
  context_.restart();  // after the run, not before it: a stop() that comes early must not be lost
}

void Loop::stop() {
  context_.stop();
}

void Loop::post(std::function<void()> task) {
  asio::post(context_, std::move(task));
}

Loop::TimerId Loop::at(TimePoint due, std::function<void()> task) {
  if (ending_) return 0;
  const TimerId id = timers_.add(due, std::move(task));
  arm();
  return id;
}

Loop::TimerId Loop::after(Duration delay, std::function<void()> task) {
  const TimePoint now = Clock::now();
  const bool never = delay > TimePoint::max() - now;
  return at(never ? TimePoint::max() : now + delay, std::move(task));
}

void Loop::cancel(TimerId timer) {
  if (ending_ || timer == 0) return;
  timers_.cancel(timer);
  arm();
}

void Loop::at_end_of_turn(std::function<void()> task) {
  if (ending_) return;
  // A posted handler runs after those that are ready now, and the loop does not wait while one is posted.
  if (end_of_turn_.empty()) asio::post(context_, [this] { run_end_of_turn(); });
  end_of_turn_.push_back(std::move(task));
}

void Loop::run_end_of_turn() {
  const auto tasks = std::exchange(end_of_turn_, {});
  for (const auto& task : tasks) task();
}

void Loop::arm() {
  const auto next = timers_.next_due();
  if (!next) {  // nothing to wait for any more: let run() return
    if (std::exchange(armed_for_, std::nullopt)) timer_.cancel();
    return;
  }
  if (armed_for_ && *armed_for_ <= *next) return;  // an early call finds nothing due and arms again
  armed_for_ = next;
  timer_.expires_at(*next);
  timer_.async_wait([this](std::error_code error) {
    if (!error) run_due_tasks();
  });
}

void Loop::run_due_tasks() {
  armed_for_.reset();
  const TimePoint now = Clock::now();
  while (const auto task = timers_.take_due(now)) task();
  arm();
}

}  // namespace parley::net
