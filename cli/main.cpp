// parley: the program. Finds the command, runs it, and is the one place where its failures become exit codes.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "cli/commands.hpp"

namespace parley::cli {
namespace {

ExitCode report(ExitCode code, std::string_view sentence) {
  std::cerr << "parley: " << sentence << '\n';
  return code;
}

ExitCode run(const Action& action) {
  try {
    return action();
  } catch (const Failure& failure) {
    return report(failure.code(), failure.what());
  } catch (const std::invalid_argument& error) {
    return report(ExitCode::usage, error.what());
  } catch (const std::exception& error) {
    return report(ExitCode::internal, std::string("internal error: ") + error.what());
  }
}

/// CLI11 only says that a command is missing, also when one was misspelt.
bool names_unknown_command(const CLI::App& program, int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  const auto commands = program.get_subcommands([](const CLI::App*) { return true; });
  return std::none_of(commands.begin(), commands.end(), [&](const CLI::App* c) { return c->get_name() == argv[1]; });
}

ExitCode report_unknown_command(const CLI::App& program, std::string_view name) {
  std::string known;
  for (const auto* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    known += (known.empty() ? "" : ", ") + command->get_name();
  }
  return report(ExitCode::usage, "unknown command \"" + std::string(name) + "\"; expected one of: " + known);
}

ExitCode main(int argc, const char* const* argv) {
  CLI::App program("A reference server and a test bench for WebSocket peers.", "parley");
  program.set_version_flag("--version", "parley " PARLEY_VERSION);
  program.require_subcommand(1);
  program.get_formatter()->column_width(34);
  Action chosen;
  add_serve(program, chosen);
  add_run(program, chosen);
  add_check(program, chosen);
  add_list(program, chosen);
  add_show(program, chosen);
  add_replay(program, chosen);
  add_report(program, chosen);
  add_import(program, chosen);
  add_probe(program, chosen);
  add_echo(program, chosen);
  if (names_unknown_command(program, argc, argv)) return report_unknown_command(program, argv[1]);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? ExitCode::fine : ExitCode::usage;  // 0: --help or --version
  }
  return run(chosen);
}

}  // namespace
}  // namespace parley::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a peer that went away is an error code, not the end
  return static_cast<int>(parley::cli::main(argc, argv));
}
