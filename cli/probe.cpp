// parley probe: the connection test alone.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>

#include "cli/commands.hpp"
#include "cli/peer_arguments.hpp"
#include "cli/probe_advice.hpp"
#include "cli/probe_run.hpp"
#include "cli/probe_text.hpp"
#include "cli/units.hpp"
#include "harness/report/text.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer = R"(Closes when a message and the Pong have come, at the latest after --for.

Exit codes: 0 the connection was open; 1 the server was reached but did not open it; 2 a fault on the command line;
3 the server could not be reached, or TLS failed.

Examples:
  parley probe wss://echo.websocket.org/
  parley probe ws://127.0.0.1:8081/echo --request hello --json
  parley probe wss://127.0.0.1:8443/ -k            also with a certificate that nobody vouches for
)";

struct ProbeArguments {
  PeerArguments peer;
  std::string request;
  std::chrono::nanoseconds duration = std::chrono::seconds(1);
  std::size_t messages = 1;
  bool json = false;
};

ExitCode probe(const ProbeArguments& arguments) {
  client::ProbeOptions options;
  options.client = client_options(arguments.peer, arguments.peer.url);
  options.request = text_or_file("--request", arguments.request);
  options.duration = arguments.duration;
  options.enough = arguments.messages;
  const auto report = run_probe(options);
  if (arguments.json) {
    client::Value json = {{"url", options.client.uri.to_string()}};
    json.update(probe_json(report));
    std::cout << json.dump(2, ' ', false, client::Value::error_handler_t::replace) << '\n';
  } else {
    std::cout << options.client.uri.to_string() << '\n' << probe_text(report, std::chrono::system_clock::now());
    if (report.failure) {
      for (const auto& each : probe_advice(*report.failure, arguments.peer)) {
        std::cout << fmt::format("  {:<14}{}\n", "advice", harness::printable(each));
      }
    }
  }
  return probe_exit_code(report, options.client.uri);
}

}  // namespace

void add_probe(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("probe", "Test a connection: handshake, TLS, times, messages, closing.");
  const auto arguments = std::make_shared<ProbeArguments>();
  add_peer_arguments(command, arguments->peer, "ws:// or wss://");
  command.add_option("--request", arguments->request, "send this once the connection is open; @FILE: what is in it")
      ->type_name("TEXT");
  add_duration(command, "--for", arguments->duration, "wait no longer than this for messages (1s)");
  add_number(command, "--messages", arguments->messages, {1, 1'000'000}, "wait for so many messages (1)");
  command.add_flag("--json", arguments->json, "print everything as JSON");
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return probe(*arguments); }; });
}

}  // namespace parley::cli
