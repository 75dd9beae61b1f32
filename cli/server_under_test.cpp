#include "cli/server_under_test.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <limits>
#include <optional>
#include <stdexcept>
#include <thread>

#include "cli/exit_code.hpp"
#include "cli/peer_arguments.hpp"
#include "cli/units.hpp"
#include "cli/words.hpp"
#include "harness/process/process_usage.hpp"
#include "harness/scenario/command_server.hpp"
#include "protocol/base64.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::cli {
namespace {

constexpr const char* group = "Server";

/// "{port}", as {url} is written for clients, is the same place as "{{port}}".
std::string with_two_braces(std::string text) {
  constexpr std::string_view one = "{port}";
  constexpr std::string_view two = "{{port}}";
  for (auto at = text.find(one); at != std::string::npos; at = text.find(one, at + two.size())) {
    const bool has_two = at > 0 && text.compare(at - 1, two.size(), two) == 0;
    if (!has_two) text.replace(at, one.size(), two);
  }
  return text;
}

scenario::CommandServer command_server(const ServerArguments& arguments) {
  scenario::CommandServer server;
  server.arguments = split_words(with_two_braces(arguments.command));
  if (server.arguments.empty()) throw std::invalid_argument("--exec-server: expected a program");
  server.url = with_two_braces(arguments.url);
  server.directory = std::filesystem::current_path();
  if (arguments.ready.empty()) return server;
  try {
    server.ready = scenario::Pattern{arguments.ready, scenario::Regex(arguments.ready)};
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("--ready: expected a regular expression: {}", error.what()));
  }
  return server;
}

std::unique_ptr<scenario::RunningServer> start(const ServerArguments& arguments, const std::stop_token& stop) {
  const auto command = command_server(arguments);
  try {
    return scenario::start_command(command, 0, 0, stop);
  } catch (const std::runtime_error& error) {
    throw Failure(stop.stop_requested() ? ExitCode::interrupted : ExitCode::unreachable, error.what());
  }
}

/// Its connections end before the process does: Node prints where it was in between.
std::string how_it_ended(const scenario::RunningServer& server, const std::stop_token& stop) {
  constexpr auto longest = std::chrono::seconds(2);
  constexpr auto look_every = std::chrono::milliseconds(10);
  const auto deadline = std::chrono::steady_clock::now() + longest;
  while (!server.ended() && std::chrono::steady_clock::now() < deadline && !stop.stop_requested()) {
    std::this_thread::sleep_for(look_every);
  }
  const auto ended = server.ended();
  if (!ended) return "it runs, but answers nobody any more";
  const auto output = server.last_output();
  return output.empty() ? *ended : fmt::format("{}; its last output:\n{}", *ended, output);
}

protocol::HttpFields fields_of(const ServerArguments& arguments, const protocol::Uri& uri) {
  auto fields = header_fields(arguments.headers);
  check_given_once(fields, "Authorization", "the URL's userinfo", uri.userinfo);
  if (!arguments.origin.empty()) fields.set("Origin", arguments.origin);
  const auto& user = arguments.user.empty() ? uri.userinfo : arguments.user;
  if (!user.empty()) fields.set("Authorization", protocol::basic_authorization(user));
  return fields;
}

}  // namespace

