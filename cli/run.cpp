// parley run: plays scenarios and reports.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "cli/run_arguments.hpp"
#include "harness/report/console.hpp"
#include "harness/report/html_report.hpp"
#include "harness/report/json_report.hpp"
#include "harness/report/junit_report.hpp"
#include "harness/report/machine.hpp"
#include "harness/report/progress.hpp"
#include "harness/scenario/schema.hpp"
#include "harness/scenario/suggest.hpp"

namespace parley::cli {
namespace {

constexpr unsigned jobs_per_processor = 4;  // most scenarios wait most of the time

constexpr const char* footer =
    R"(A directory stands for the *.json in it, not for those of the directories below it ('chat/*/*.json' does).
How a scenario is written: docs/scenarios.md.

Exit codes: 0 all passed; 1 a check, an await or a threshold failed; 2 a fault in a file or on the command line, and
nothing was played; 3 a server was unreachable, did not start or ended; 4 parley itself is wrong: tell us; 77 all were
skipped; 130 interrupted. Where several are true the order is 130, 1, 3, 0.

Examples:
  parley run scenarios/                              all of them, on all pairings of engines
  parley run chat.json -v                            one, with every frame on the wire
  parley run chat.json --url ws://localhost:8081     against a server of yours
  parley run *.json --server-command 'node app.js {{port}}' --junit out/junit.xml
)";

/// A --var that no file knows is a slip: the scenarios would be played without it.
void refuse_unused(const std::map<std::string, std::string>& given, const std::set<std::string>& known) {
  for (const auto& [name, value] : given) {
    if (known.contains(name)) continue;
    throw std::invalid_argument(fmt::format("--var: no scenario has the variable \"{}\"{}", name,
                                            scenario::suggestion(name, {known.begin(), known.end()})));
  }
}

/// Reads all files and reports the faults of all; throws when there are any.
std::vector<scenario::Scenario> read_all(const RunArguments& arguments) {
  const auto files = find_scenario_files(arguments.files);
  auto options = read_options(arguments);
  std::set<std::string> variables;
  options.on_variable = [&](const std::string& name) { variables.insert(name); };
  const auto replacement = command_server(arguments);
  std::vector<scenario::Scenario> scenarios;
  std::size_t faulty = 0;
  for (const auto& file : files) {
    auto read = scenario::read_scenario(file, options);
    if (!read) {
      ++faulty;
      std::cerr << scenario::to_string(read.error());
      continue;
    }
    if (replacement) read->server = *replacement;
    scenarios.push_back(*std::move(read));
  }
  if (faulty != 0) {
    throw Failure(ExitCode::usage, fmt::format("{} of {} file{} {} refused; nothing was played", faulty, files.size(),
                                               files.size() == 1 ? "" : "s", faulty == 1 ? "is" : "are"));
  }
  refuse_unused(options.vars, variables);
  std::erase_if(scenarios, [&](const auto& each) { return !is_selected(each, arguments.selection); });
  if (scenarios.empty())
    throw std::invalid_argument("no scenario has that name (--filter) and one of those tags (--tags)");
  return scenarios;
}

void list(const std::vector<scenario::Scenario>& scenarios) {
  for (const auto& each : scenarios) {
    std::cout << fmt::format("{}\n  {}{}\n", each.name, each.file.string(),
                             each.tags.empty() ? "" : fmt::format("  [{}]", fmt::join(each.tags, ", ")));
    if (!each.description.empty()) std::cout << fmt::format("  {}\n", each.description);
  }
}

void write_reports(const RunArguments& arguments, const harness::RunReport& report) {
  if (arguments.json == "-") {
    std::cout << harness::json_report_text(report);
  } else if (!arguments.json.empty()) {
    write_file(arguments.json, harness::json_report_text(report));
  }
  if (!arguments.junit.empty()) write_file(arguments.junit, harness::junit_report(report));
  if (!arguments.html.empty()) write_file(arguments.html, harness::html_report(report));
}

void print_report(const RunArguments& arguments, const harness::RunReport& report) {
  const bool to_stderr = arguments.json == "-";  // standard output is for the machine
  harness::ConsoleOptions options;
  options.colour = colour_for(to_stderr ? STDERR_FILENO : STDOUT_FILENO, arguments.no_color);
  if (arguments.verbose) options.wire_log = harness::WireLog::of_all;
  harness::print_table(to_stderr ? std::cerr : std::cout, report, options);
}

unsigned jobs_for(const RunArguments& arguments) {
  return arguments.jobs != 0 ? arguments.jobs : jobs_per_processor * std::max(1U, std::thread::hardware_concurrency());
}

std::vector<harness::ScenarioResult> play_all(const RunArguments& arguments,
                                              const std::vector<scenario::Planned>& planned,
                                              const scenario::PlayOptions& options) {
  std::unique_ptr<harness::Progress> progress;
  if (::isatty(STDERR_FILENO) == 1) progress = std::make_unique<harness::Progress>(std::cerr, planned.size());
  scenario::RunEvents events;
  if (progress) {
    events.on_start = [&](const scenario::Planned& each) { progress->start(each.scenario->name); };
    events.on_finish = [&](const harness::ScenarioResult& result) { progress->finish(result); };
  }
  auto results = scenario::run(planned, options, jobs_for(arguments), events);
  if (progress) progress->clear();
  return results;
}

ExitCode play(const RunArguments& arguments, const std::vector<scenario::Scenario>& scenarios) {
  scenario::PlayOptions options = play_options(arguments);
  scenario::PlanOptions plan{engine_choice(arguments.engine), arguments.repeat, options.url};
  const auto planned = scenario::plan(scenarios, plan);
  for (const auto& name : {arguments.json, arguments.junit, arguments.html}) require_writable(name);
  const std::stop_source stop = stop_at_signal();  // before any thread starts
  options.stop = stop.get_token();
  raise_descriptor_limit();

  harness::RunReport report;
  report.parley_version = PARLEY_VERSION;
  report.machine = harness::describe_machine();
  report.command = command_line();
  report.seed = options.seed;
  report.started = std::chrono::system_clock::now();
  const auto start = std::chrono::steady_clock::now();
  report.results = play_all(arguments, planned, options);
  report.duration = std::chrono::steady_clock::now() - start;

  print_report(arguments, report);
  write_reports(arguments, report);
  return stop.stop_requested() ? ExitCode::interrupted : static_cast<ExitCode>(report.exit_status());
}

ExitCode run(const RunArguments& arguments) {
  if (arguments.schema) {
    std::cout << scenario::json_schema().dump(2) << '\n';
    return ExitCode::fine;
  }
  if (arguments.files.empty()) throw std::invalid_argument("run: name scenario files or directories");
  const auto scenarios = read_all(arguments);
  if (arguments.list) {
    list(scenarios);
    return ExitCode::fine;
  }
  if (arguments.dry_run) {
    std::cout << fmt::format("{} scenario{} valid\n", scenarios.size(), scenarios.size() == 1 ? " is" : "s are");
    return ExitCode::fine;
  }
  return play(arguments, scenarios);
}

}  // namespace

void add_run(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("run", "Play scenarios and report.");
  const auto arguments = std::make_shared<RunArguments>();
  add_run_arguments(command, *arguments);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace parley::cli
