// parley echo: a client that sends everything back: what a test server for clients wants to see.
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "cli/commands.hpp"
#include "cli/fault_arguments.hpp"
#include "cli/peer_arguments.hpp"
#include "cli/units.hpp"
#include "client/case_driver.hpp"
#include "client/echo_client.hpp"
#include "protocol/faulty/faulty_engine.hpp"

namespace parley::cli {
namespace {

using protocol::faulty::Fault;

constexpr const char* footer =
    R"(With --driver it walks through the cases of a test server for clients, by the interface that Autobahn|Testsuite made
common: /getCaseCount, /runCase?case=N&agent=NAME, /updateReports?agent=NAME.

With --fault it breaks one rule on purpose; --list-faults tells which there are.

Exit codes: 0 the connection was closed in order, or all cases were run; 1 it was not opened, or broke, or a rule was
violated; 2 a fault on the command line; 3 the server could not be reached.

Examples:
  parley echo ws://127.0.0.1:9001/runCase?case=1     one connection
  parley echo --driver ws://127.0.0.1:9001           all cases of a fuzzing server
  parley echo --driver ws://127.0.0.1:9001 --fault unmasked --jobs 8
)";

struct EchoArguments {
  PeerArguments peer;
  std::string driver;
  std::string agent;
  std::uint64_t jobs = 1;
  std::string compression = "on";
  std::string fault;
  bool list_faults = false;
};

/// Throws std::invalid_argument.
Fault fault_of(const EchoArguments& arguments) {
  if (arguments.fault.empty()) return Fault::none;
  const Fault fault = parse_fault(arguments.fault, protocol::Role::client);
  if (arguments.peer.engine == protocol::EngineKind::native) return fault;
  throw std::invalid_argument("--fault: needs --engine native, whose pieces the faulty client is made of");
}

client::ClientOptions options_of(const EchoArguments& arguments, const std::string& url) {
  client::ClientOptions options = client_options(arguments.peer, url);
  if (arguments.compression == "off") options.deflate.reset();
  if (arguments.fault.empty()) return options;
  options.make_engine = [fault = fault_of(arguments)](protocol::ClientEngineOptions engine,
                                                      protocol::ClientEvents& events) {
    return protocol::faulty::make_faulty_engine(fault, std::move(engine), events);
  };
  return options;
}

std::string messages(std::uint64_t count) {
  return fmt::format("{} message{}", count, count == 1 ? "" : "s");
}

/// What went wrong with a connection that was open; empty: nothing.
std::string trouble_of(const net::SessionEnd& end) {
  if (end.close.violation) return fmt::format("{} ({})", end.close.violation->what, end.close.violation->section);
  if (!end.reason.empty()) return std::string(end.reason);
  if (end.error) return end.error.message();
  return end.close.clean() ? "" : "the server ended TCP without a Close";
}

ExitCode echo(const EchoArguments& arguments) {
  net::Loop loop;
  std::optional<client::EchoReport> done;
  const auto options = options_of(arguments, arguments.peer.url);
  client::EchoClient client(loop, options, client::EchoClient::Duty::echo, [&](client::EchoReport report) {
    done = std::move(report);
    loop.stop();
  });
  loop.run();
  const auto& report = done.value();
  if (!report.opened) {
    const bool reached = options.uri.secure ? report.secured : report.connected;
    throw Failure(reached ? ExitCode::failures : ExitCode::unreachable, report.failure);
  }
  const std::string trouble = trouble_of(report.end);
  if (!trouble.empty())
    throw Failure(ExitCode::failures, fmt::format("after {}: {}", messages(report.messages), trouble));
  std::cout << fmt::format("{}, closed with {}\n", messages(report.messages), report.end.close.code());
  return ExitCode::fine;
}

ExitCode drive(const EchoArguments& arguments) {
  client::DriverOptions options;
  options.client = options_of(arguments, arguments.driver);
  options.jobs = arguments.jobs;
  options.agent = arguments.agent;
  if (options.agent.empty()) options.agent = arguments.fault.empty() ? "parley" : "parley-" + arguments.fault;
  net::Loop loop;
  std::optional<client::DriverReport> done;
  const auto start = std::chrono::steady_clock::now();
  client::CaseDriver driver(loop, options, [&](client::DriverReport report) {
    done = std::move(report);
    loop.stop();
  });
  loop.run();
  const auto& report = done.value();
  if (!report.reached) throw Failure(ExitCode::unreachable, report.error);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << fmt::format("{} of {} case{} in {:.1f} s\n", report.run, report.cases, report.cases == 1 ? "" : "s",
                           took.count());
  if (!report.error.empty()) throw Failure(ExitCode::failures, report.error);
  return ExitCode::fine;
}

ExitCode run(const EchoArguments& arguments) {
  if (arguments.list_faults) {
    std::cout << list_of_faults(protocol::Role::client);
    return ExitCode::fine;
  }
  if (arguments.peer.url.empty() == arguments.driver.empty()) {
    throw std::invalid_argument("expected either a URL or --driver BASE");
  }
  return arguments.driver.empty() ? echo(arguments) : drive(arguments);
}

}  // namespace

void add_echo(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("echo", "Connect, and send every message back until the server closes.");
  const auto arguments = std::make_shared<EchoArguments>();
  add_peer_arguments(command, arguments->peer, "ws:// or wss://");
  command.get_option("URL")->required(false);
  command.add_option("--driver", arguments->driver, "run all cases of the test server for clients at this URL")
      ->type_name("BASE");
  command.add_option("--agent", arguments->agent, "the name under which it keeps what it finds (parley)")
      ->type_name("NAME");
  add_number(command, "--jobs", arguments->jobs, {1, 10'000}, "cases side by side (1)");
  command.add_option("--compression", arguments->compression, "whether to offer permessage-deflate: on or off (on)")
      ->type_name("on|off")
      ->check(CLI::IsMember({"on", "off"}));
  command.add_option("--fault", arguments->fault, "break this rule on purpose")->type_name("NAME");
  command.add_flag("--list-faults", arguments->list_faults, "list what --fault takes");
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace parley::cli
