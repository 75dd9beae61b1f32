#include "harness/conformance/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/conformance/describe_script.hpp"
#include "harness/conformance/transcript.hpp"
#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

using harness::Align;
using harness::pad;
using harness::Paint;
using harness::printable;

constexpr std::array levels{Level::must, Level::should, Level::disputed, Level::quality, Level::may, Level::info};
constexpr std::size_t group_width = 16;
constexpr std::size_t cell_width = 10;

/// How many of a group and a level are in order, of those that were judged.
struct Cell {
  std::size_t good = 0;
  std::size_t judged = 0;
};

bool is_good(Verdict verdict) {
  return is_passing(verdict) || verdict == Verdict::info;
}

Cell count(const SuiteReport& report, std::string_view group, Level level) {
  Cell cell;
  for (const auto& entry : report.entries) {
    if (entry.level != level || entry.verdict == Verdict::skipped) continue;
    if (!group.empty() && entry.group != group) continue;
    ++cell.judged;
    if (is_good(entry.verdict)) ++cell.good;
  }
  return cell;
}

std::vector<std::string_view> groups_of(const SuiteReport& report) {
  std::vector<std::string_view> groups;
  for (const auto& entry : report.entries) {
    if (std::find(groups.begin(), groups.end(), entry.group) == groups.end()) groups.push_back(entry.group);
  }
  return groups;
}

std::string cell_text(const Cell& cell, const Paint& paint) {
  if (cell.judged == 0) return pad("·", cell_width, Align::right);
  const auto text = pad(fmt::format("{}/{}", cell.good, cell.judged), cell_width, Align::right);
  return cell.good == cell.judged ? text : paint.bold_red(text);
}

void print_row(std::ostream& out, const SuiteReport& report, std::string_view group, const Paint& paint) {
  out << "  " << pad(group.empty() ? "all" : group, group_width, Align::left);
  for (const auto level : levels) out << cell_text(count(report, group, level), paint);
  const auto skipped = std::count_if(report.entries.begin(), report.entries.end(), [group](const Entry& entry) {
    return entry.verdict == Verdict::skipped && (group.empty() || entry.group == group);
  });
  out << pad(skipped == 0 ? "·" : std::to_string(skipped), cell_width, Align::right) << '\n';
}

void print_sums(std::ostream& out, const SuiteReport& report, const Paint& paint) {
  std::string head = "  " + pad("in order", group_width, Align::left);
  for (const auto level : levels) head += pad(to_string(level), cell_width, Align::right);
  out << paint.bold(head + pad("skipped", cell_width, Align::right)) << '\n';
  for (const auto group : groups_of(report)) print_row(out, report, group, paint);
  print_row(out, report, "", paint);
}

/// Why cases are skipped, most first.
void print_skips(std::ostream& out, const SuiteReport& report, const Paint& paint) {
  constexpr std::size_t most = 5;
  std::map<std::string_view, std::size_t> counts;
  for (const auto& entry : report.entries) {
    if (entry.verdict == Verdict::skipped) ++counts[entry.why];
  }
  std::vector<std::pair<std::string_view, std::size_t>> reasons(counts.begin(), counts.end());
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  for (std::size_t i = 0; i < std::min(most, reasons.size()); ++i) {
    out << paint.faint(fmt::format("  {} skipped: {}", reasons[i].second, printable(std::string(reasons[i].first))))
        << '\n';
  }
  if (reasons.size() > most) out << paint.faint("  others for other reasons (--json)") << '\n';
}

std::string_view mark(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "✓";
    case Verdict::pass_lenient:
      return "≈";
    case Verdict::fail:
    case Verdict::error:
      return "✗";
    case Verdict::warning:
    case Verdict::disputed:
      return "!";
    case Verdict::info:
    case Verdict::skipped:
      return "·";
  }
  return "";
}

/// What a server printed last has lines of its own.
void print_lines(std::ostream& out, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out << "    " << printable(line) << '\n';
}

void print_entry(std::ostream& out, const Entry& entry, const Paint& paint, const std::string& replay) {
  const auto sign = fmt::format("{} {}", mark(entry.verdict), entry.id);
  const bool bad = entry.verdict == Verdict::fail || entry.verdict == Verdict::error;
  out << (bad ? paint.bold_red(sign) : paint.bold(sign)) << "  "
      << paint.faint(fmt::format("{}  {}  {}", to_string(entry.level), entry.section, entry.title)) << '\n'
      << "    " << entry.rule << '\n';
  print_lines(out, entry.why);
  if (!replay.empty()) out << paint.faint("    " + replay + " " + entry.replay) << '\n';
}

/// The server was gone by then. Of these there are many, all for the same reason.
bool was_not_played(const Entry& entry) {
  return entry.result != nullptr && entry.result->unreachable;
}

void print_not_played(std::ostream& out, const Comparison& comparison, const Paint& paint) {
  std::vector<const Entry*> entries;
  std::copy_if(comparison.failures.begin(), comparison.failures.end(), std::back_inserter(entries),
               [](const Entry* entry) { return was_not_played(*entry); });
  if (entries.empty()) return;
  out << paint.bold_red("✗ " + harness::format_counted(entries.size(), "case")) << "  "
      << paint.faint(fmt::format("{} to {}", entries.front()->id, entries.back()->id)) << '\n';
  print_lines(out, entries.front()->why);
}