void add_server_arguments(CLI::App& command, ServerArguments& arguments) {
  command.add_option("URL", arguments.url, "ws:// or wss://; with --exec-server it may hold {{port}}")->required();
  command.add_option("--exec-server", arguments.command, "start this server for the run; {{port}} is a free port")
      ->type_name("COMMAND")
      ->group(group);
  command.add_option("--ready", arguments.ready, "it is ready once its output has this (when its port is open)")
      ->type_name("REGEX")
      ->group(group);
  add_number(command, "--pid", arguments.pid, {1, std::numeric_limits<pid_t>::max()},
             "watch the memory and the descriptors of this process; that of --exec-server is watched by itself")
      ->excludes("--exec-server")
      ->group(group);
  add_number(command, "--greeting", arguments.greeting, {1, 100},
             "so many messages that it sends by itself when a connection opens are no answers (a survey finds out)")
      ->group(group);
  command
      .add_option("-H,--header", arguments.headers,
                  "a header field for each handshake; none that the handshake sets itself; may be repeated")
      ->type_name("'NAME: VALUE'")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--origin", arguments.origin, "the Origin of each handshake")->type_name("ORIGIN")->group(group);
  command.add_option("--subprotocol", arguments.subprotocols, "offer this in each handshake; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("-u,--user", arguments.user, "Basic credentials")->type_name("NAME:PASSWORD")->group(group);
  command.add_flag("-k,--insecure", arguments.insecure, "take every certificate")->group(group);
  command.add_option("--ca", arguments.ca_file, "the certificates to trust, PEM (the system's)")
      ->type_name("FILE")
      ->check(CLI::ExistingFile)
      ->group(group);
}

void check_handshake(const ServerArguments& arguments) {
  const auto fields = header_fields(arguments.headers);
  (void)checked_subprotocols(arguments.subprotocols);
  if (!protocol::is_field_value(arguments.origin)) {
    throw std::invalid_argument("--origin: expected no control characters, found " +
                                protocol::in_quotes(arguments.origin));
  }
  check_given_once(fields, "Origin", "--origin", arguments.origin);
  check_user(arguments.user, fields);
}

std::vector<std::string> words_of(const ServerArguments& arguments) {
  std::vector<std::string> words = {arguments.url};
  add_option(words, "--exec-server", arguments.command);
  add_option(words, "--ready", arguments.ready);
  if (arguments.pid) add_option(words, "--pid", std::to_string(*arguments.pid));
  if (arguments.greeting > 0) add_option(words, "--greeting", std::to_string(arguments.greeting));
  for (const auto& header : arguments.headers) add_option(words, "-H", header);
  add_option(words, "--origin", arguments.origin);
  for (const auto& subprotocol : arguments.subprotocols) add_option(words, "--subprotocol", subprotocol);
  add_option(words, "-u", arguments.user);
  if (arguments.insecure) words.emplace_back("--insecure");
  add_option(words, "--ca", arguments.ca_file);
  return words;
}

ServerUnderTest find_server(const ServerArguments& arguments, const std::stop_token& stop) {
  if (arguments.pid && !harness::usage_of(*arguments.pid)) {
    throw Failure(ExitCode::usage, fmt::format("--pid: there is no process {}", *arguments.pid));
  }
  ServerUnderTest server;
  check_handshake(arguments);  // what is wrong is told before anything is started
  server.peer.subprotocols = arguments.subprotocols;
  server.peer.greeting = arguments.greeting;
  server.pid = arguments.pid;
  if (!arguments.command.empty()) server.running = start(arguments, stop);
  if (server.running) server.pid = server.running->pid();
  const auto uri = protocol::parse_uri(server.running ? server.running->url() : arguments.url);
  if (!uri) throw std::invalid_argument(uri.error());
  server.peer.uri = *uri;
  server.peer.fields = fields_of(arguments, *uri);
  if (!uri->secure) return server;
  try {
    server.peer.tls = net::make_client_tls({.verify = !arguments.insecure, .ca_file = arguments.ca_file});
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::usage, error.what());
  }
  return server;
}

conformance::Revive revival_of(ServerUnderTest& server, const ServerArguments& arguments, const std::stop_token& stop) {
  return [&server, arguments, stop]() -> conformance::Revival {
    if (!server.running) return conformance::wait_for_return(server.peer, stop);
    std::string how = how_it_ended(*server.running, stop);
    server.running.reset();
    try {
      server.running = start(arguments, stop);
    } catch (const Failure& failure) {
      return {fmt::format("{}; it does not start again: {}", how, failure.what()), std::nullopt};
    }
    const auto uri = protocol::parse_uri(server.running->url());
    return {std::move(how), uri ? std::optional(*uri) : std::nullopt, server.running->pid()};
  };
}

}  // namespace parley::cli
