#include "cli/client_arguments.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "cli/certificate_arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/units.hpp"
#include "cli/words.hpp"
#include "protocol/authority.hpp"
#include "protocol/duration.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/uri.hpp"

namespace parley::cli {
namespace {

/// What is wrong with it as the host of a URL; empty: nothing.
std::string fault_of_host(const std::string& text) {
  if (protocol::is_ip_address(text)) return "";
  const auto authority = protocol::parse_authority(text);
  if (authority && authority->host == protocol::to_lower(text)) return "";
  return protocol::in_quotes(text) + " is no host; expected a name or an IP address, without a port";
}

}  // namespace

void add_listen_arguments(CLI::App& command, ClientArguments& arguments) {
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
  add_certificate_arguments(command, arguments.tls, arguments.certificate);
}

conformance::ListenOptions listen_options(const ClientArguments& arguments) {
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

std::string replay_command(const ClientArguments& arguments) {
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

void listen_as_in(const conformance::AutobahnSpec& spec, ClientArguments& arguments) {
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

void check_placeholders(const ClientArguments& arguments) {
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

}  // namespace parley::cli
