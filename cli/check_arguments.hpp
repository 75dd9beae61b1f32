// What the command line says about a run of the conformance suite, against a server or a client.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/server_under_test.hpp"
#include "harness/conformance/baseline.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/conformance/suite.hpp"

namespace parley::cli {

struct CheckArguments {
  conformance::Selection selection;
  std::vector<std::string> exclude;
  std::optional<unsigned> jobs;  // at a time; nothing: as the peer allows
  std::optional<std::chrono::nanoseconds> timeout;
  bool strict = false;
  std::string baseline;        // file to read
  std::string write_baseline;  // file to write
  std::string json, junit;     // files; json may be "-"
  std::string html;            // file
  std::string autobahn;        // directory
  bool dry_run = false;
  bool verbose = false;
  bool no_color = false;

  [[nodiscard]] conformance::Strictness strictness() const {
    return strict ? conformance::Strictness::strict : conformance::Strictness::usual;
  }
};

/// Ids or globs, and the options that choose among the cases.
void add_selection_arguments(CLI::App& command, CheckArguments& arguments);
void add_check_arguments(CLI::App& command, CheckArguments& arguments);

/// By id, group or alias.
[[nodiscard]] bool is_excluded(const conformance::Case& test, const std::vector<std::string>& globs);

/// Throws std::invalid_argument when nothing is left.
[[nodiscard]] std::vector<const conformance::Case*> selected_cases(const CheckArguments& arguments,
                                                                   conformance::Role peer);

/// From --timeout, or else as long as the peer's pace asks for.
[[nodiscard]] conformance::Patience patience(const CheckArguments& arguments);

/// These words and what else a command takes to meet the same server in the same way.
[[nodiscard]] std::vector<std::string> replay_words(std::vector<std::string> words, const ServerArguments& server,
                                                    const CheckArguments& arguments);

/// As require_writable does, for the files that the run is to write: those of each of several `peers`, or with none as
/// they are called on the command line.
void require_writable_reports(const CheckArguments& arguments, const std::vector<std::string>& peers);

/// What a report says about where it came from.
void sign(conformance::SuiteReport& report);

/// A live line on a terminal while cases are played; nothing where standard error is none.
[[nodiscard]] conformance::OnFinish show_progress(std::size_t total);

}  // namespace parley::cli
