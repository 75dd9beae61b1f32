// parley serve: the reference server until SIGINT or SIGTERM.
#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "cli/certificate_arguments.hpp"
#include "cli/commands.hpp"
#include "cli/fault_arguments.hpp"
#include "cli/peer_arguments.hpp"
#include "cli/port_file.hpp"
#include "cli/termination.hpp"
#include "cli/units.hpp"
#include "net/tls.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/names.hpp"
#include "server/registry.hpp"
#include "server/server.hpp"

namespace parley::cli {
namespace {

struct ServeArguments {
  server::ServerOptions options;
  std::vector<std::string> paths;
  std::uint64_t max_message = protocol::Limits{}.max_message;
  bool no_compression = false;
  bool tls = false;
  net::ServerTlsOptions certificate;
  std::string interval;
  std::string greeting;
  std::string user;
  std::optional<std::string> mqtt;
  std::string port_file;
  bool list_faults = false;
  bool verbose = false;
};

/// Messages of a megabyte come and go. glibc gives such memory back to the kernel each time, and to get its pages again
/// costs as much as to send them (docs/profiling.md); up to this size it may keep what is free.
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int bytes = 8 << 20;
  ::mallopt(M_TRIM_THRESHOLD, bytes);
  ::mallopt(M_MMAP_THRESHOLD, bytes);
#endif
}

/// In lines of the examples' indentation.
std::string default_paths() {
  std::string text;
  for (const auto& route : server::default_routes()) {
    text += fmt::format("{:51}{:<22}{}\n", "", route.path, route.behaviour);
  }
  return text;
}

std::string footer() {
  std::string text = "Behaviours, and the options that follow their name in --path:\n";
  for (const auto& info : server::behaviours()) {
    text += fmt::format("  {:<12}{}\n", info.name, info.summary);
    for (const auto& option : info.options) {
      text += fmt::format("  {:<12}  ?{}={}  {}\n", "", option.name, option.value, option.meaning);
    }
  }
  return text +
         "\n/fault/NAME is an echo that breaks one rule on purpose; --list-faults tells which there are.\n"
         "The same port answers GET /healthz, GET /metrics (for Prometheus) and GET /.\n"
         "Durations: 500ms, 5s, 2m. Sizes: 65536, 64KiB, 16MiB.\n"
         "\nExamples:\n"
         "  parley serve                                     every behaviour at its usual path, on port 8081:\n" +
         default_paths() +
         "  parley serve --path '/=node-demo?interval=1s' --path /room=broadcast\n"
         "  parley serve --tls --address 0.0.0.0 --port 8443 wss with a certificate made for this run\n"
         "  parley serve --port 0 --port-file port.txt       for scripts: a free port, and where to find it\n";
}

void add_network_options(CLI::App& command, ServeArguments& arguments) {
  auto& options = arguments.options;
  add_number(command, "--port", options.port, {0, 65535}, "TCP port; 0: a free one (8081)")->group("Network");
  command.add_option("--address", options.address, "IP address to listen on; \"::\" for all of them (127.0.0.1)")
      ->group("Network");
  add_number(command, "--threads", options.threads, {1, 256}, "threads, each with its own event loop (1)")
      ->group("Network");
  add_certificate_arguments(command, arguments.tls, arguments.certificate);
  command.add_option("--port-file", arguments.port_file, "write the port here once the server listens")
      ->type_name("FILE")
      ->group("Network");
}

void add_protocol_options(CLI::App& command, ServeArguments& arguments) {
  auto& options = arguments.options;
  add_engine(command, "--engine", options.engine, "protocol implementation: native or websocketpp (native)")
      ->group("Protocol");
  command.add_option("--subprotocol", options.subprotocols, "a subprotocol to accept; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group("Protocol");
  command.add_option("--origin", options.origins, "allow only this Origin; may be repeated")
      ->type_name("ORIGIN")
      ->allow_extra_args(false)
      ->group("Protocol");
  command.add_flag("--no-compression", arguments.no_compression, "decline permessage-deflate")->group("Protocol");
}

void add_limit_options(CLI::App& command, ServeArguments& arguments) {
  auto& options = arguments.options;
  add_byte_size(command, "--max-message", arguments.max_message, "largest message (64MiB)")->group("Limits");
  add_number(command, "--max-connections", options.max_connections, {0, 10'000'000}, "more are answered 503 (no limit)")
      ->group("Limits");
  add_timeout(command, "--idle-timeout", options.idle_timeout, "close connections silent for so long (never)")
      ->group("Limits");
  add_duration(command, "--drain-timeout", options.drain_timeout, "wait for clients at the end (5s)")->group("Limits");
}

void add_behaviour_options(CLI::App& command, ServeArguments& arguments) {
  command
      .add_option("--path", arguments.paths,
                  "PATH=BEHAVIOUR[?OPTION=VALUE&...]; may be repeated, and replaces the default paths. "
                  "PATH/* stands for all paths below, each a group of its own")
      ->type_name("ROUTE")
      ->allow_extra_args(false)
      ->group("Behaviour");
  command.add_flag("--list-faults", arguments.list_faults, "list the faults that /fault/NAME can have, and end")
      ->group("Behaviour");
  command.add_option("--interval", arguments.interval, "time between the clocks of node-demo (5s)")
      ->type_name("DURATION")
      ->group("Behaviour");
  command.add_option("--greeting", arguments.greeting, "first message of node-demo, after \"server: \"")
      ->type_name("TEXT")
      ->group("Behaviour");
  command.add_option("--user", arguments.user, "Basic credentials that clients of clown-hub must show")
      ->type_name("NAME:PASSWORD")
      ->group("Behaviour");
  command
      .add_option("--mqtt", arguments.mqtt,
                  "bridge the base topics of clown-hub to this MQTT broker; with credentials mqtt://NAME:PASSWORD@HOST")
      ->type_name("HOST:PORT")
      ->group("Behaviour");
}

/// --interval, --greeting and --user are short for options of every such behaviour that does not set them itself.
void apply_to(std::vector<server::Route>& routes, std::string_view behaviour, const std::string& option,
              const std::string& value) {
  if (value.empty()) return;
  bool applied = false;
  for (auto& route : routes) {
    if (route.behaviour != behaviour) continue;
    route.options.emplace(option, value);
    applied = true;
  }
  if (!applied) throw std::invalid_argument(fmt::format("--{} needs a path with the behaviour {}", option, behaviour));
}

std::shared_ptr<net::TlsContext> tls_context(const ServeArguments& arguments) {
  if (!arguments.tls && arguments.certificate.certificate_file.empty()) return nullptr;
  try {
    return net::make_server_tls(arguments.certificate);
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::usage, error.what());
  }
}

void bridge(server::ServerOptions& options, const std::optional<std::string>& broker,
            const std::shared_ptr<spdlog::logger>& log) {
  if (!broker) return;
  const auto parsed = server::parse_mqtt_broker(*broker);
  if (!parsed) throw std::invalid_argument("--mqtt: " + parsed.error());
  const bool used = std::any_of(options.routes.begin(), options.routes.end(),
                                [](const auto& route) { return route.behaviour == "clown-hub"; });
  if (!used) throw std::invalid_argument("--mqtt needs a path with the behaviour clown-hub");
  options.mqtt = *parsed;
  options.mqtt_log = [log](const std::string& line) { log->info(line); };
}

/// RFC 6454 §7: "null", or a scheme and a host and perhaps a port, and nothing behind them.
bool is_origin(std::string_view text) {
  if (text == "null") return true;
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || !protocol::is_token(text.substr(0, scheme))) return false;
  const auto authority = text.substr(scheme + 3);
  return !authority.empty() && authority.find_first_of("/?#@ ") == std::string_view::npos;
}

