// parley list and parley show: the catalogue of the conformance suite.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/check_arguments.hpp"
#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/console.hpp"
#include "harness/report/text.hpp"

namespace parley::cli {
namespace {

struct Arguments {
  CheckArguments check;
  bool client = false;
  bool json = false;

  [[nodiscard]] conformance::Role role() const {
    return client ? conformance::Role::client : conformance::Role::server;
  }
};

nlohmann::ordered_json to_json(const conformance::Case& test) {
  nlohmann::ordered_json needs = nlohmann::ordered_json::array();
  for (const auto need : test.needs) needs.push_back(conformance::to_string(need));
  return {{"id", test.id},
          {"aliases", test.aliases},
          {"group", test.group},
          {"section", test.section},
          {"level", conformance::to_string(test.level)},
          {"needs", std::move(needs)},
          {"title", test.title},
          {"rule", test.rule}};
}

ExitCode list(const Arguments& arguments) {
  const auto cases = selected_cases(arguments.check, arguments.role());
  if (arguments.json) {
    auto all = nlohmann::ordered_json::array();
    for (const auto* test : cases) all.push_back(to_json(*test));
    std::cout << all.dump(2) << '\n';
    return ExitCode::fine;
  }
  for (const auto* test : cases) {
    std::cout << fmt::format("{}  {}  {}\n", harness::pad(test->id, 52, harness::Align::left),
                             harness::pad(conformance::to_string(test->level), 8, harness::Align::left), test->title);
  }
  std::cout << fmt::format("{}\n", harness::format_counted(cases.size(), "case"));
  return ExitCode::fine;
}

/// Those that are meant; takes what means nothing else away from the selection, for select() knows only cases.
std::vector<conformance::Monitor> take_monitors(Arguments& arguments) {
  const auto& cases = conformance::catalogue(arguments.role());
  std::vector<conformance::Monitor> meant;
  std::erase_if(arguments.check.selection.patterns, [&](const std::string& pattern) {
    const auto called = conformance::monitors_called(arguments.role(), pattern);
    meant.insert(meant.end(), called.begin(), called.end());
    return !called.empty() &&
           std::none_of(cases.begin(), cases.end(), [&](const auto& test) { return is_excluded(test, {pattern}); });
  });
  return meant;
}

ExitCode show(Arguments arguments) {
  const auto colour = colour_for(STDOUT_FILENO, arguments.check.no_color);
  const auto monitors = take_monitors(arguments);
  if (!arguments.check.selection.patterns.empty()) {
    for (const auto* test : selected_cases(arguments.check, arguments.role())) {
      conformance::print_case(std::cout, *test, arguments.role(), colour);
    }
  }
  for (const auto& monitor : monitors) conformance::print_monitor(std::cout, monitor, arguments.role(), colour);
  return ExitCode::fine;
}

}  // namespace

void add_list(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("list", "List the cases of the conformance suite.");
  const auto arguments = std::make_shared<Arguments>();
  add_selection_arguments(command, arguments->check);
  command.add_flag("--client", arguments->client, "those for clients (for servers)");
  command.add_flag("--json", arguments->json, "as JSON");
  command.callback([arguments, &chosen] { chosen = [arguments] { return list(*arguments); }; });
}

void add_show(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("show", "Show cases of the conformance suite: rule, script, bytes, ends.");
  const auto arguments = std::make_shared<Arguments>();
  add_selection_arguments(command, arguments->check);
  command.get_option("CASE")->required();
  command.add_flag("--client", arguments->client, "those for clients (for servers)");
  command.callback([arguments, &chosen] { chosen = [arguments] { return show(*arguments); }; });
}

}  // namespace parley::cli
