#include "harness/report/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "harness/report/difference.hpp"
#include "harness/report/paint.hpp"
#include "harness/report/repeats.hpp"
#include "harness/report/text.hpp"

namespace parley::harness {
namespace {

constexpr std::size_t column_count = 9;
constexpr std::size_t widest_name = 48;

using Row = std::array<std::string, column_count>;

constexpr std::array<Align, column_count> aligns{Align::left,  Align::left,  Align::right, Align::right, Align::right,
                                                 Align::right, Align::right, Align::right, Align::left};

[[nodiscard]] std::string paint_verdict(const Paint& paint, Verdict verdict, std::string_view text) {
  switch (verdict) {
    case Verdict::passed:
      return paint.green(text);
    case Verdict::skipped:
      return paint.yellow(text);
    case Verdict::failed:
    case Verdict::error:
      return paint.bold_red(text);
  }
  std::abort();
}

std::string_view mark(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "✓";
    case Verdict::failed:
      return "✗";
    case Verdict::skipped:
      return "–";
    case Verdict::error:
      return "!";
  }
  std::abort();
}

std::string one_line(std::string_view text) {
  auto clean = printable(text);
  std::replace(clean.begin(), clean.end(), '\n', ' ');
  return clean;
}

std::string latency(const LatencySummary& summary, std::uint64_t value) {
  return summary.count == 0 ? "" : format_duration(std::chrono::nanoseconds(value));
}

Row row_of(const ScenarioResult& r) {
  auto name = one_line(r.name);
  if (r.repetition > 1) name += fmt::format(" #{}", r.repetition);
  const auto messages = r.traffic.messages_sent + r.traffic.messages_received;
  return {truncate(name, widest_name),
          one_line(r.pairing()),
          fmt::format("{}", r.clients),
          fmt::format("{}", messages),
          messages == 0 ? "" : format_quantity(r.traffic.messages_per_second),
          latency(r.round_trip, r.round_trip.p50),
          latency(r.round_trip, r.round_trip.p99),
          latency(r.round_trip, r.round_trip.max),
          fmt::format("{} {}", mark(r.verdict), r.interrupted ? "interrupted" : to_string(r.verdict))};
}

Row heading() {
  return {"scenario", "client → server", "clients", "messages", "msg/s", "p50", "p99", "max", "verdict"};
}

std::string layout(const Row& row, const std::array<std::size_t, column_count>& widths) {
  std::string line = " ";
  for (std::size_t i = 0; i + 1 < column_count; ++i) line += " " + pad(row[i], widths[i], aligns[i]) + " ";
  return line + " ";
}

void print_rows(std::ostream& out, const RunReport& report, const Paint& paint) {
  std::vector<Row> rows;
  for (const auto& result : report.results) rows.push_back(row_of(result));
  std::array<std::size_t, column_count> widths{};
  const auto measure = [&](const Row& row) {
    for (std::size_t i = 0; i < column_count; ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  };
  const auto head = heading();
  measure(head);
  for (const auto& row : rows) measure(row);

  out << paint.bold(layout(head, widths) + head.back()) << '\n';
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out << layout(rows[i], widths) << paint_verdict(paint, report.results[i].verdict, rows[i].back()) << '\n';
  }
}

void print_indented(std::ostream& out, std::string_view text, std::string_view indent) {
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find('\n', start), text.size());
    out << indent << text.substr(start, end - start) << '\n';
    start = end + 1;
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void print_lines(std::ostream& out, std::string_view text, const ConsoleOptions& options, const Paint& paint) {
  const auto clean = printable(text);
  const auto lines = lines_of(clean);
  const auto shown = std::min(lines.size(), options.difference_lines);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto line = lines[i];
    out << "      "
        << (line.starts_with("- ")   ? paint.red(line)
            : line.starts_with("+ ") ? paint.green(line)
                                     : std::string(line))
        << '\n';
  }
  if (lines.size() == shown) return;
  out << paint.faint(fmt::format("      … {} in the reports", format_counted(lines.size() - shown, "more line")))
      << '\n';
}

/// As line_difference writes it: then it shows all that differs, and expected and actual need not be told again.
bool is_difference(std::string_view detail) {
  return detail.starts_with("- ") || detail.starts_with("+ ") || detail.starts_with("  ");
}

void print_check(std::ostream& out, const CheckResult& check, const ConsoleOptions& options, const Paint& paint) {
  out << "    " << printable(check.name) << "  " << paint.faint(check.pointer) << '\n';
  const bool told = is_difference(check.detail);
  if (!told) print_lines(out, check.detail, options, paint);
  const auto difference = told ? check.detail : line_difference(check.expected, check.actual);
  if (difference.empty()) return;
  out << "      " << paint.red("- expected") << "  " << paint.green("+ actual") << '\n';
  print_lines(out, difference, options, paint);
}

