// parley replay: cases against a server, with all that goes over the wire.
#include <unistd.h>

#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "cli/check_arguments.hpp"
#include "cli/check_fuzz.hpp"
#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "cli/server_under_test.hpp"
#include "cli/units.hpp"
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/console.hpp"

namespace parley::cli {
namespace {

struct Arguments {
  CheckArguments check;
  ServerArguments server;
};

/// A finding of --fuzz stands in place of a case, before the URL or after it; nothing: there is none.
std::optional<std::string> take_finding_file(Arguments& arguments) {
  auto& words = arguments.check.selection.patterns;
  auto& url = arguments.server.url;
  if (words.size() != 1) return std::nullopt;
  if (is_finding_file(url)) std::swap(url, words.front());
  if (!is_finding_file(words.front())) return std::nullopt;
  return words.front();
}

ExitCode replay(Arguments arguments) {
  if (const auto file = take_finding_file(arguments)) {
    return replay_finding(*file, arguments.server, arguments.check);
  }
  const auto cases = selected_cases(arguments.check, conformance::Role::server);
  const auto stop = stop_at_signal();
  const auto server = find_server(arguments.server, stop.get_token());
  const auto colour = colour_for(STDOUT_FILENO, arguments.check.no_color);
  auto code = ExitCode::fine;
  conformance::PlayOptions options;
  options.jobs = 1;
  options.patience = patience(arguments.check);
  options.stop = stop.get_token();
  options.pid = server.pid;
  static_cast<void>(conformance::play_cases(server.peer, cases, options, [&](const conformance::CaseResult& result) {
    conformance::print_case(std::cout, *result.test, conformance::Role::server, colour);
    conformance::print_played(std::cout, result, colour);
    if (result.verdict == conformance::Verdict::fail || result.verdict == conformance::Verdict::error) {
      code = ExitCode::failures;
    }
  }));
  return stop.stop_requested() ? ExitCode::interrupted : code;
}

}  // namespace

void add_replay(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand(
      "replay", "Play cases of the conformance suite, or a finding of --fuzz, with the wire log on screen.");
  const auto arguments = std::make_shared<Arguments>();
  add_server_arguments(command, arguments->server);
  add_selection_arguments(command, arguments->check);
  command.get_option("CASE")->required();
  command.footer(
      "Examples:\n"
      "  parley replay ws://127.0.0.1:9001/ 6455-5.5-ping-of-126-bytes\n"
      "  parley replay parley-findings/death-1-4711.json ws://127.0.0.1:9001/\n");
  add_timeout(command, "--timeout", arguments->check.timeout, "how long an answer may take (3s)");
  command.add_flag("--no-color", arguments->check.no_color, "no colours on the terminal");
  command.callback([arguments, &chosen] { chosen = [arguments] { return replay(*arguments); }; });
}

}  // namespace parley::cli
