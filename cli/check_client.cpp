// parley check client: the suite as a server, to which the client under test connects.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "cli/check.hpp"
#include "cli/check_reports.hpp"
#include "cli/check_spec.hpp"
#include "cli/client_arguments.hpp"
#include "cli/port_file.hpp"
#include "cli/reporting.hpp"
#include "protocol/uri.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(The client opens one URL for each case, ws://ADDRESS:PORT/case/ID, and sends messages back as they come. Drivers written
for Autobahn|Testsuite work as they are: /getCaseCount, /getCaseInfo, /runCase, /getCaseStatus, /updateReports and
/stopServer are served. Without --exec and --exec-once the clients come by themselves until /stopServer or Ctrl-C.

Exit codes: 0 nothing failed; 1 a must was broken (with --strict: anything), or the baseline is stale; 2 a fault on the
command line or in a file; 3 the client did not come; 77 all cases were skipped; 130 interrupted.

Examples:
  parley check client --exec 'node client.js {url}'
  parley check client --exec-once './driver {base}' --jobs 1
  parley check client --port 9001                      clients come by themselves
  parley check client --spec fuzzingserver.json        the same, with the cases and the port of this file
)";

struct Run {
  const ClientArguments& arguments;
  const std::vector<const conformance::Case*>& cases;
  Baselines& baselines;
  const conformance::AutobahnSpec& spec;
  conformance::PlayOptions options;
  std::chrono::system_clock::time_point started = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  [[nodiscard]] conformance::SuiteReport report(const std::string& peer,
                                                std::vector<conformance::CaseResult> results) const {
    conformance::SuiteReport report;
    sign(report);
    report.role = conformance::Role::client;
    report.peer = peer;
    report.started = started;
    report.duration = std::chrono::steady_clock::now() - start;
    const auto its_cases = cases_for_agent(cases, spec, peer, conformance::Role::client);
    std::erase_if(results, [&](const conformance::CaseResult& result) {
      return std::find(its_cases.begin(), its_cases.end(), result.test) == its_cases.end();
    });
    report.results = std::move(results);
    conformance::fill_entries(report, its_cases);
    report.interrupted = arguments.has_an_end() && options.stop.stop_requested() && report.not_played > 0;
    return report;
  }

  [[nodiscard]] std::vector<conformance::SuiteReport> reports(conformance::ResultsByAgent by_agent) const {
    std::vector<conformance::SuiteReport> reports;
    for (auto& [agent, results] : by_agent) {
      reports.push_back(report(agent.empty() ? "client" : agent, std::move(results)));
    }
    return reports;
  }

  [[nodiscard]] std::vector<Checked> checked(const std::vector<conformance::SuiteReport>& reports) const {
    std::vector<Checked> checked;
    for (const auto& each : reports) checked.push_back({&each, replay_command(arguments)});
    return checked;
  }

  [[nodiscard]] static Naming naming_of(const std::vector<conformance::SuiteReport>& reports) {
    return reports.size() > 1 ? Naming::by_peer : Naming::plain;
  }

  [[nodiscard]] ExitCode judge(const std::vector<conformance::SuiteReport>& reports) const {
    return finish_checks(arguments.check, checked(reports), baselines, naming_of(reports));
  }
};

ExitCode with_command(const Run& run, const conformance::ListenOptions& listen) {
  auto results = conformance::play_with_command(run.cases, run.arguments.exec, listen, run.options,
                                                show_progress(run.cases.size()));
  const bool nobody_came =
      std::all_of(results.begin(), results.end(), [](const auto& each) { return each.unreachable; });
  std::vector<conformance::SuiteReport> reports;
  reports.push_back(run.report(run.arguments.exec, std::move(results)));
  const auto code = run.judge(reports);
  return nobody_came && code == ExitCode::failures ? ExitCode::unreachable : code;
}

/// A driver may leave cases out; one that broke down has not been judged on them.
ExitCode tell_what_is_missing(ExitCode code, const std::string& ended, const std::string& played,
                              const std::string& output) {
  if (ended == "exit code 0") {
    std::cerr << "note: the client ended after " << played << '\n';
    return code;
  }
  std::cerr << fmt::format("parley: the client ended ({}) after {}; its last output:\n{}\n", ended, played, output);
  return code == ExitCode::fine ? ExitCode::unreachable : code;
}

/// How many of these cases, or results, a driver finds by their numbers: it need not know of any others.
template <class Each, class TestOf>
std::size_t count_numbered(const std::vector<Each>& all, TestOf test_of) {
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Each& each) { return conformance::can_be_numbered(*test_of(each)); }));
}

