// parley check server: the suite against a server.
#include <fmt/format.h>

#include <deque>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "cli/check.hpp"
#include "cli/check_arguments.hpp"
#include "cli/check_fuzz.hpp"
#include "cli/check_reports.hpp"
#include "cli/check_spec.hpp"
#include "cli/peer_arguments.hpp"
#include "cli/reporting.hpp"
#include "cli/server_under_test.hpp"
#include "cli/words.hpp"
#include "harness/conformance/survey.hpp"
#include "harness/report/text.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(A server that sends messages back is put to all cases, any other to those that need no echo.

Exit codes: 0 nothing failed; 1 a must was broken (with --strict: anything), or the baseline is stale; 2 a fault on the
command line or in a file; 3 the server is unreachable or did not start; 4 parley itself is wrong: tell us; 77 all cases
were skipped; 130 interrupted.

Examples:
  parley check server ws://127.0.0.1:9001/
  parley check server ws://127.0.0.1:9001/ 'autobahn/6.*' --strict
  parley check server ws://127.0.0.1:9001/ exhaustion --pid 4711
  parley check server 'ws://127.0.0.1:{{port}}/' --exec-server 'node echo.js {{port}}' --baseline known.json
  parley check server --spec fuzzingclient.json        the servers and cases of a file of Autobahn|Testsuite
  parley check server ws://127.0.0.1:9001/ --fuzz 60s --seed 1 --findings findings/
)";

struct Arguments {
  CheckArguments check;
  ServerArguments server;
  std::string spec;  // a fuzzingclient.json
  FuzzArguments fuzz;
};

/// One of the servers of a run.
struct Target {
  std::string agent;  // what reports call it; empty: its URL
  ServerArguments server;
  std::vector<const conformance::Case*> cases;

  [[nodiscard]] const std::string& name() const { return agent.empty() ? server.url : agent; }
};

std::vector<const conformance::Case*> playable(const std::vector<const conformance::Case*>& cases,
                                               const conformance::Survey& survey) {
  auto left = cases;
  std::erase_if(left, [&](const conformance::Case* test) { return !survey.lacks(*test).empty(); });
  return left;
}

/// Beside --spec the first word may be a case: it is no URL then.
void sort_positionals(Arguments& arguments) {
  auto& url = arguments.server.url;
  if (arguments.spec.empty() && url.empty())
    throw std::invalid_argument("expected the URL of a server, or --spec FILE");
  if (arguments.spec.empty() || url.empty() || url.find("://") != std::string::npos) return;
  arguments.check.selection.patterns.insert(arguments.check.selection.patterns.begin(), url);
  url.clear();
}

/// Header fields of the file but this one, which is given otherwise.
void leave_out(std::vector<std::string>& headers, std::string_view name) {
  std::erase_if(headers, [name](const std::string& header) { return header_fields({header}).combined(name); });
}

/// What the command line says wins.
void merge(const conformance::AutobahnSpec::Server& from, ServerArguments& server) {
  server.url = from.url;
  if (server.headers.empty()) {
    server.headers = from.headers;
    if (!server.user.empty()) leave_out(server.headers, "Authorization");
    if (!server.origin.empty() || !from.origin.empty()) leave_out(server.headers, "Origin");
  }
  if (server.origin.empty() && !header_fields(server.headers).combined("Origin")) server.origin = from.origin;
  if (server.subprotocols.empty()) server.subprotocols = from.subprotocols;
}

/// The servers of the file; with a URL on the command line that one only, as the file calls it.
std::vector<Target> targets_of(Arguments& arguments) {
  sort_positionals(arguments);
  conformance::AutobahnSpec spec;
  if (!arguments.spec.empty()) {
    spec = read_spec(arguments.spec, conformance::SpecKind::fuzzing_client);
    arguments.check = with_spec(arguments.check, spec, arguments.spec, conformance::Role::server);
  }
  check_handshake(arguments.server);
  const auto& url = arguments.server.url;
  if (!url.empty()) {
    std::erase_if(spec.servers, [&](const auto& server) { return server.url != url; });
    if (spec.servers.empty()) spec.servers.push_back({.url = url});
  }
  const auto cases = selected_cases(arguments.check, conformance::Role::server);
  std::vector<Target> targets;
  for (const auto& server : spec.servers) {
    Target target{server.agent, arguments.server,
                  cases_for_agent(cases, spec, server.agent, conformance::Role::server)};
    merge(server, target.server);
    if (target.cases.empty()) throw std::invalid_argument(arguments.spec + ": no case is left for " + server.agent);
    targets.push_back(std::move(target));
  }
  return targets;
}

