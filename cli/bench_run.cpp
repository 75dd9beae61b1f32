#include "cli/bench_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "cli/exit_code.hpp"
#include "cli/reporting.hpp"
#include "harness/load/hdr.hpp"
#include "harness/load/report_console.hpp"
#include "harness/load/scenario_worker.hpp"
#include "harness/load/walls.hpp"
#include "harness/report/machine.hpp"
#include "harness/report/text.hpp"
#include "net/connector.hpp"

namespace parley::cli {
namespace {

constexpr auto late_start = std::chrono::milliseconds(100);  // less is no news

/// The address that takes connections, of all that the name has.
net::PolledSocket::Endpoint find_peer(const load::Plan& plan, const PeerArguments& arguments) {
  net::Loop loop;
  std::optional<net::PolledSocket::Endpoint> found;
  std::string reason;
  const auto& uri = plan.link.handshake.uri;
  const auto attempt = net::connect(
      loop, {.host = uri.host, .port = uri.port, .timeout = arguments.timeout},
      [&](std::unique_ptr<net::Stream> stream) {
        found = net::parse_endpoint(stream->info().peer);
        loop.stop();
      },
      [&](const net::ConnectFailure& failure) {
        reason = failure.what;
        loop.stop();
      });
  loop.run();
  if (!found) throw Failure(ExitCode::unreachable, reason);
  return *found;
}

harness::ProcessUsage usage_of(int pid) {
  const auto usage = harness::usage_of(pid);
  if (!usage) throw Failure(ExitCode::usage, fmt::format("--pid: there is no process {}, or it may not be seen", pid));
  return *usage;
}

/// Follows a run: the live line, the rows, the log of histograms, the process of the peer.
class Watch {
 public:
  Watch(const BenchArguments& arguments, load::BenchReport& report, HistogramLog* log)
      : arguments_(arguments), report_(report), log_(log), main_(load::main_measure(report.plan.workload)) {
    if (arguments.pid != 0) report.peer = load::PeerUsage{usage_of(arguments.pid), {}, {}};
  }

  void on_ready() {
    if (!report_.peer) return;
    if (const auto usage = harness::usage_of(arguments_.pid)) report_.peer->ready = *usage;
  }

  void on_row(const load::Row& row) {
    auto& added = report_.series.emplace_back(load::make_row(row, main_));
    faults_ += added.faults;
    if (report_.peer) added.peer = harness::usage_of(arguments_.pid);
    if (added.peer) report_.peer->end = *added.peer;
    if (log_ != nullptr) log_->add(row.at, row.length, *row.tally);
    if (live_) std::cerr << "\r\x1b[K" << load::live_line(added, report_.plan.workload, faults_) << std::flush;
  }

  /// What came before the first row (connections that were opened) and after the last one is in the log too, or its
  /// sum would not be the whole.
  void finish() {
    if (live_) std::cerr << "\r\x1b[K" << std::flush;
    if (log_ == nullptr) return;
    log_->add(load::Duration::zero(), load::Duration(1), report_.outcome.warmup);
    log_->add(report_.outcome.length, load::Duration(1), report_.outcome.after);
    log_->end_run(report_.outcome.started);
  }

 private:
  const BenchArguments& arguments_;
  load::BenchReport& report_;
  HistogramLog* log_;
  load::Measure main_;
  std::uint64_t faults_ = 0;
  const bool live_ = ::isatty(STDERR_FILENO) == 1;
};

void refuse_walls(const load::Plan& plan) {
  const auto walls = load::walls_for(plan.connections, plan.link.sources.size(), load::system_limits());
  if (!walls.empty()) throw Failure(ExitCode::usage, walls.front());
}

/// Runs on several machines are of little use when one began on its own.
std::optional<std::string> lateness_of(const load::BenchReport& report) {
  if (!report.plan.start_at) return std::nullopt;
  const auto late = report.outcome.started - report.plan.warmup - *report.plan.start_at;
  if (late < late_start) return std::nullopt;
  return fmt::format("the load began {} after --start-at, when the connections stood", harness::format_duration(late));
}

}  // namespace

void HistogramLog::add(load::Duration at, load::Duration length, const load::Tally& tally) {
  for (const auto& info : load::measure_infos()) {
    const auto& times = tally.of(info.measure);
    if (times.count() > 0) entries_.push_back({info.name, {}, at, length, times});
  }
}

void HistogramLog::end_run(std::chrono::system_clock::time_point started) {
  if (!started_) started_ = started;
  const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(ended_);
  std::stable_sort(first, entries_.end(), [](const Entry& a, const Entry& b) { return a.at < b.at; });
  for (; ended_ < entries_.size(); ++ended_) {
    entries_[ended_].run = started;
    entries_[ended_].at += started - *started_;
  }
}

void HistogramLog::keep_run(std::chrono::system_clock::time_point started) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.run != started; });
  for (auto& entry : entries_) entry.at -= started - started_.value_or(started);
  started_ = started;
  ended_ = entries_.size();
}

std::string HistogramLog::text() const {
  auto text = load::hdr_log_head(started_.value_or(std::chrono::system_clock::time_point()),
                                 "Written by Parley; values are nanoseconds");
  for (const auto& entry : entries_) text += load::hdr_log_line(entry.tag, entry.at, entry.length, entry.times);
  return text;
}

BenchTarget::BenchTarget(const BenchArguments& arguments, const std::string& url, std::stop_token stop)
    : arguments_(arguments),
      url_(url),
      stop_(std::move(stop)),
      plan_(make_plan(arguments, url)),
      payload_(plan_.payload, plan_.type) {
  if (plan_.workload == load::WorkloadKind::scenario) {
    scenario_ = read_bench_scenario(arguments);
    play_ = bench_play_options(arguments, url);
    plan_.scenario = scenario_->name;
  }
  refuse_walls(plan_);
  plan_.link.peer = find_peer(plan_, arguments.peer);
}

load::Outcome BenchTarget::perform(const load::Plan& plan, const load::OnRow& on_row,
                                   const std::function<void()>& on_ready) const {
  if (!scenario_) return load::run(plan, payload_, stop_, on_row, on_ready);
  const auto make = [&](unsigned thread, load::RunBoard& board) {
    return std::make_unique<load::ScenarioWorker>(plan, *scenario_, play_, thread, board);
  };
  return load::run(plan, make, stop_, on_row, on_ready);
}

load::BenchReport BenchTarget::run(const load::Plan& plan, HistogramLog* log) const {
  refuse_walls(plan);
  load::BenchReport report;
  report.plan = plan;
  report.parley_version = PARLEY_VERSION;
  report.machine = harness::describe_machine();
  report.command = command_line();
  report.url = plan.link.handshake.uri.to_string();
  Watch watch(arguments_, report, log);
  report.outcome = perform(
      plan, [&](const load::Row& row) { watch.on_row(row); }, [&] { watch.on_ready(); });
  watch.finish();
  if (auto late = lateness_of(report)) report.notes.push_back(*std::move(late));
  return report;
}

}  // namespace parley::cli
