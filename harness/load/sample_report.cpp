#include "harness/load/sample_report.hpp"

namespace parley::load {
namespace {

using std::chrono::seconds;

Tally busy_second(std::uint64_t slowest) {
  Tally tally;
  tally.traffic = {1000, 999, 20000, 19980, 0};
  for (std::uint64_t i = 1; i <= 999; ++i) {
    tally.of(Measure::latency).record(i * 1000);
    tally.of(Measure::service).record(i * 900);
    tally.of(Measure::lateness).record(i);
  }
  tally.of(Measure::latency).record(slowest);
  return tally;
}

}  // namespace

BenchReport sample_report() {
  BenchReport report;
  report.parley_version = "1.2.3";
  report.machine = "2 × Some Processor, Linux 6.1";
  report.command = "parley bench ws://peer:8081/echo";
  report.url = "ws://peer:8081/echo";
  report.plan.connections = 100;
  report.plan.rate = 1000;
  report.plan.arrivals = Arrivals::poisson;
  report.plan.duration = seconds(2);
  Outcome& outcome = report.outcome;
  outcome.started = std::chrono::system_clock::time_point(seconds(1'800'000'000));
  outcome.length = seconds(2);
  outcome.opening = std::chrono::milliseconds(12);
  outcome.open_links = 99;
  outcome.busy = 0.25;
  outcome.warmup.traffic.connections_opened = 100;
  outcome.warmup.of(Measure::opening).record(3'000'000, 100);
  for (int i = 0; i < 2; ++i) {
    Tally tally = busy_second(100'000'000);
    if (i == 1) {
      tally.faults.add(Fault::ended, 1, [] { return "connection 7: the peer closed with code 1011: \"\x1b[31mno\""; });
    }
    Row row{seconds(i), seconds(1), &tally, static_cast<std::size_t>(100 - i)};
    report.series.push_back(make_row(row, Measure::latency));
    report.series.back().peer = harness::ProcessUsage{5'000'000, 110, std::chrono::milliseconds(500 * (i + 1)), 77};
    outcome.measured.merge(tally);
  }
  outcome.measured.of(Measure::opening).merge(outcome.warmup.of(Measure::opening));
  outcome.after.faults.add(Fault::unanswered, 2, [] { return "connection 7: nothing came after message 4 of 6"; });
  report.peer =
      PeerUsage{{4'000'000, 10, {}, 1}, harness::ProcessUsage{4'400'000, 110, {}, 2}, *report.series.back().peer};
  report.thresholds = judge_all({*parse_threshold("p99<50ms", Measure::latency)}, outcome);
  return report;
}

}  // namespace parley::load