conformance::SuiteReport check(Target& target, const CheckArguments& arguments, const std::stop_token& stop) {
  auto server = find_server(target.server, stop);
  conformance::SuiteReport report;
  sign(report);
  report.peer = target.agent.empty() ? server.peer.uri.to_string() : target.agent;
  report.started = std::chrono::system_clock::now();
  const auto start = std::chrono::steady_clock::now();
  report.survey = conformance::survey_server(server.peer, patience(arguments), stop);
  if (stop.stop_requested()) report.survey = {};
  if (!report.survey.unreachable.empty()) throw Failure(ExitCode::unreachable, report.survey.unreachable);
  if (!report.survey.turned_away.empty()) {
    throw Failure(
        ExitCode::unreachable,
        report.survey.turned_away +
            ": nothing can be judged. Is the path right? --user, --header, --origin and --subprotocol tell who "
            "asks");
  }
  if (!report.survey.closed.empty())
    std::cerr << "parley: only the opening handshake is judged: " << report.survey.closed << '\n';

  server.peer.echoes = report.survey.echoes();
  if (report.survey.greeting > 0 && server.peer.greeting == 0) {
    target.server.greeting = server.peer.greeting = report.survey.greeting;
    std::cerr << fmt::format("note: the server begins each connection with {} of its own, which {} no answer\n",
                             harness::format_counted(report.survey.greeting, "message"),
                             report.survey.greeting == 1 ? "is" : "are");
  }

  conformance::PlayOptions options;
  options.jobs = arguments.jobs.value_or(conformance::jobs_for(report.survey));
  options.patience = arguments.timeout ? patience(arguments) : conformance::patience_for(report.survey);
  options.stop = stop;
  options.revive = revival_of(server, target.server, stop);
  options.pid = server.pid;
  const auto played = playable(target.cases, report.survey);
  report.results = conformance::play_cases(server.peer, played, options, show_progress(played.size()));
  report.duration = std::chrono::steady_clock::now() - start;
  conformance::fill_entries(report, target.cases);
  report.interrupted = stop.stop_requested();  // also where only second hearings are left
  return report;
}

ExitCode check_server(Arguments arguments) {
  if (arguments.fuzz.time) {
    if (arguments.server.url.empty()) throw std::invalid_argument("--fuzz: expected the URL of a server");
    return fuzz(arguments.fuzz, arguments.server, arguments.check);
  }
  auto targets = targets_of(arguments);
  const auto naming = targets.size() > 1 ? Naming::by_peer : Naming::plain;
  Baselines baselines(arguments.check.baseline);
  std::vector<std::string> several;
  for (const auto& target : targets) {
    baselines.require(target.name(), naming);
    if (naming == Naming::by_peer) several.push_back(target.name());
  }
  if (arguments.check.dry_run) {
    for (const auto& target : targets) {
      if (targets.size() > 1) std::cout << target.agent << ":\n";
      for (const auto* test : target.cases) std::cout << test->id << '\n';
    }
    return ExitCode::fine;
  }
  require_writable_reports(arguments.check, several);
  const auto stop = stop_at_signal();
  raise_descriptor_limit();
  std::deque<conformance::SuiteReport> reports;  // entries point into them
  std::vector<Checked> checked;
  bool unreachable = false;
  for (auto& target : targets) {
    if (stop.stop_requested()) {
      std::cerr << "parley: interrupted before " << target.name() << " was tested\n";
      continue;
    }
    try {
      reports.push_back(check(target, arguments.check, stop.get_token()));
      checked.push_back(
          {&reports.back(), join_words(replay_words({"parley", "replay"}, target.server, arguments.check))});
    } catch (const Failure& failure) {
      if (targets.size() == 1) throw;
      std::cerr << "parley: " << target.agent << ": " << failure.what() << '\n';
      unreachable = true;
    }
  }
  const auto code = finish_checks(arguments.check, checked, baselines, naming);
  if (stop.stop_requested()) return ExitCode::interrupted;
  return unreachable ? ExitCode::unreachable : code;
}

}  // namespace

void add_check_server(CLI::App& check, Action& chosen) {
  auto& command = *check.add_subcommand("server", "Test a server.");
  const auto arguments = std::make_shared<Arguments>();
  add_server_arguments(command, arguments->server);
  command.get_option("URL")->required(false);
  add_check_arguments(command, arguments->check);
  add_spec_argument(command, arguments->spec);
  add_fuzz_arguments(command, arguments->fuzz);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return check_server(*arguments); }; });
}

}  // namespace parley::cli
