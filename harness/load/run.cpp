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
  Run(const Plan& plan, const Payload& payload, const OnRow& on_row)
      : plan_(plan), on_row_(on_row), board_(plan.threads) {
    if (plan.workload == WorkloadKind::broadcast) broadcast_ = std::make_unique<BroadcastBoard>(plan.publishers);
    for (unsigned i = 0; i < plan.threads; ++i) {
      workers_.push_back(std::make_unique<Worker>(plan, payload, i, board_, broadcast_.get()));
    }
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
    const TimePoint now = Clock::now() + head_start;
    timeline_ = {now, now + plan_.warmup, now + plan_.warmup + plan_.duration};
    outcome_.started = std::chrono::system_clock::now() +
                       std::chrono::duration_cast<std::chrono::system_clock::duration>(head_start + plan_.warmup);
    board_.set_timeline(timeline_);
    wake_all();
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
    look_for_life(index, interval);
  }

  void look_for_life(int index, const Interval& interval) {
    if (interval.open_links > 0 || plan_.workload == WorkloadKind::connect || index + 1 >= rows()) return;
    if (board_.is_stopping()) return;
    outcome_.cut_short = "no connection is left";
    stop_all();
  }

  /// Times of what was due while the load counted, but was answered later, belong to it; and so does the opening of
  /// connections, which comes before.
  void finish() {
    const Duration cpu = board_.cpu_time();
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
  std::unique_ptr<BroadcastBoard> broadcast_;  // null unless it is one
  std::vector<std::unique_ptr<Worker>> workers_;
  Timeline timeline_{};
  Outcome outcome_;
  bool is_over_ = false;
};

}  // namespace

Faults Outcome::faults() const {
  Faults all = warmup.faults;
  all.merge(measured.faults);
  all.merge(after.faults);
  return all;
}

Outcome run(const Plan& plan, const Payload& payload, const std::stop_token& stop, const OnRow& on_row,
            const std::function<void()>& on_ready) {
  return Run(plan, payload, on_row).perform(stop, on_ready);
}

}  // namespace parley::load