/// What no client could ever send.
void check_names(const server::ServerOptions& options) {
  (void)checked_subprotocols(options.subprotocols);
  for (const auto& origin : options.origins) {
    if (is_origin(origin)) continue;
    throw std::invalid_argument(fmt::format(
        "--origin: \"{}\" is no origin (RFC 6454 §7); expected one such as https://example.com:8443, or null", origin));
  }
}

server::ServerOptions server_options(const ServeArguments& arguments, const std::shared_ptr<spdlog::logger>& log) {
  auto options = arguments.options;
  check_names(options);
  for (const auto& path : arguments.paths) options.routes.push_back(server::parse_route(path));
  if (options.routes.empty()) options.routes = server::default_routes();
  apply_to(options.routes, "node-demo", "interval", arguments.interval);
  apply_to(options.routes, "node-demo", "greeting", arguments.greeting);
  apply_to(options.routes, "clown-hub", "user", arguments.user);
  bridge(options, arguments.mqtt, log);
  options.limits.max_message = options.limits.max_frame = arguments.max_message;
  if (arguments.no_compression) options.deflate.reset();
  options.tls = tls_context(arguments);
  if (arguments.verbose) {
    options.log = [log](const std::string& line) { log->info(line); };
  }
  return options;
}

std::unique_ptr<server::Server> start(const server::ServerOptions& options) {
  try {
    return std::make_unique<server::Server>(options);
  } catch (const std::system_error& error) {
    if (error.code().value() == EINVAL) {  // Asio's category does not map to std::errc
      throw std::invalid_argument("--address: \"" + options.address + "\" is no IP address of this machine");
    }
    throw Failure(ExitCode::unreachable, error.what());
  }
}

