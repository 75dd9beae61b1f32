// What the command line says about the client under test and where it is awaited.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/check_arguments.hpp"
#include "harness/conformance/autobahn_spec.hpp"
#include "harness/conformance/client_suite.hpp"
#include "net/tls.hpp"

namespace parley::cli {

struct ClientArguments {
  CheckArguments check;
  std::string exec;
  std::string exec_once;
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

void add_listen_arguments(CLI::App& command, ClientArguments& arguments);

/// Throws Failure when the certificate cannot be used.
[[nodiscard]] conformance::ListenOptions listen_options(const ClientArguments& arguments);

/// The command that an id is appended to.
[[nodiscard]] std::string replay_command(const ClientArguments& arguments);

// These throw std::invalid_argument that says what is wrong.
/// Where a fuzzingserver's spec listens, where the command line says nothing.
void listen_as_in(const conformance::AutobahnSpec& spec, ClientArguments& arguments);
/// Each option has its own placeholder; the other one's would go to the client as it stands.
void check_placeholders(const ClientArguments& arguments);

}  // namespace parley::cli
