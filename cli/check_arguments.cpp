#include "cli/check_arguments.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "cli/check_baselines.hpp"
#include "cli/reporting.hpp"
#include "cli/units.hpp"
#include "cli/words.hpp"
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/report/machine.hpp"
#include "protocol/duration.hpp"

namespace parley::cli {
namespace {

constexpr const char* selection_group = "Cases";
constexpr const char* report_group = "Report";

}  // namespace

void add_selection_arguments(CLI::App& command, CheckArguments& arguments) {
  command.add_option("CASE", arguments.selection.patterns,
                     "ids, groups or globs: 6455-5.5*, utf8, 'autobahn/6.*' (all)");
  command.add_option("--group", arguments.selection.group, "only of this group; performance is played only when named")
      ->type_name("NAME")
      ->group(selection_group);
  command.add_option("--section", arguments.selection.section, "only of this section, 5.5 for instance")
      ->type_name("NUMBER")
      ->group(selection_group);
  command
      .add_option("--level", arguments.selection.level,
                  "only of this level: must, should, may, disputed, quality, info")
      ->type_name("LEVEL")
      ->group(selection_group);
  command.add_option("--exclude", arguments.exclude, "not these: ids, groups or globs; may be repeated")
      ->type_name("CASE")
      ->allow_extra_args(false)
      ->group(selection_group);
}

void add_check_arguments(CLI::App& command, CheckArguments& arguments) {
  add_selection_arguments(command, arguments);
  add_number(command, "--jobs", arguments.jobs, {1, 1024},
             "cases at a time (32; with a server that does not answer 128)");
  add_timeout(command, "--timeout", arguments.timeout, "how long an answer may take (3s, more for a slow peer)");
  command.add_flag("--dry-run", arguments.dry_run, "say which cases would be played")->group(selection_group);
  command
      .add_flag("--strict", arguments.strict, "a should that is not followed, and what is disputed, fail the run too")
      ->group(report_group);
  command.add_option("--baseline", arguments.baseline, "known failures: they pass, and fail once they are mended")
      ->type_name("FILE")
      ->group(report_group);
  command
      .add_option("--write-baseline", arguments.write_baseline,
                  "write what fails now, for --baseline; what that knows and this run does not judge is kept")
      ->type_name("FILE")
      ->group(report_group);
  command.add_option("--json", arguments.json, "report as JSON; - is standard output")
      ->type_name("FILE")
      ->group(report_group);
  command.add_option("--junit", arguments.junit, "report as JUnit XML")->type_name("FILE")->group(report_group);
  command
      .add_option("--html", arguments.html, "report as a page for a browser; parley report sets several side by side")
      ->type_name("FILE")
      ->group(report_group);
  command
      .add_option("--autobahn", arguments.autobahn,
                  "index.json and a file for each case, as Autobahn|Testsuite writes them")
      ->type_name("DIRECTORY")
      ->group(report_group);
  command.add_flag("-v,--verbose", arguments.verbose, "also what does not fail the run: warnings, disputed, lenient")
      ->group(report_group);
  command.add_flag("--no-color", arguments.no_color, "no colours on the terminal")->group(report_group);
}

bool is_excluded(const conformance::Case& test, const std::vector<std::string>& globs) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return conformance::matches_glob(glob, test.id) || conformance::matches_glob(glob, test.group) ||
           std::any_of(test.aliases.begin(), test.aliases.end(),
                       [&](const auto& alias) { return conformance::matches_glob(glob, alias); });
  });
}

std::vector<const conformance::Case*> selected_cases(const CheckArguments& arguments, conformance::Role peer) {
  auto cases = conformance::select(conformance::catalogue(peer), arguments.selection);
  std::erase_if(cases, [&](const conformance::Case* test) { return is_excluded(*test, arguments.exclude); });
  if (cases.empty()) throw std::invalid_argument("--exclude leaves no case");
  return cases;
}

conformance::Patience patience(const CheckArguments& arguments) {
  conformance::Patience patience;
  if (arguments.timeout) {
    patience.answer = *arguments.timeout;
    patience.quiet = std::min(patience.quiet, patience.answer / 2);
  }
  return patience;
}

std::vector<std::string> replay_words(std::vector<std::string> words, const ServerArguments& server,
                                      const CheckArguments& arguments) {
  for (auto& word : words_of(server)) words.push_back(std::move(word));
  if (arguments.timeout) add_option(words, "--timeout", protocol::format_duration(*arguments.timeout));
  return words;
}

void require_writable_reports(const CheckArguments& arguments, const std::vector<std::string>& peers) {
  for (const auto& file : {arguments.write_baseline, arguments.json, arguments.junit}) {
    if (file.empty() || file == "-") continue;
    if (peers.empty()) require_writable(file);
    for (const auto& peer : peers) require_writable(file_of_peer(file, peer));
  }
  require_writable(arguments.html);
  if (!arguments.autobahn.empty())
    require_writable((std::filesystem::path(arguments.autobahn) / "index.json").string());
}

void sign(conformance::SuiteReport& report) {
  report.parley_version = PARLEY_VERSION;
  report.machine = harness::describe_machine();
  report.command = command_line();
}

conformance::OnFinish show_progress(std::size_t total) {
  if (::isatty(STDERR_FILENO) != 1) return {};
  struct State {
    std::size_t done = 0;
    std::size_t failed = 0;
  };
  return [total, state = std::make_shared<State>()](const conformance::CaseResult& result) {
    ++state->done;
    if (result.verdict == conformance::Verdict::fail || result.verdict == conformance::Verdict::error) ++state->failed;
    const auto bad = state->failed == 0 ? "" : fmt::format("  {} failed", state->failed);
    std::cerr << fmt::format("\r\x1b[K  {}/{}{}  {:.48}", state->done, total, bad, result.test->id) << std::flush;
    if (state->done == total) std::cerr << "\r\x1b[K" << std::flush;
  };
}

}  // namespace parley::cli