std::shared_ptr<spdlog::logger> stderr_logger() {
  auto log = spdlog::stderr_color_mt("serve");
  log->set_pattern("%H:%M:%S.%e %v");
  return log;
}

/// "ticker?kind=weather"
std::string described(const server::Route& route) {
  std::string text = route.behaviour;
  for (const auto& [name, value] : server::shown_options(route)) {
    text += fmt::format("{}{}={}", text.size() == route.behaviour.size() ? '?' : '&', name, value);
  }
  return text;
}

void log_start(spdlog::logger& log, const server::ServerOptions& options) {
  log.info("parley {}, {} engine, {} thread{}", PARLEY_VERSION, protocol::engine_name(options.engine), options.threads,
           options.threads == 1 ? "" : "s");
  for (const auto& route : options.routes) log.info("{} is {}", route.path, described(route));
}

ExitCode serve(const ServeArguments& arguments) {
  if (arguments.list_faults) {
    std::cout << list_of_faults(protocol::Role::server);
    return ExitCode::fine;
  }
  keep_freed_memory();
  Termination termination;
  const auto log = stderr_logger();
  const auto options = server_options(arguments, log);
  const auto server = start(options);
  log_start(*log, options);
  std::optional<PortFile> port_file;
  if (!arguments.port_file.empty()) port_file.emplace(arguments.port_file, server->port());
  std::cout << "listening on " << server->url() << std::endl;  // flushed: scripts wait for this line

  termination.wait();
  termination.end_at_next();
  log->info("going down: {} connection{}", server->connections(), server->connections() == 1 ? "" : "s");
  server->drain();
  return ExitCode::fine;
}

}  // namespace

void add_serve(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("serve", "Run the reference server until SIGINT or SIGTERM.");
  const auto arguments = std::make_shared<ServeArguments>();
  add_network_options(command, *arguments);
  add_behaviour_options(command, *arguments);
  add_protocol_options(command, *arguments);
  add_limit_options(command, *arguments);
  command.add_flag("-v,--verbose", arguments->verbose, "log connections to stderr");
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return serve(*arguments); }; });
}

}  // namespace parley::cli
