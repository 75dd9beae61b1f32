#include "harness/load/report_console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "harness/load/metric.hpp"
#include "harness/load/statistics.hpp"
#include "harness/report/text.hpp"
#include "protocol/duration.hpp"

namespace parley::load {
namespace {

using harness::Align;
using harness::format_quantity;
using harness::pad;

constexpr std::array percents = {50.0, 90.0, 99.0, 99.9, 99.99};
constexpr std::size_t name_width = 12;
constexpr std::size_t time_width = 10;

std::string time(std::uint64_t nanoseconds) {
  return harness::format_duration(std::chrono::nanoseconds(nanoseconds));
}

std::string bytes(double count) {
  constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; std::abs(count) >= 1024 && unit + 1 < units.size(); ++unit) count /= 1024;
  return fmt::format("{:.{}f} {}", count, unit == 0 || std::abs(count) >= 100 ? 0 : 1, units[unit]);
}

void print_rates(std::ostream& out, const BenchReport& report, const harness::Paint& paint) {
  const auto& traffic = report.outcome.measured.traffic;
  const auto line = [&](std::string_view name, std::uint64_t count, std::string_view more) {
    if (count == 0) return;
    out << "  " << pad(name, name_width, Align::left) << paint.bold(format_quantity(per_second(count, report.outcome)))
        << "/s" << more << '\n';
  };
  const auto rate = [&](std::uint64_t count) { return bytes(per_second(count, report.outcome)) + "/s"; };
  line("sent", traffic.messages_sent, fmt::format("  {}", rate(traffic.bytes_sent)));
  line("received", traffic.messages_received, fmt::format("  {}", rate(traffic.bytes_received)));
  line("opened", traffic.connections_opened, "");
  if (report.plan.workload == WorkloadKind::idle) {
    out << "  " << pad("held", name_width, Align::left)
        << paint.bold(harness::format_counted(report.outcome.open_links, "connection"))
        << fmt::format(" until the end, of {} that were opened\n", report.outcome.warmup.traffic.connections_opened);
  }
}

void print_times(std::ostream& out, const BenchReport& report, const harness::Paint& paint) {
  const auto& all = report.outcome.measured.times;
  if (std::all_of(all.begin(), all.end(), [](const auto& times) { return times.count() == 0; })) return;
  std::string head = pad("", name_width + 2, Align::left) + pad("count", time_width, Align::right);
  for (const double percent : percents) head += pad(fmt::format("p{:g}", percent), time_width, Align::right);
  out << '\n' << paint.faint(head + pad("max", time_width, Align::right)) << '\n';
  for (const auto& info : measure_infos()) {
    const Histogram& times = report.outcome.measured.of(info.measure);
    if (times.count() == 0) continue;
    std::string line = "  " + pad(info.name, name_width, Align::left) +
                       pad(format_quantity(static_cast<double>(times.count())), time_width, Align::right);
    for (const double percent : percents) line += pad(time(times.percentile(percent)), time_width, Align::right);
    out << line << pad(time(times.max()), time_width, Align::right) << '\n';
  }
  out << '\n';
}

void print_faults(std::ostream& out, const Faults& faults, const harness::Paint& paint) {
  for (const auto& info : fault_infos()) {
    const auto count = faults.count(info.fault);
    if (count == 0) continue;
    out << "  " << paint.bold_red(fmt::format("{}: {}", info.what, count)) << '\n'
        << "      " << harness::printable(faults.example(info.fault)) << '\n';
  }
}

void print_peer(std::ostream& out, const BenchReport& report) {
  if (!report.peer) return;
  std::string text = "memory " + bytes(static_cast<double>(report.peer->before.resident_bytes)) + " before, " +
                     bytes(static_cast<double>(report.peer->end.resident_bytes)) + " at the end";
  if (const auto each = bytes_per_connection(report)) text += fmt::format(", {} for each connection", bytes(*each));
  if (const auto share = peer_processors(report)) text += fmt::format("; {:.0f} % of a processor", 100 * *share);
  if (const auto switches = peer_switches(report)) {
    text += fmt::format(", {} context switches/s", format_quantity(*switches));
  }
  out << "  " << pad("peer", name_width, Align::left) << text << '\n';
}

void print_steps(std::ostream& out, const BenchReport& report) {
  const StepFailures steps = report.outcome.steps();
  for (const auto& [pointer, entry] : steps.entries()) {
    out << fmt::format("      {} × {}  {}\n", entry.count, pointer.empty() ? "(no step)" : pointer,
                       harness::printable(entry.what));
  }
}

/// The worst of them; all are in the JSON report.
void print_receivers(std::ostream& out, const BenchReport& report) {
  constexpr std::size_t most = 5;
  const ReceiverFaults receivers = report.outcome.receivers();
  using Entry = std::pair<std::uint32_t, ReceiverFaults::Counts>;
  std::vector<Entry> worst(receivers.entries().begin(), receivers.entries().end());
  if (worst.empty()) return;
  std::stable_sort(worst.begin(), worst.end(),
                   [](const Entry& a, const Entry& b) { return a.second.total() > b.second.total(); });
  out << fmt::format("      at {} of {} receivers\n", worst.size(), report.plan.connections - report.plan.publishers);
  worst.resize(std::min(worst.size(), most));
  for (const auto& [receiver, counts] : worst) {
    out << fmt::format("      receiver {}: {} lost, {} doubled, {} out of order, {} with other content\n", receiver,
                       counts.lost, counts.doubled, counts.reordered, counts.corrupted);
  }
}

void print_repetitions(std::ostream& out, const BenchReport& report, const harness::Paint& paint) {
  if (report.repetitions.empty()) return;
  out << '\n'
      << paint.faint(
             fmt::format("  medians of {} runs, with the interval that covers the true one", report.repetitions.size()))
      << '\n';
  for (const auto& metric : metrics_of(report)) {
    const auto values = values_of(report, metric.name);
    if (values.empty() || metric.name == "errors") continue;
    const auto interval = median_interval(values);
    out << "  " << pad(metric.label, 20, Align::left)
        << pad(format_metric(metric.unit, median(values)), time_width, Align::right)
        << fmt::format("   {} … {}  ({:.0f} %)\n", format_metric(metric.unit, interval.low),
                       format_metric(metric.unit, interval.high), 100 * interval.confidence);
  }
  out << '\n';
}

void print_search(std::ostream& out, const BenchReport& report, const harness::Paint& paint) {
  if (!report.search) return;
  const auto& [low, high, confidence] = report.search->capacity;
  out << '\n';
  for (const auto& trial : report.search->trials) {
    out << "  " << (trial.held() ? paint.green("✓ ") : paint.red("✗ ")) << trial_line(trial) << '\n';
  }
  const auto bound = [](const std::optional<double>& load) {
    return load ? format_quantity(*load) : std::string("none");
  };
  if (!report.search->ended.empty() && !low) return;  // a remark says why nothing is known
  const std::string unit = report.search->raised == Raised::rate ? " a second" : " connections";
  out << "\n  " << pad("capacity", name_width, Align::left) << paint.bold(bound(low) + unit)
      << fmt::format(" hold, {} break; {:.1f} % certain\n", high ? bound(high) : "none of those tried",
                     100 * confidence);
}

void print_thresholds(std::ostream& out, const BenchReport& report, const harness::Paint& paint) {
  for (const auto& each : report.thresholds) {
    out << "  " << (each.passed ? paint.green("✓ ") : paint.red("✗ ")) << each.text << "  " << each.actual << '\n';
  }
}

}  // namespace