/// Of several agents each has files of its own name: what an update wrote when there was one only, is no report now.
void forget_files_of_one(const CheckArguments& check, std::size_t agents_of_last_update) {
  if (agents_of_last_update != 1) return;
  std::error_code ignored;
  for (const auto& file : {check.json, check.junit}) {
    if (std::filesystem::is_regular_file(std::filesystem::symlink_status(file, ignored))) {
      std::filesystem::remove(file, ignored);
    }
  }
}

ExitCode with_drivers(const Run& run, const conformance::ListenOptions& listen) {
  const auto& arguments = run.arguments;
  std::optional<PortFile> port_file;
  conformance::DriverEvents events;
  events.on_listening = [&](const std::string& base) {
    if (!arguments.port_file.empty()) port_file.emplace(arguments.port_file, protocol::parse_uri(base).value().port);
    if (arguments.exec_once.empty()) std::cout << "listening on " << base << std::endl;
  };
  events.on_finish = show_progress(run.cases.size());
  std::string ended;
  std::string output;
  // Its files are wanted now: whoever starts this listener once and lets it run never comes to its end.
  std::size_t last_update = 0;
  events.on_update_reports = [&](const conformance::ResultsByAgent& so_far) {
    if (so_far.size() > 1) forget_files_of_one(arguments.check, last_update);
    last_update = so_far.size();
    const auto reports = run.reports(so_far);
    try {
      write_checks(arguments.check, run.checked(reports), run.baselines, Run::naming_of(reports));
    } catch (const Failure& failure) {
      std::cerr << "parley: " << failure.what() << '\n';
    }
  };
  events.on_command_end = [&](const std::string& how, const std::string& last) {
    ended = how;
    output = last;
  };
  conformance::ResultsByAgent by_agent;
  try {
    by_agent = conformance::play_with_drivers(run.cases, arguments.exec_once, listen, run.options, events);
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::unreachable, error.what());
  }
  if (by_agent.empty() && arguments.exec_once.empty()) throw Failure(ExitCode::unreachable, "no client came");
  if (by_agent.empty()) by_agent[""] = {};  // interrupted before its driver came, and that is to be told
  if (by_agent.size() > 1) forget_files_of_one(arguments.check, last_update);
  const auto reports = run.reports(std::move(by_agent));
  std::size_t played = 0;
  std::size_t to_play = 0;
  for (const auto& report : reports) {
    const auto cases = cases_for_agent(run.cases, run.spec, report.peer, conformance::Role::client);
    to_play += count_numbered(cases, [](const auto* test) { return test; });
    played += count_numbered(report.results, [](const auto& result) { return result.test; });
  }
  const auto code = run.judge(reports);
  if (ended.empty() || played >= to_play) return code;
  return tell_what_is_missing(code, ended, fmt::format("{} of {} cases", played, to_play), output);
}

ExitCode check_client(ClientArguments arguments) {
  check_placeholders(arguments);
  conformance::AutobahnSpec spec;
  if (!arguments.spec.empty()) {
    spec = read_spec(arguments.spec, conformance::SpecKind::fuzzing_server);
    arguments.check = with_spec(arguments.check, spec, arguments.spec, conformance::Role::client);
    listen_as_in(spec, arguments);
  }
  auto cases = selected_cases(arguments.check, conformance::Role::client);
  cases = cases_for_agent(std::move(cases), {.exclude_cases = spec.exclude_cases}, "", conformance::Role::client);
  if (cases.empty()) throw std::invalid_argument(arguments.spec + ": /exclude-cases: no case is left");
  Baselines baselines(arguments.check.baseline);
  arguments.exec.empty() ? baselines.require_some() : baselines.require(arguments.exec, Naming::plain);
  if (arguments.check.dry_run) {
    for (const auto* test : cases) std::cout << test->id << '\n';
    return ExitCode::fine;
  }
  require_writable_reports(arguments.check, {});
  const auto listen = listen_options(arguments);
  const auto stop = stop_at_signal();
  raise_descriptor_limit();
  Run run{arguments, cases, baselines, spec, {}};
  run.options.jobs = arguments.check.jobs.value_or(run.options.jobs);
  run.options.patience = patience(arguments.check);
  run.options.stop = stop.get_token();
  const auto code = arguments.exec.empty() ? with_drivers(run, listen) : with_command(run, listen);
  return stop.stop_requested() && arguments.has_an_end() ? ExitCode::interrupted : code;
}

}  // namespace

void add_check_client(CLI::App& check, Action& chosen) {
  auto& command = *check.add_subcommand("client", "Test a client.");
  const auto arguments = std::make_shared<ClientArguments>();
  add_listen_arguments(command, *arguments);
  add_check_arguments(command, arguments->check);
  add_spec_argument(command, arguments->spec);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return check_client(*arguments); }; });
}

}  // namespace parley::cli
