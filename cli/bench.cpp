// parley bench: load on a server, and what it does with it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "cli/bench_run.hpp"
#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "harness/load/bench_compare.hpp"
#include "harness/load/metric.hpp"
#include "harness/load/report_console.hpp"
#include "harness/load/report_html.hpp"
#include "harness/load/report_json.hpp"
#include "harness/load/report_series.hpp"
#include "harness/load/search.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(Without --rate the loop is closed: each answer lets the next message go. With it messages are due by the clock, and
latency counts from when they were due. What is measured and how to read it: docs/bench.md.

Exit codes: 0 all thresholds hold; 1 one does not, or there were errors, or nothing was measured; 2 a fault on the command
line; 3 the server is unreachable, or ended; 130 interrupted.

Examples:
  parley bench ws://127.0.0.1:8081/echo -c 100 --depth 64
  parley bench ws://127.0.0.1:8081/echo -c 100 --rate 50000 --arrivals poisson --threshold 'p99<5ms'
  parley bench ws://127.0.0.1:8081/echo -c 100 -w search --threshold 'p99<10ms' --html capacity.html
  parley bench ws://127.0.0.1:8081 -w scenario --scenario chat.json -c 50
  parley bench ws://127.0.0.1:8081/broadcast -w broadcast -c 1001 --rate 100
  parley bench ws://127.0.0.1:8081/echo -w connect --hold -c 10000 --ramp 10s --pid 4711
  parley bench ws://127.0.0.1:8081/echo ws://127.0.0.1:9001/ -c 100 --repeat 5
)";

using Reports = std::vector<load::BenchReport>;

void tell_trial(const load::SearchTrial& trial) {
  std::cerr << load::trial_line(trial) << '\n';
}

Reports search(load::SearchPlan plan, const BenchTarget& target, std::vector<load::Threshold> thresholds,
               HistogramLog* log) {
  for (const auto& threshold : thresholds) {
    if (!load::is_about_capacity(threshold)) plan.limits.push_back(threshold);
  }
  if (plan.limits.empty()) plan.limits = default_limits(target.plan());
  const auto on_trial = ::isatty(STDERR_FILENO) == 1 ? tell_trial : load::OnTrial();
  auto report = load::search(
      target.plan(), plan, [&](const load::Plan& one) { return target.run(one, log); }, on_trial);
  if (log != nullptr) log->keep_run(report.outcome.started);
  std::erase_if(thresholds, [](const auto& each) { return !load::is_about_capacity(each); });
  report.outcome.capacity = report.search->capacity.low.value_or(0);
  for (const auto& each : thresholds) report.thresholds.push_back(load::judge(each, report.outcome));
  Reports reports;
  reports.push_back(std::move(report));
  return reports;
}

/// A B A B …: what disturbs the machine disturbs all of them.
Reports repeat(const BenchArguments& arguments, const std::vector<std::unique_ptr<BenchTarget>>& targets,
               const std::vector<load::Threshold>& thresholds, HistogramLog* log) {
  std::vector<Reports> runs(targets.size());
  bool interrupted = false;
  for (unsigned i = 0; i < arguments.repeat && !interrupted; ++i) {
    for (std::size_t at = 0; at < targets.size() && !interrupted; ++at) {
      runs[at].push_back(targets[at]->run(targets[at]->plan(), log));
      interrupted = runs[at].back().outcome.interrupted;
    }
  }
  Reports reports;
  for (const auto& of_one : runs) {
    if (of_one.empty()) continue;
    reports.push_back(of_one.size() == 1 ? of_one.front() : load::pool(of_one));
    reports.back().thresholds = load::judge_all(thresholds, reports.back().outcome);
  }
  return reports;
}

std::vector<load::BenchDocument> documents_of(const Reports& reports) {
  std::vector<load::BenchDocument> documents;
  for (const auto& report : reports) documents.push_back({report.url, report});
  return documents;
}

void write_reports(const BenchArguments& arguments, const Reports& reports, const HistogramLog* log) {
  const bool to_stderr = arguments.json == "-";  // standard output is for the machine
  const auto colour = colour_for(to_stderr ? STDERR_FILENO : STDOUT_FILENO, arguments.no_color);
  std::ostream& out = to_stderr ? std::cerr : std::cout;
  for (const auto& report : reports) load::print_report(out, report, colour);
  if (reports.size() > 1) out << '\n' << load::compare(documents_of(reports));
  const auto json = reports.size() == 1 ? load::json_report_text(reports.front()) : load::json_report_text(reports);
  if (to_stderr) {
    std::cout << json;
  } else if (!arguments.json.empty()) {
    write_file(arguments.json, json);
  }
  if (!arguments.csv.empty()) write_file(arguments.csv, load::series_csv(reports.front()));
  if (!arguments.html.empty()) write_file(arguments.html, load::html_report(documents_of(reports)));
  if (log != nullptr) write_file(arguments.hlog, log->text());
}

/// Where several are true: 130, 1, 3, 0.
ExitCode verdict(const Reports& reports) {
  const auto any = [&](auto holds) { return std::any_of(reports.begin(), reports.end(), holds); };
  for (const int status : {130, 1, 3}) {
    if (any([&](const auto& each) { return each.exit_status() == status; })) return static_cast<ExitCode>(status);
  }
  return ExitCode::fine;
}

ExitCode bench(const BenchArguments& arguments) {
  const auto urls = bench_urls(arguments);
  const auto plan = make_plan(arguments, urls.front());
  auto thresholds = make_thresholds(arguments, plan);
  for (const auto& file : {arguments.json, arguments.csv, arguments.html, arguments.hlog}) require_writable(file);
  const std::stop_source stop = stop_at_signal();  // before any thread starts
  raise_descriptor_limit();
  const auto searched = is_search(arguments) ? std::optional(make_search(arguments, plan)) : std::nullopt;
  std::vector<std::unique_ptr<BenchTarget>> targets;
  for (const auto& url : urls) targets.push_back(std::make_unique<BenchTarget>(arguments, url, stop.get_token()));
  HistogramLog lines;
  HistogramLog* const log = arguments.hlog.empty() ? nullptr : &lines;
  const auto reports = searched ? search(*searched, *targets.front(), std::move(thresholds), log)
                                : repeat(arguments, targets, thresholds, log);
  write_reports(arguments, reports, log);
  return verdict(reports);
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