bool is_finding(const Entry& entry) {
  switch (entry.verdict) {
    case Verdict::fail:
    case Verdict::warning:
    case Verdict::disputed:
    case Verdict::error:
    case Verdict::pass_lenient:
      return true;
    case Verdict::pass:
    case Verdict::info:
    case Verdict::skipped:
      return false;
  }
  return false;
}

void print_entries(std::ostream& out, const SuiteReport& report, const Comparison& comparison,
                   const ConsoleOptions& options, const Paint& paint) {
  if (options.details == Details::findings) {
    for (const auto& entry : report.entries) {
      if (is_finding(entry) && !was_not_played(entry)) print_entry(out, entry, paint, options.replay);
    }
  } else {
    for (const auto* entry : comparison.failures) {
      if (!was_not_played(*entry)) print_entry(out, *entry, paint, options.replay);
    }
  }
  print_not_played(out, comparison, paint);
  for (const auto& id : comparison.stale) out << paint.bold_red("✗ " + id) << "  passes now: the baseline is stale\n";
  for (const auto& id : comparison.unknown_cases) {
    out << paint.bold_red("✗ " + id) << "  stands in the baseline, but there is no such case\n";
  }
}

std::string interruption(const SuiteReport& report) {
  if (!report.interrupted) return "";
  return fmt::format("; interrupted, {} not played", harness::format_counted(report.not_played, "case"));
}

std::string summary(const SuiteReport& report, const Comparison& comparison) {
  std::vector<std::string> parts{fmt::format("{} failed", comparison.failures.size())};
  const auto add = [&](std::size_t number, std::string_view what) {
    if (number != 0) parts.push_back(fmt::format("{} {}", number, what));
  };
  add(comparison.known.size(), "known");
  add(comparison.stale.size() + comparison.unknown_cases.size(), "stale in the baseline");
  add(report.count(Verdict::warning), "warnings");
  add(report.count(Verdict::disputed), "disputed");
  add(report.count(Verdict::pass_lenient), "passed leniently");
  add(report.count(Verdict::skipped), "skipped");
  const auto good = report.count(Verdict::pass) + report.count(Verdict::pass_lenient);
  return fmt::format("{} passed, {}; {} in {}{}", good, fmt::join(parts, ", "),
                     harness::format_counted(report.results.size(), "case"), harness::format_duration(report.duration),
                     interruption(report));
}

}  // namespace

void print_report(std::ostream& out, const SuiteReport& report, const Comparison& comparison,
                  const ConsoleOptions& options) {
  const Paint paint(options.colour);
  print_entries(out, report, comparison, options, paint);
  print_sums(out, report, paint);
  print_skips(out, report, paint);
  const auto line = summary(report, comparison);
  out << '\n'
      << printable(report.peer) << ": "
      << (comparison.fails() || report.interrupted ? paint.bold_red(line) : paint.green(line)) << '\n';
}

void print_case(std::ostream& out, const Case& test, Role peer, harness::Colour colour) {
  const Paint paint(colour);
  out << paint.bold(test.id) << "  for a " << (peer == Role::server ? "server" : "client") << '\n';
  out << fmt::format("  {}  {}  group {}\n", to_string(test.level), test.section, test.group);
  out << "  rule    " << test.rule << '\n' << "  done    " << test.title << '\n';
  for (const auto& alias : test.aliases) out << "  alias   " << alias << '\n';
  for (const auto need : test.needs) out << "  needs   " << to_string(need) << '\n';
  for (const auto& line : describe(test.script, peer)) out << "  script  " << line << '\n';
  for (const auto& allowed : test.allowed) {
    out << fmt::format("  {:<14}{}\n", to_string(allowed.grade), printable(describe(allowed.outcome)));
  }
}

void print_monitor(std::ostream& out, const Monitor& monitor, Role peer, harness::Colour colour) {
  out << Paint(colour).bold(std::string(monitor.id)) << "  for a " << (peer == Role::server ? "server" : "client")
      << '\n';
  out << fmt::format("  {}  {}  group {}\n", to_string(monitor.level), monitor.section, monitor.group);
  out << "  rule    " << monitor.text << '\n';
  out << "  done    a monitor: watches what the peer sends in every case, and its line in a report names one that "
         "shows what it found\n";
}

void print_played(std::ostream& out, const CaseResult& result, harness::Colour colour) {
  const Paint paint(colour);
  out << "  on the wire\n";
  for (const auto& line : to_lines(result.transcript)) out << "    " << line << '\n';
  for (const auto& finding : result.findings) out << "  " << paint.red("seen  ") << printable(finding.what) << '\n';
  const auto verdict = fmt::format("{} {}", mark(result.verdict), to_string(result.verdict));
  out << "  " << (result.verdict == Verdict::fail ? paint.bold_red(verdict) : paint.bold(verdict)) << "  closing "
      << to_string(result.closing) << '\n';
  if (!result.why.empty()) out << "    " << printable(result.why) << '\n';
}

}  // namespace parley::conformance