void print_checks(std::ostream& out, const ScenarioResult& r, const ConsoleOptions& options, const Paint& paint) {
  for (const auto& check : r.checks) {
    if (!check.passed) print_check(out, check, options, paint);
  }
}

void print_wire(std::ostream& out, const ScenarioResult& r, const ConsoleOptions& options, const Paint& paint) {
  if (r.wire.empty()) return;
  const bool all = options.wire_log == WireLog::of_all;
  const auto count = all ? r.wire.size() : std::min(options.wire_lines, r.wire.size());
  out << paint.faint(all ? "    on the wire" : "    last on the wire") << '\n';
  std::size_t widest = 0;
  for (auto line = r.wire.end() - static_cast<std::ptrdiff_t>(count); line != r.wire.end(); ++line) {
    widest = std::max(widest, display_width(line->client));
  }
  for (auto line = r.wire.end() - static_cast<std::ptrdiff_t>(count); line != r.wire.end(); ++line) {
    out << fmt::format("    {:>10.3f} ms  {} {} {}\n", std::chrono::duration<double, std::milli>(line->at).count(),
                       pad(one_line(line->client), widest, Align::left), line->arrow, one_line(line->text));
  }
}

bool is_bad(const ScenarioResult& r) {
  return r.verdict == Verdict::failed || r.verdict == Verdict::error;
}

void print_details(std::ostream& out, const ScenarioResult& r, const ConsoleOptions& options, const Paint& paint) {
  out << '\n'
      << paint_verdict(paint, r.verdict, mark(r.verdict)) << ' ' << paint.bold(one_line(r.name)) << "  " << r.pairing();
  if (r.repetition > 1) out << " #" << r.repetition;
  out << '\n' << paint.faint("    " + r.place()) << '\n';
  if (!r.reason.empty()) print_indented(out, printable(r.reason), "    ");
  print_checks(out, r, options, paint);
  print_wire(out, r, options, paint);
}

void print_skipped(std::ostream& out, const RunReport& report, const Paint& paint) {
  const char* heading = "\nskipped\n";
  for (const auto& r : report.results) {
    if (r.verdict != Verdict::skipped || r.interrupted) continue;
    out << heading << "    " << one_line(r.name) << "  " << r.pairing() << paint.faint("  " + one_line(r.reason))
        << '\n';
    heading = "";
  }
}

std::string spread_text(std::string_view what, const Spread& times) {
  const auto text = [](double nanoseconds) {
    return format_duration(std::chrono::nanoseconds(std::llround(nanoseconds)));
  };
  return fmt::format("{} {} ({})", what, text(times.median), text(times.p95));
}

void print_repeats(std::ostream& out, const RunReport& report, const Paint& paint) {
  const char* heading = "\nover the repetitions: median (p95)\n";
  for (const auto& sum : repeats(report)) {
    out << heading << "    " << one_line(sum.first->name) << "  " << sum.first->pairing()
        << fmt::format("  {} of {} passed, ", sum.passed, sum.runs) << spread_text("duration", sum.duration);
    if (sum.timed != 0) {
      out << ", " << spread_text("round trip p50", sum.round_trip_p50) << ", "
          << spread_text("p99", sum.round_trip_p99);
    }
    out << paint.faint(fmt::format(", {} msg/s", format_quantity(sum.throughput.median))) << '\n';
    heading = "";
  }
}

}  // namespace

std::string summary_line(const RunReport& report) {
  const auto interrupted = static_cast<std::size_t>(
      std::count_if(report.results.begin(), report.results.end(), [](const auto& r) { return r.interrupted; }));
  auto line = fmt::format("{} passed, {} failed, {} skipped", report.count(Verdict::passed),
                          report.count(Verdict::failed), report.count(Verdict::skipped) - interrupted);
  if (interrupted != 0) line += fmt::format(", {} interrupted", interrupted);
  if (const auto errors = report.count(Verdict::error)) line += ", " + format_counted(errors, "error");
  return line;
}

void print_table(std::ostream& out, const RunReport& report, const ConsoleOptions& options) {
  const Paint paint(options.colour);
  print_rows(out, report, paint);
  print_repeats(out, report, paint);
  print_skipped(out, report, paint);
  for (const auto& result : report.results) {
    const bool with_wire = options.wire_log == WireLog::of_all && !result.wire.empty();
    if (is_bad(result) || with_wire) print_details(out, result, options, paint);
  }
  const auto status = report.exit_status();
  const auto verdict = status == 0 ? Verdict::passed : status == 77 ? Verdict::skipped : Verdict::failed;
  out << '\n'
      << paint_verdict(paint, verdict, summary_line(report)) << paint.faint(" in " + format_duration(report.duration))
      << '\n';
}

}  // namespace parley::harness
