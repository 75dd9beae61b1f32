#include "harness/load/scenario_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/load/thread_time.hpp"

namespace parley::load {
namespace {

constexpr auto rest_after_failure = std::chrono::milliseconds(50);  // a peer that refuses is not asked without end
constexpr auto look_every = std::chrono::milliseconds(100);         // whether the run was stopped
constexpr unsigned runs_per_thread = 1'000'000'000;                 // numbers of iterations that no other thread has

}  // namespace

ScenarioWorker::ScenarioWorker(const Plan& plan, const scenario::Scenario& scenario,
                               const scenario::PlayOptions& options, unsigned thread, RunBoard& board)
    : plan_(plan),
      scenario_(scenario),
      options_(options),
      stage_(scenario_, {protocol::EngineKind::native, std::nullopt}, options_),
      thread_(thread),
      board_(board) {
  for (std::uint32_t user = thread; user < plan.connections; user += plan.threads) {
    free_.push_back(users_.size());
    users_.emplace_back();
  }
}

ScenarioWorker::~ScenarioWorker() = default;

void ScenarioWorker::wake() {
  loop_.post([this] { look(); });
}

void ScenarioWorker::run() noexcept {
  std::exception_ptr failure;
  try {
    board_.report_ready();
    loop_.post([this] { look(); });
    loop_.run();
    users_.clear();
    deliver();
  } catch (...) {
    failure = std::current_exception();
  }
  board_.report_done(cpu_time_, failure);
}

/// At the board: whether the load may begin, or has to end.
void ScenarioWorker::look() {
  if (over_) return;
  if (board_.is_stopping()) {
    if (timeline_) end_load();
    return end_run();
  }
  if (!timeline_) {
    timeline_ = board_.timeline();
    if (timeline_) begin(*timeline_);
  }
  // Also before there is a timeline: a loop that has nothing to wait for returns.
  loop_.cancel(next_look_);
  next_look_ = loop_.after(look_every, [this] { look(); });
}

void ScenarioWorker::begin(const Timeline& timeline) {
  recorder_.set_window(timeline.begin, timeline.end);
  loop_.at(timeline.start, [this, start = timeline.start] {
    if (ended_ || over_) return;
    starting_ = true;
    if (plan_.rate && !users_.empty()) pacer_ = make_pacer(plan_, thread_, users_.size(), plan_.connections, start);
    dispatch();
  });
  deliver_at(timeline.begin);
  loop_.at(timeline.end, [this] { end_load(); });
}

void ScenarioWorker::deliver_at(TimePoint boundary) {
  loop_.at(boundary, [this, boundary] {
    if (ended_ || over_ || boundary >= timeline_->end) return;
    if (interval_ == RunBoard::before) cpu_before_ = thread_cpu_time();
    deliver();
    deliver_at(boundary + plan_.interval);
  });
}

/// Nothing new begins; what has begun may end.
void ScenarioWorker::end_load() {
  if (std::exchange(ended_, true)) return;
  starting_ = false;
  if (interval_ != RunBoard::before) cpu_time_ = thread_cpu_time() - cpu_before_;
  deliver();
  loop_.cancel(std::exchange(next_due_, 0));
  dispatch();
  if (all_are_over() || board_.is_stopping()) return end_run();
  loop_.after(plan_.patience, [this] { end_run(); });
}

void ScenarioWorker::end_run() {
  if (std::exchange(over_, true)) return;
  for (const User& user : users_) {
    if (!user.performance || board_.is_stopping()) continue;
    recorder_.faults().add(Fault::failed, 1, [] { return "an iteration did not end in time (--timeout)"; });
    recorder_.steps().add("", "did not end in time");
  }
  std::uint64_t never = 0;
  for (; !board_.is_stopping() && is_behind(); pacer_->advance()) ++never;
  recorder_.faults().add(Fault::failed, never, [&] {
    return fmt::format("{} iterations were due and never began: all {} users of a thread were busy (-c)", never,
                       users_.size());
  });
  if (never > 0) recorder_.steps().add("", "never began", never);
  loop_.stop();
}

bool ScenarioWorker::is_behind() const {
  return ended_ && pacer_ && pacer_->due() < timeline_->end;
}

bool ScenarioWorker::all_are_over() const {
  return !is_behind() && std::all_of(users_.begin(), users_.end(), [](const User& user) { return !user.performance; });
}

/// Gives what is due to users who are free.
void ScenarioWorker::dispatch() {
  if (!starting_ && !is_behind()) return;
  const TimePoint now = Clock::now();
  while (!free_.empty() && (!pacer_ || pacer_->due() <= now) && (starting_ || is_behind())) {
    const std::size_t user = free_.front();
    free_.pop_front();
    start(user, pacer_ ? pacer_->due() : now);
    if (pacer_) pacer_->advance();
  }
  if (!pacer_ || free_.empty() || !starting_) return;
  loop_.cancel(next_due_);
  next_due_ = loop_.at(pacer_->due(), [this] {
    next_due_ = 0;
    dispatch();
  });
}

void ScenarioWorker::start(std::size_t index, TimePoint due) {
  options_.run = thread_ * runs_per_thread + ++iterations_;
  User& user = users_[index];
  user.due = due;
  user.performance = std::make_unique<scenario::Performance>(loop_, scenario_, stage_, options_);
  user.performance->start([this, index] { loop_.post([this, index] { finish(index); }); });
}

void ScenarioWorker::finish(std::size_t index) {
  if (over_) return;
  User& user = users_[index];
  record(user);
  const bool was_shut_out = user.performance->failure() && user.performance->measurements().connect.count() == 0;
  user.performance.reset();
  if (ended_ && all_are_over()) return end_run();
  if (was_shut_out) return rest(index);
  free_.push_back(index);
  dispatch();
}

void ScenarioWorker::rest(std::size_t index) {
  loop_.after(rest_after_failure, [this, index] {
    free_.push_back(index);
    dispatch();
  });
}

void ScenarioWorker::record(const User& user) {
  const auto& performance = *user.performance;
  const auto traffic = performance.traffic();
  recorder_.traffic().add({traffic.messages_sent, traffic.messages_received, traffic.bytes_sent, traffic.bytes_received,
                           performance.measurements().connect.count()});
  const TimePoint now = Clock::now();
  if (judge(performance)) recorder_.record(Measure::iteration, user.due, user.due, now);
  if (recorder_.counts(user.due)) {
    recorder_.add(Measure::round_trip, performance.measurements().round_trip);
    recorder_.add(Measure::opening, performance.measurements().connect);
  }
}

/// Counts what failed. False: the play did not pass, so how long it took says nothing.
bool ScenarioWorker::judge(const scenario::Performance& performance) {
  harness::ScenarioResult result;
  judge_performance(scenario_, performance, result);
  if (result.verdict == harness::Verdict::passed) return true;
  const bool unreachable = performance.failure() && performance.failure()->unreachable;
  recorder_.faults().add(unreachable ? Fault::connect : Fault::failed, 1,
                         [&] { return result.pointer + ": " + result.reason; });
  if (performance.failure()) {
    recorder_.steps().add(result.pointer, result.reason);
    return false;
  }
  for (const auto& check : result.checks) {
    if (!check.passed) recorder_.steps().add(check.pointer, check.name);
  }
  return false;
}

void ScenarioWorker::deliver() {
  const auto playing = std::count_if(users_.begin(), users_.end(), [](const User& user) { return !!user.performance; });
  board_.deliver(interval_++, {recorder_.take(), static_cast<std::size_t>(playing)});
}

}  // namespace parley::load
