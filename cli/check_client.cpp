// parley check client: the suite as a server, to which the client under test connects.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>

#include "cli/check.hpp"
#include "cli/check_arguments.hpp"
#include "cli/port_file.hpp"
#include "cli/reporting.hpp"
#include "cli/units.hpp"
#include "harness/conformance/client_suite.hpp"
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
)";

struct Arguments {
  CheckArguments check;
  std::string exec;
  std::string exec_once;
  std::string name;
  conformance::ListenOptions listen;
  bool tls = false;
  net::ServerTlsOptions certificate;
  std::string port_file;
};

void add_listen_arguments(CLI::App& command, Arguments& arguments) {
  command.add_option("--exec", arguments.exec, "start the client for each case; {url} is what it connects to")
      ->type_name("COMMAND");
  command.add_option("--exec-once", arguments.exec_once, "start a driver that walks through the cases from {base}")
      ->type_name("COMMAND")
      ->excludes("--exec");
  command.add_option("--address", arguments.listen.address, "where to listen (127.0.0.1)")
      ->type_name("ADDRESS")
      ->group("Network");
  add_number(command, "--port", arguments.listen.port, {0, 65535}, "0: any that is free (0)")->group("Network");
  command.add_option("--port-file", arguments.port_file, "write the port to this file")
      ->type_name("FILE")
      ->group("Network");
  command.add_flag("--tls", arguments.tls, "wss, with a self-signed certificate unless --cert names one")
      ->group("Network");
  auto* const certificate =
      command.add_option("--cert", arguments.certificate.certificate_file, "certificate chain, PEM");
  auto* const key = command.add_option("--key", arguments.certificate.key_file, "private key, PEM");
  certificate->type_name("FILE")->needs(key)->group("Network");
  key->type_name("FILE")->needs(certificate)->group("Network");
}

conformance::ListenOptions listen_options(const Arguments& arguments) {
  auto listen = arguments.listen;
  if (!arguments.tls && arguments.certificate.certificate_file.empty()) return listen;
  try {
    listen.tls = net::make_server_tls(arguments.certificate);
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::usage, error.what());
  }
  return listen;
}

std::string replay_command(const Arguments& arguments) {
  if (!arguments.exec.empty()) return fmt::format("parley check client --exec '{}' -v", arguments.exec);
  if (!arguments.exec_once.empty()) return fmt::format("parley check client --exec-once '{}' -v", arguments.exec_once);
  return "parley show --client";
}

struct Run {
  const Arguments& arguments;
  const std::vector<const conformance::Case*>& cases;
  const conformance::Baseline& baseline;
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
    report.results = std::move(results);
    conformance::fill_entries(report, cases);
    return report;
  }

  [[nodiscard]] ExitCode judge(const std::vector<conformance::SuiteReport>& reports) const {
    std::vector<const conformance::SuiteReport*> pointers;
    auto worst = ExitCode::fine;
    for (const auto& each : reports) {
      pointers.push_back(&each);
      const auto code = finish_check(arguments.check, each, baseline, replay_command(arguments));
      if (code != ExitCode::fine) worst = code;
    }
    write_autobahn_report(arguments.check, pointers);
    return worst;
  }
};

ExitCode with_command(const Run& run, const conformance::ListenOptions& listen) {
  auto results = conformance::play_with_command(run.cases, run.arguments.exec, listen, run.options,
                                                show_progress(run.cases.size()));
  std::vector<conformance::SuiteReport> reports;
  reports.push_back(run.report(run.arguments.exec, std::move(results)));
  return run.judge(reports);
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
  conformance::ResultsByAgent by_agent;
  try {
    by_agent = conformance::play_with_drivers(run.cases, arguments.exec_once, listen, run.options, events);
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::unreachable, error.what());
  }
  std::vector<conformance::SuiteReport> reports;
  for (auto& [agent, results] : by_agent) {
    reports.push_back(run.report(agent.empty() ? "client" : agent, std::move(results)));
  }
  return run.judge(reports);
}

ExitCode check_client(const Arguments& arguments) {
  const auto cases = selected_cases(arguments.check, conformance::Role::client);
  const auto baseline = read_baseline(arguments.check);
  if (arguments.check.dry_run) {
    for (const auto* test : cases) std::cout << test->id << '\n';
    return ExitCode::fine;
  }
  const auto listen = listen_options(arguments);
  const auto stop = stop_at_signal();
  raise_descriptor_limit();
  Run run{arguments, cases, baseline, {}};
  run.options.jobs = arguments.check.jobs;
  run.options.patience = patience(arguments.check);
  run.options.stop = stop.get_token();
  const auto code = arguments.exec.empty() ? with_drivers(run, listen) : with_command(run, listen);
  return stop.stop_requested() && !arguments.exec.empty() ? ExitCode::interrupted : code;
}

}  // namespace

void add_check_client(CLI::App& check, Action& chosen) {
  auto& command = *check.add_subcommand("client", "Test a client.");
  const auto arguments = std::make_shared<Arguments>();
  add_listen_arguments(command, *arguments);
  add_check_arguments(command, arguments->check);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return check_client(*arguments); }; });
}

}  // namespace parley::cli
