// The server under test as the command line names it.
#pragma once

#include <sys/types.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/conformance/suite.hpp"
#include "harness/scenario/server_host.hpp"

namespace parley::cli {

struct ServerArguments {
  std::string url;
  std::string command;               // started by us
  std::string ready;                 // a regular expression in its output
  std::optional<pid_t> pid;          // of one that is running already
  std::vector<std::string> headers;  // "Name: value"
  std::string origin;
  std::vector<std::string> subprotocols;
  std::string user;          // "name:password"
  std::size_t greeting = 0;  // messages that it sends to everybody who comes
  bool insecure = false;
  std::string ca_file;
};

void add_server_arguments(CLI::App& command, ServerArguments& arguments);

/// Throws std::invalid_argument that says what no handshake can have.
void check_handshake(const ServerArguments& arguments);

/// The words of a command line that say the same.
[[nodiscard]] std::vector<std::string> words_of(const ServerArguments& arguments);

/// Where it is, and what keeps it running.
struct ServerUnderTest {
  conformance::Peer peer;
  std::unique_ptr<scenario::RunningServer> running;  // null: it was running already
  std::optional<pid_t> pid;                          // its process, when it is known
};

/// Starts the command, if there is one, and waits until it is ready. Throws std::invalid_argument for a bad option,
/// Failure when the server does not start, or there is no process of that number.
[[nodiscard]] ServerUnderTest find_server(const ServerArguments& arguments, const std::stop_token& stop);

/// When the server is gone: starts its command again, or waits until others have. `server` must outlive it.
[[nodiscard]] conformance::Revive revival_of(ServerUnderTest& server, const ServerArguments& arguments,
                                             const std::stop_token& stop);

}  // namespace parley::cli
