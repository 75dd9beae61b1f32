#include "harness/load/report_console.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

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
}

void print_times(std::ostream& out, const BenchReport& report, const harness::Paint& paint) {
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
  out << "  " << pad("peer", name_width, Align::left) << text << '\n';
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
  print_faults(out, outcome.faults(), paint);
  print_peer(out, report);
  out << "  " << pad("generator", name_width, Align::left)
      << fmt::format("{:.0f} % of {}\n", 100 * outcome.busy, harness::format_counted(report.plan.threads, "thread"));
  for (const auto& remark : remarks(report)) out << "  " << paint.yellow("note: ") << remark << '\n';
  print_thresholds(out, report, paint);
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
    case WorkloadKind::idle:
      break;
  }
  if (row.max > 0) line += fmt::format("  p50 {}  p99 {}", time(row.p50), time(row.p99));
  return line + fmt::format("  {} open  {}", row.open_links, harness::format_counted(faults, "error"));
}

}  // namespace parley::load
