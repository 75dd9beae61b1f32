#include "net/loop.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace parley::net {

namespace {
// Large enough that bulk transfers need few system calls, small enough to stay in a core's second-level cache.
constexpr std::size_t read_buffer_size = 128U << 10;
// What waits for the end of the turn waits no longer than this and what is being done by then.
constexpr Duration longest_wait = std::chrono::microseconds(250);
}  // namespace

Loop::Loop() : read_buffer_(read_buffer_size) {}

Loop::~Loop() {
  thread_ = std::this_thread::get_id();
  ending_ = true;
  // Tasks may own sockets, which must go while the loop still stands; what they post in going is dropped.
  timers_.clear();
  while (watchers_ != nullptr) {
    Watcher& doomed = *watchers_;
    watchers_ = doomed.next_;
    if (watchers_ != nullptr) watchers_->previous_ = nullptr;
    doomed.watched_ = false;
    doomed.abandon();
  }
  std::exchange(end_of_turn_, {}).clear();
  std::exchange(posted_, {}).clear();
  Tasks elsewhere;
  {
    const std::lock_guard lock(mutex_);
    elsewhere.swap(posted_elsewhere_);
  }
  elsewhere.clear();
}

/// Notes which thread runs the loop, as long as it does: its posts need neither lock nor system call.
class Loop::Running {
 public:
  explicit Running(Loop& loop) : loop_(loop) { loop_.thread_ = std::this_thread::get_id(); }
  ~Running() { loop_.thread_ = std::thread::id(); }
  Running(Running&&) = delete;

 private:
  Loop& loop_;
};

void Loop::run() {
  const Running running(*this);
  while (!stopped() && turn(Patience::wait)) {
  }
  stopped_ = false;  // after the run, not before it: a stop() that comes early must not be lost
}

bool Loop::run_one() {
  const Running running(*this);
  return turn(Patience::wait);
}

void Loop::poll() {
  const Running running(*this);
  while (turn(Patience::none)) {
  }
}

void Loop::stop() {
  stopped_ = true;
  poller_.wake();
}

void Loop::post(Task task) {
  if (thread_.load(std::memory_order_relaxed) == std::this_thread::get_id()) {
    if (!ending_) posted_.push_back(std::move(task));
    return;
  }
  const std::lock_guard lock(mutex_);
  posted_elsewhere_.push_back(std::move(task));
  if (!has_posted_elsewhere_.exchange(true)) poller_.wake();
}

Loop::TimerId Loop::at(TimePoint due, Task task) {
  return ending_ ? 0 : timers_.add(due, std::move(task));
}

Loop::TimerId Loop::after(Duration delay, Task task) {
  const TimePoint now = Clock::now();
  const bool never = delay > TimePoint::max() - now;
  return at(never ? TimePoint::max() : now + delay, std::move(task));
}

void Loop::cancel(TimerId timer) {
  if (!ending_ && timer != 0) timers_.cancel(timer);
}

void Loop::at_end_of_turn(Task task) {
  if (ending_) return;
  if (end_of_turn_.empty()) waits_since_ = Clock::now();
  end_of_turn_.push_back(std::move(task));
}

void Loop::watch(Watcher& watcher, int descriptor, Poller::Interest interest) {
  if (watcher.watched_) return poller_.change(descriptor, interest, &watcher);
  poller_.add(descriptor, interest, &watcher);
  watcher.watched_ = true;
  watcher.previous_ = nullptr;
  watcher.next_ = watchers_;
  if (watchers_ != nullptr) watchers_->previous_ = &watcher;
  watchers_ = &watcher;
}

void Loop::unwatch(Watcher& watcher, int descriptor) {
  if (!std::exchange(watcher.watched_, false)) return;
  poller_.remove(descriptor);
  (watcher.previous_ != nullptr ? watcher.previous_->next_ : watchers_) = watcher.next_;
  if (watcher.next_ != nullptr) watcher.next_->previous_ = watcher.previous_;
  gone_.push_back(&watcher);
}

/// One wait and what came of it. False when there is nothing to wait for or, without patience, was nothing to do.
bool Loop::turn(Patience patience) {
  if (!has_work()) return false;
  const auto ready = poller_.wait(wait_until(patience));
  // Deadlines that pass while the turn goes on wait for the next one: what has arrived before them is seen first, also
  // when this thread got no processor for a while.
  const TimePoint now = timers_.empty() ? TimePoint() : Clock::now();
  ++moment_;
  bool did = dispatch(ready);
  did = run_posted() || did;
  did = run_due_tasks(now) || did;
  did = run_end_of_turn() || did;
  return did || patience == Patience::wait;
}

bool Loop::has_work() {
  if (work_ > 0 || !posted_.empty() || !end_of_turn_.empty() || has_posted_elsewhere_) return true;
  return timers_.next_due().has_value();
}

std::optional<TimePoint> Loop::wait_until(Patience patience) {
  const bool has_more = !posted_.empty() || !end_of_turn_.empty() || has_posted_elsewhere_ || stopped();
  if (patience == Patience::none || has_more) return TimePoint();  // long ago
  return timers_.next_due();
}

bool Loop::dispatch(std::span<const Poller::Ready> ready) {
  gone_.clear();
  for (const auto& each : ready) {
    if (stopped()) break;  // what is ready stays so
    auto* const watcher = static_cast<Watcher*>(each.owner);
    if (!gone_.empty() && std::find(gone_.begin(), gone_.end(), watcher) != gone_.end()) continue;
    watcher->on_ready(each.readable, each.writable);
    keep_turn_short();
  }
  return !ready.empty();
}

bool Loop::run_posted() {
  if (has_posted_elsewhere_) {
    const std::lock_guard lock(mutex_);
    has_posted_elsewhere_ = false;
    std::move(posted_elsewhere_.begin(), posted_elsewhere_.end(), std::back_inserter(posted_));
    posted_elsewhere_.clear();
  }
  bool did = false;
  for (std::size_t left = posted_.size(); left > 0 && !stopped(); --left) {  // what they post waits for its turn
    auto task = std::move(posted_.front());
    posted_.pop_front();
    task();
    keep_turn_short();
    did = true;
  }
  return did;
}

bool Loop::run_due_tasks(TimePoint now) {
  if (timers_.empty()) return false;
  bool did = false;
  while (!stopped()) {
    auto task = timers_.take_due(now);
    if (!task) break;
    ++moment_;
    task();
    keep_turn_short();
    did = true;
  }
  return did;
}

void Loop::keep_turn_short() {
  if (!end_of_turn_.empty() && Clock::now() - waits_since_ > longest_wait) run_end_of_turn();
}

bool Loop::run_end_of_turn() {
  if (end_of_turn_.empty() || stopped()) return false;
  assert(ending_turn_.empty());     // its tasks do not run the loop
  end_of_turn_.swap(ending_turn_);  // what they add waits for the next turn, and both keep their memory
  for (auto& task : ending_turn_) task();
  ending_turn_.clear();
  return true;
}

}  // namespace parley::net
