// parley check client: the suite as a server, to which the client under test connects.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "cli/check.hpp"
#include "cli/check_arguments.hpp"
#include "cli/check_reports.hpp"
#include "cli/check_spec.hpp"
#include "cli/port_file.hpp"
#include "cli/reporting.hpp"
#include "cli/units.hpp"
#include "cli/words.hpp"
#include "harness/conformance/client_suite.hpp"
#include "protocol/authority.hpp"
#include "protocol/duration.hpp"
#include "protocol/http_grammar.hpp"
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

struct Arguments {
  CheckArguments check;
  std::string exec;
  std::string exec_once;
  std::string name;
  conformance::ListenOptions listen;
  bool tls = false;
  net::ServerTlsOptions certificate;
  std::string port_file;
  std::string spec;  // a fuzzingserver.json
  CLI::Option* address_option = nullptr;
  CLI::Option* port_option = nullptr;

  /// Clients that come by themselves have no other end than a signal.
  [[nodiscard]] bool has_an_end() const { return !exec.empty() || !exec_once.empty(); }
  [[nodiscard]] bool address_given() const { return address_option->count() > 0; }
  [[nodiscard]] bool port_given() const { return port_option->count() > 0; }
};

/// What is wrong with it as the host of a URL; empty: nothing.
std::string fault_of_host(const std::string& text) {
  if (protocol::is_ip_address(text)) return "";
  const auto authority = protocol::parse_authority(text);
  if (authority && authority->host == protocol::to_lower(text)) return "";
  return protocol::in_quotes(text) + " is no host; expected a name or an IP address, without a port";
}

void add_listen_arguments(CLI::App& command, Arguments& arguments) {
  command.add_option("--exec", arguments.exec, "start the client for each case; {url} is what it connects to")
      ->type_name("COMMAND");
  command.add_option("--exec-once", arguments.exec_once, "start a driver that walks through the cases from {base}")
      ->type_name("COMMAND")
      ->excludes("--exec");
  arguments.address_option = command.add_option("--address", arguments.listen.address, "where to listen (127.0.0.1)");
  arguments.address_option->type_name("ADDRESS")->group("Network");
  command
      .add_option("--host", arguments.listen.host,
                  "what the URLs call this server: a name that leads to --address, or an address (--address)")
      ->type_name("NAME")
      ->check(fault_of_host)
      ->group("Network");
  arguments.port_option = add_number(command, "--port", arguments.listen.port, {0, 65535}, "0: any that is free (0)");
  arguments.port_option->group("Network");
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
  auto certificate = arguments.certificate;
  if (!arguments.tls && certificate.certificate_file.empty()) return listen;
  if (protocol::is_dns_name(listen.host)) certificate.name = listen.host;
  try {
    listen.tls = net::make_server_tls(certificate);
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::usage, error.what());
  }
  return listen;
}

std::string replay_command(const Arguments& arguments) {
  if (!arguments.has_an_end()) return "parley show --client";
  std::vector<std::string> words = {"parley", "check", "client"};
  add_option(words, "--exec", arguments.exec);
  add_option(words, "--exec-once", arguments.exec_once);
  if (arguments.address_given()) add_option(words, "--address", arguments.listen.address);
  add_option(words, "--host", arguments.listen.host);
  if (arguments.port_given()) add_option(words, "--port", std::to_string(arguments.listen.port));
  if (arguments.tls) words.emplace_back("--tls");
  add_option(words, "--cert", arguments.certificate.certificate_file);
  add_option(words, "--key", arguments.certificate.key_file);
  if (arguments.check.timeout) add_option(words, "--timeout", protocol::format_duration(*arguments.check.timeout));
  words.emplace_back("-v");
  return join_words(words);
}

struct Run {
  const Arguments& arguments;
  const std::vector<const conformance::Case*>& cases;
  const conformance::Baseline& baseline;
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

  [[nodiscard]] ExitCode judge(const std::vector<conformance::SuiteReport>& reports) const {
    return finish_checks(arguments.check, checked(reports), baseline);
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
      write_checks(arguments.check, run.checked(reports), run.baseline);
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

/// Where a fuzzingserver's spec listens, where the command line says nothing.
void listen_as_in(const conformance::AutobahnSpec& spec, Arguments& arguments) {
  arguments.listen.subprotocols = spec.subprotocols;
  if (!spec.url.empty()) {
    const auto uri = protocol::parse_uri(spec.url);
    if (!uri) throw std::invalid_argument(fmt::format("{}: /url: {}", arguments.spec, uri.error()));
    if (!arguments.address_given()) arguments.listen.address = uri->host == "localhost" ? "127.0.0.1" : uri->host;
    if (!arguments.port_given()) arguments.listen.port = uri->port;
    arguments.tls = arguments.tls || uri->secure;
  }
  if (!arguments.tls || !arguments.certificate.certificate_file.empty()) return;
  if (spec.certificate_file.empty() != spec.key_file.empty()) {
    throw std::invalid_argument(arguments.spec + ": /cert and /key: only one of them is there");
  }
  arguments.certificate.certificate_file = spec.certificate_file;
  arguments.certificate.key_file = spec.key_file;
}

/// Each option has its own placeholder; the other one's would go to the client as it stands.
void check_placeholders(const Arguments& arguments) {
  const auto has = [](const std::string& command, const char* what) { return command.find(what) != std::string::npos; };
  if (has(arguments.exec_once, "{url}") && !has(arguments.exec_once, "{base}")) {
    throw std::invalid_argument(
        "--exec-once: the placeholder is {base}; {url} is that of --exec, which starts the "
        "client for each case");
  }
  if (has(arguments.exec, "{base}") && !has(arguments.exec, "{url}")) {
    throw std::invalid_argument(
        "--exec: the placeholder is {url}; {base} is that of --exec-once, which starts one "
        "driver for all cases");
  }
}

ExitCode check_client(Arguments arguments) {
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
  const auto baseline = read_baseline(arguments.check);
  if (arguments.check.dry_run) {
    for (const auto* test : cases) std::cout << test->id << '\n';
    return ExitCode::fine;
  }
  const auto listen = listen_options(arguments);
  const auto stop = stop_at_signal();
  raise_descriptor_limit();
  Run run{arguments, cases, baseline, spec, {}};
  run.options.jobs = arguments.check.jobs;
  run.options.patience = patience(arguments.check);
  run.options.stop = stop.get_token();
  const auto code = arguments.exec.empty() ? with_drivers(run, listen) : with_command(run, listen);
  return stop.stop_requested() && arguments.has_an_end() ? ExitCode::interrupted : code;
}

}  // namespace

void add_check_client(CLI::App& check, Action& chosen) {
  auto& command = *check.add_subcommand("client", "Test a client.");
  const auto arguments = std::make_shared<Arguments>();
  add_listen_arguments(command, *arguments);
  add_check_arguments(command, arguments->check);
  add_spec_argument(command, arguments->spec);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return check_client(*arguments); }; });
}

}  // namespace parley::cli
