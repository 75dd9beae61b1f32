// parley check: the conformance suite, against a server or a client.
#include "cli/check.hpp"

namespace parley::cli {

void add_check(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("check", "Test a server or a client for conformance.");
  command.require_subcommand(1);
  add_check_server(command, chosen);
  add_check_client(command, chosen);
}

}  // namespace parley::cli
