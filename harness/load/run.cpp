#include "harness/load/run.hpp"

#include <algorithm>
#include <memory>
#include <thread>

#include "harness/load/broadcast_board.hpp"
#include "harness/load/worker.hpp"

namespace parley::load {
namespace {

constexpr auto head_start = std::chrono::milliseconds(2);  // so that all threads begin together

class Run {
 public:
  Run(const Plan& plan, const MakePerformer& make, const OnRow& on_row)
      : plan_(plan), on_row_(on_row), board_(plan.threads) {
    for (unsigned i = 0; i < plan.threads; ++i) workers_.push_back(make(i, board_));
  }

  Outcome perform(const std::stop_token& stop, const std::function<void()>& on_ready) {
    const TimePoint launched = Clock::now();
    std::vector<std::jthread> threads;
    for (const auto& worker : workers_) threads.emplace_back([&worker] { worker->run(); });
    const std::stop_callback on_stop(stop, [this] { stop_all(); });
    board_.wait_until_ready();
    outcome_.opening = Clock::now() - launched;
    if (on_ready && !board_.is_stopping()) on_ready();
    start();
    while (auto interval = board_.take()) add(interval->first, interval->second);
    threads.clear();
    outcome_.interrupted = stop.stop_requested();
    finish();
    return std::move(outcome_);
  }

 private:
  void stop_all() {
    board_.stop();
    wake_all();
  }
  void wake_all() {
    for (const auto& worker : workers_) worker->wake();
  }

  void start() {
    const Duration wait = until_start();
    const TimePoint now = Clock::now() + wait;
    timeline_ = {now, now + plan_.warmup, now + plan_.warmup + plan_.duration};
    outcome_.started = std::chrono::system_clock::now() +
                       std::chrono::duration_cast<std::chrono::system_clock::duration>(wait + plan_.warmup);
    board_.set_timeline(timeline_);
    wake_all();
  }

  /// The wall clock says when; from then on only the monotonic one counts.
  [[nodiscard]] Duration until_start() const {
    if (!plan_.start_at) return head_start;
    return std::max<Duration>(head_start, *plan_.start_at - std::chrono::system_clock::now());
  }

  /// Number of intervals in which the load counts; the last one may be shorter.
  [[nodiscard]] int rows() const {
    return static_cast<int>((plan_.duration + plan_.interval - Duration(1)) / plan_.interval);
  }

  void add(int index, Interval& interval) {
    if (index == RunBoard::before) {
      outcome_.warmup = std::move(interval.tally);
      is_over_ = board_.is_stopping();
    } else if (index >= rows() || is_over_) {
      outcome_.after.merge(interval.tally);
      return;
    } else {
      const Duration at = plan_.interval * index;
      Row row{at, std::min(plan_.interval, plan_.duration - at), &interval.tally, interval.open_links};
      if (board_.is_stopping()) row.length = std::clamp(Clock::now() - timeline_.begin - at, Duration(1), row.length);
      outcome_.length = at + row.length;
      if (on_row_) on_row_(row);
      outcome_.measured.merge(interval.tally);
      is_over_ = board_.is_stopping();
    }
    outcome_.open_links = interval.open_links;
    if (comes_and_goes()) look_for_refusals(interval.tally);
    look_for_life(index, interval);
  }

  void look_for_life(int index, const Interval& interval) {
    if (interval.open_links > 0 || comes_and_goes() || board_.is_stopping()) return;
    // Where the peer broke the protocol, it was we who ended the connection.
    outcome_.peer_ended = outcome_.faults().count(Fault::ended) > 0;
    outcome_.cut_short = "no connection is left";
    if (index + 1 < rows()) stop_all();  // the last interval has ended by itself
  }

  [[nodiscard]] bool comes_and_goes() const {
    return plan_.workload == WorkloadKind::connect || plan_.workload == WorkloadKind::scenario;
  }

  /// Where connections come and go, the peer has ended when the last ones did not come to stand.
  void look_for_refusals(const Tally& tally) {
    const bool all_failed = tally.traffic.connections_opened == 0 && tally.faults.count(Fault::connect) > 0;
    outcome_.peer_ended = all_failed && outcome_.measured.traffic.connections_opened > 0;
  }

  /// Times of what was due while the load counted, but was answered later, belong to it; and so does the opening of
  /// connections, which comes before.
  void finish() {
    const Duration cpu = board_.cpu_time();
    if (outcome_.cut_short.empty()) outcome_.cut_short = board_.given_up();
    for (std::size_t i = 0; i < measure_count; ++i) {
      outcome_.measured.times[i].merge(outcome_.warmup.times[i]);
      outcome_.measured.times[i].merge(outcome_.after.times[i]);
    }
    if (outcome_.length > Duration::zero()) {
      const std::chrono::duration<double> whole = outcome_.length * plan_.threads;
      outcome_.busy = std::chrono::duration<double>(cpu).count() / whole.count();
    }
  }

  const Plan& plan_;
  const OnRow& on_row_;
  RunBoard board_;
  std::vector<std::unique_ptr<Performer>> workers_;
  Timeline timeline_{};
  Outcome outcome_;
  bool is_over_ = false;
};

/// A part of the tallies of before, during and after the time that counts.
template <class Part>
Part whenever(const Outcome& outcome, Part Tally::*part) {
  Part all = outcome.warmup.*part;
  all.merge(outcome.measured.*part);
  all.merge(outcome.after.*part);
  return all;
}

}  // namespace

void Outcome::add(const Outcome& other) {
  warmup.merge(other.warmup);
  measured.merge(other.measured);
  after.merge(other.after);
  interrupted = interrupted || other.interrupted;
  peer_ended = peer_ended || other.peer_ended;
  if (cut_short.empty()) cut_short = other.cut_short;
}

Faults Outcome::faults() const {
  return whenever(*this, &Tally::faults);
}

ReceiverFaults Outcome::receivers() const {
  return whenever(*this, &Tally::receivers);
}

StepFailures Outcome::steps() const {
  return whenever(*this, &Tally::steps);
}

Outcome run(const Plan& plan, const MakePerformer& make, const std::stop_token& stop, const OnRow& on_row,
            const std::function<void()>& on_ready) {
  return Run(plan, make, on_row).perform(stop, on_ready);
}

Outcome run(const Plan& plan, const Payload& payload, const std::stop_token& stop, const OnRow& on_row,
            const std::function<void()>& on_ready) {
  std::unique_ptr<BroadcastBoard> broadcast;  // null unless it is one
  if (plan.workload == WorkloadKind::broadcast) broadcast = std::make_unique<BroadcastBoard>(plan.publishers);
  const auto make = [&](unsigned thread, RunBoard& board) {
    return std::make_unique<Worker>(plan, payload, thread, board, broadcast.get());
  };
  return run(plan, make, stop, on_row, on_ready);
}

}  // namespace parley::load