void print_report(std::ostream& out, const BenchReport& report, harness::Colour colour) {
  const harness::Paint paint(colour);
  const Outcome& outcome = report.outcome;
  out << paint.bold(to_string(report.plan.workload)) << "  " << report.url << "  " << describe(report.plan) << ", "
      << harness::format_duration(outcome.length) << '\n';
  print_rates(out, report, paint);
  print_times(out, report, paint);
  print_repetitions(out, report, paint);
  print_faults(out, outcome.faults(), paint);
  print_steps(out, report);
  print_receivers(out, report);
  print_peer(out, report);
  out << "  " << pad("generator", name_width, Align::left)
      << fmt::format("{:.0f} % of {}\n", 100 * outcome.busy, harness::format_counted(report.plan.threads, "thread"));
  print_search(out, report, paint);
  for (const auto& remark : remarks(report)) out << "  " << paint.yellow("note: ") << remark << '\n';
  print_thresholds(out, report, paint);
}

std::string trial_line(const SearchTrial& trial) {
  std::string line = pad(format_quantity(trial.load), 8, Align::right) + "  done " +
                     pad(format_quantity(trial.done) + "/s", 9, Align::left) + "  p50 " +
                     pad(time(trial.p50), time_width, Align::left) + "p99 " +
                     pad(time(trial.p99), time_width, Align::left);
  return trial.held() ? line + "held" : line + "broke " + harness::printable(trial.broken);
}

std::string live_line(const SeriesRow& row, WorkloadKind workload, std::uint64_t faults) {
  const double seconds = std::chrono::duration<double>(row.length).count();
  const auto a_second = [&](std::uint64_t count) { return format_quantity(static_cast<double>(count) / seconds); };
  std::string line = fmt::format("{:4.0f} s  ", std::chrono::duration<double>(row.at + row.length).count());
  switch (workload) {
    case WorkloadKind::echo:
    case WorkloadKind::push:
    case WorkloadKind::broadcast:
      line += a_second(row.traffic.messages_received) + " msg/s";
      break;
    case WorkloadKind::connect:
      line += a_second(row.traffic.connections_opened) + " handshakes/s";
      break;
    case WorkloadKind::scenario:
      line += a_second(row.times.count()) + " iterations/s";
      break;
    case WorkloadKind::idle:
      break;
  }
  if (row.times.count() > 0) {
    line += fmt::format("  p50 {}  p99 {}", time(row.times.percentile(50)), time(row.times.percentile(99)));
  }
  return line + fmt::format("  {} open  {}", row.open_links, harness::format_counted(faults, "error"));
}

}  // namespace parley::load
