// parley bench: load on a server, and what it does with it.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <stdexcept>

#include "cli/bench_arguments.hpp"
#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "harness/load/hdr.hpp"
#include "harness/load/report_console.hpp"
#include "harness/load/report_json.hpp"
#include "harness/load/report_series.hpp"
#include "harness/load/walls.hpp"
#include "harness/report/machine.hpp"
#include "net/connector.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(Without --rate the loop is closed: each answer lets the next message go. With it messages are due by the clock, and
latency counts from when they were due. What is measured and how to read it: docs/bench.md.

Exit codes: 0 all thresholds hold; 1 one does not, or there were errors; 2 a fault on the command line; 3 the server is
unreachable; 130 interrupted.

Examples:
  parley bench ws://127.0.0.1:8081/echo -c 100 --depth 64
  parley bench ws://127.0.0.1:8081/echo -c 100 --rate 50000 --arrivals poisson --threshold 'p99<5ms'
  parley bench ws://127.0.0.1:8081/broadcast -w broadcast -c 1001 --rate 100
  parley bench ws://127.0.0.1:8081/echo -w connect --hold -c 10000 --ramp 10s --pid 4711
)";

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
  Watch(const BenchArguments& arguments, load::BenchReport& report)
      : arguments_(arguments), report_(report), main_(load::main_measure(report.plan.workload)) {
    if (arguments.pid != 0) report.peer = load::PeerUsage{usage_of(arguments.pid), {}, {}};
  }

  void on_ready() {
    if (report_.peer) report_.peer->ready = usage_of(arguments_.pid);
  }

  void on_row(const load::Row& row) {
    auto& added = report_.series.emplace_back(load::make_row(row, main_));
    faults_ += added.faults;
    if (report_.peer) added.peer = harness::usage_of(arguments_.pid);
    if (added.peer) report_.peer->end = *added.peer;
    if (!arguments_.hlog.empty()) log(row.at, row.length, *row.tally);
    if (live_) std::cerr << "\r\x1b[K" << load::live_line(added, report_.plan.workload, faults_) << std::flush;
  }

  /// What came after the last row is in the log too, or its sum would not be the whole.
  void finish() {
    if (live_) std::cerr << "\r\x1b[K" << std::flush;
    if (arguments_.hlog.empty()) return;
    log(report_.outcome.length, load::Duration(1), report_.outcome.after);
    write_file(arguments_.hlog,
               load::hdr_log_head(report_.outcome.started, "Written by Parley; values are nanoseconds") + log_);
  }

 private:
  void log(load::Duration at, load::Duration length, const load::Tally& tally) {
    for (const auto& info : load::measure_infos()) {
      const auto& times = tally.of(info.measure);
      if (times.count() > 0) log_ += load::hdr_log_line(info.name, at, length, times);
    }
  }

  const BenchArguments& arguments_;
  load::BenchReport& report_;
  load::Measure main_;
  std::string log_;
  std::uint64_t faults_ = 0;
  const bool live_ = ::isatty(STDERR_FILENO) == 1;
};

void refuse_walls(const load::Plan& plan) {
  const auto walls = load::walls_for(plan.connections, plan.link.sources.size(), load::system_limits());
  if (!walls.empty()) throw Failure(ExitCode::usage, walls.front());
}

void write_reports(const BenchArguments& arguments, const load::BenchReport& report) {
  const bool to_stderr = arguments.json == "-";  // standard output is for the machine
  const auto colour = colour_for(to_stderr ? STDERR_FILENO : STDOUT_FILENO, arguments.no_color);
  load::print_report(to_stderr ? std::cerr : std::cout, report, colour);
  if (to_stderr) {
    std::cout << load::json_report_text(report);
  } else if (!arguments.json.empty()) {
    write_file(arguments.json, load::json_report_text(report));
  }
  if (!arguments.csv.empty()) write_file(arguments.csv, load::series_csv(report));
}

ExitCode bench(const BenchArguments& arguments) {
  load::BenchReport report;
  report.plan = make_plan(arguments);
  auto thresholds = make_thresholds(arguments, report.plan);
  const load::Payload payload(report.plan.payload, report.plan.type);
  const std::stop_source stop = stop_at_signal();  // before any thread starts
  raise_descriptor_limit();
  refuse_walls(report.plan);
  report.parley_version = PARLEY_VERSION;
  report.machine = harness::describe_machine();
  report.command = command_line();
  report.url = report.plan.link.handshake.uri.to_string();
  report.plan.link.peer = find_peer(report.plan, arguments.peer);

  Watch watch(arguments, report);
  report.outcome = load::run(
      report.plan, payload, stop.get_token(), [&](const load::Row& row) { watch.on_row(row); },
      [&] { watch.on_ready(); });
  watch.finish();
  report.thresholds = load::judge_all(std::move(thresholds), report.outcome);
  write_reports(arguments, report);
  return report.outcome.interrupted ? ExitCode::interrupted : static_cast<ExitCode>(report.exit_status());
}

}  // namespace

void add_bench(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("bench", "Put load on a server and measure it.");
  const auto arguments = std::make_shared<BenchArguments>();
  add_bench_arguments(command, *arguments);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return bench(*arguments); }; });
}

}  // namespace parley::cli
