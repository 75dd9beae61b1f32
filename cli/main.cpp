// parley: the program. Finds the command, runs it, and is the one place where its failures become exit codes.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"
#include "harness/scenario/suggest.hpp"

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

std::vector<std::string_view> names_of(const CLI::App& program) {
  std::vector<std::string_view> names;
  for (const auto* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

ExitCode report_unknown_command(const CLI::App& program, std::string_view name) {
  std::string known;
  for (const auto* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    known += (known.empty() ? "" : ", ") + command->get_name();
  }
  const auto near = scenario::suggestion(name, names_of(program));
  return report(ExitCode::usage, "unknown command \"" + std::string(name) + "\"" +
                                     (near.empty() ? "; expected one of: " + known : near));
}

/// CLI11 writes "NAME ..." also for options of which each takes one value and which may be repeated: what stands behind
/// that value is another argument.
class HelpFormatter final : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_option_opts(const CLI::Option* option) const override {
    constexpr std::string_view more = " ...";
    auto text = CLI::Formatter::make_option_opts(option);
    const auto at = text.find(more);
    const bool of_one = !option->get_positional() && !option->get_allow_extra_args();
    if (of_one && at != std::string::npos) text.erase(at, more.size());
    return text;
  }
};

/// The innermost command of the command line.
const CLI::App& chosen_command(const CLI::App& program) {
  const auto commands = program.get_subcommands();
  return commands.empty() ? program : chosen_command(*commands.front());
}

/// `parley: unknown option "--flter"; did you mean "--filter"?`
ExitCode report_unknown_option(const CLI::App& command, const CLI::ExtrasError& error) {
  const auto remaining = command.remaining();
  const auto option = std::find_if(remaining.begin(), remaining.end(),
                                   [](const std::string& each) { return each.size() > 1 && each[0] == '-'; });
  if (option == remaining.end()) return report(ExitCode::usage, error.what());
  const auto name = option->substr(0, option->find('='));
  std::vector<std::string> known;
  for (const auto* each : command.get_options()) {
    for (const auto& long_name : each->get_lnames()) known.push_back("--" + long_name);
  }
  const auto near = scenario::suggestion(name, {known.begin(), known.end()});
  return report(ExitCode::usage, "unknown option \"" + name + "\"" + (near.empty() ? "; --help lists them" : near));
}

ExitCode main(int argc, const char* const* argv) {
  CLI::App program("A reference server and a test bench for WebSocket peers.", "parley");
  program.set_version_flag("--version", "parley " PARLEY_VERSION);
  program.require_subcommand(1);
  program.formatter(std::make_shared<HelpFormatter>());
  program.get_formatter()->column_width(34);
  Action chosen;
  add_serve(program, chosen);
  add_run(program, chosen);
  add_check(program, chosen);
  add_bench(program, chosen);
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
  } catch (const CLI::ExtrasError& error) {
    return report_unknown_option(chosen_command(program), error);
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
