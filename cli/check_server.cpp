// parley check server: the suite against a server.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "cli/check.hpp"
#include "cli/check_arguments.hpp"
#include "cli/reporting.hpp"
#include "cli/server_under_test.hpp"
#include "harness/conformance/survey.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(A server that sends messages back is put to all cases, any other to those that need no echo.

Exit codes: 0 nothing failed; 1 a must was broken (with --strict: anything), or the baseline is stale; 2 a fault on the
command line or in a file; 3 the server is unreachable or did not start; 77 all cases were skipped; 130 interrupted.

Examples:
  parley check server ws://127.0.0.1:9001/
  parley check server ws://127.0.0.1:9001/ 'autobahn/6.*' --strict
  parley check server ws://127.0.0.1:9001/ exhaustion --pid 4711
  parley check server 'ws://127.0.0.1:{{port}}/' --exec-server 'node echo.js {{port}}' --baseline known.json
)";

struct Arguments {
  CheckArguments check;
  ServerArguments server;
};

std::vector<const conformance::Case*> playable(const std::vector<const conformance::Case*>& cases,
                                               const conformance::Survey& survey) {
  auto left = cases;
  std::erase_if(left, [&](const conformance::Case* test) { return !survey.lacks(*test).empty(); });
  return left;
}

std::string replay_command(const Arguments& arguments) {
  std::string command = "parley replay " + arguments.server.url;
  if (!arguments.server.command.empty()) command += " --exec-server '" + arguments.server.command + "'";
  return command;
}

ExitCode check_server(const Arguments& arguments) {
  const auto cases = selected_cases(arguments.check, conformance::Role::server);
  const auto baseline = read_baseline(arguments.check);
  if (arguments.check.dry_run) {
    for (const auto* test : cases) std::cout << test->id << '\n';
    return ExitCode::fine;
  }
  const auto stop = stop_at_signal();
  raise_descriptor_limit();
  auto server = find_server(arguments.server, stop.get_token());
  conformance::SuiteReport report;
  sign(report);
  report.peer = server.peer.uri.to_string();
  report.started = std::chrono::system_clock::now();
  const auto start = std::chrono::steady_clock::now();
  report.survey = conformance::survey_server(server.peer, patience(arguments.check));
  if (!report.survey.unreachable.empty()) throw Failure(ExitCode::unreachable, report.survey.unreachable);
  if (!report.survey.closed.empty())
    std::cerr << "parley: only the opening handshake is judged: " << report.survey.closed << '\n';

  conformance::PlayOptions options;
  options.jobs = arguments.check.jobs;
  options.patience = arguments.check.timeout ? patience(arguments.check) : conformance::patience_for(report.survey);
  options.stop = stop.get_token();
  options.revive = revival_of(server, arguments.server, stop.get_token());
  options.pid = server.pid;
  const auto played = playable(cases, report.survey);
  report.results = conformance::play_cases(server.peer, played, options, show_progress(played.size()));
  report.duration = std::chrono::steady_clock::now() - start;
  conformance::fill_entries(report, cases);
  write_autobahn_report(arguments.check, {&report});
  const auto code = finish_check(arguments.check, report, baseline, replay_command(arguments));
  return stop.stop_requested() ? ExitCode::interrupted : code;
}

}  // namespace

void add_check_server(CLI::App& check, Action& chosen) {
  auto& command = *check.add_subcommand("server", "Test a server.");
  const auto arguments = std::make_shared<Arguments>();
  add_server_arguments(command, arguments->server);
  add_check_arguments(command, arguments->check);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return check_server(*arguments); }; });
}

}  // namespace parley::cli
