// What a run of the suite prints and writes, for one peer or several.
#pragma once

#include <string>
#include <vector>

#include "cli/check_arguments.hpp"
#include "cli/check_baselines.hpp"

namespace parley::cli {

struct Checked {
  const conformance::SuiteReport* report;
  std::string replay;  // the command that an id is appended to
};

/// Prints the reports, writes the files that were asked for, and says with which code to end: the worst. The page and
/// Autobahn's index show all peers.
[[nodiscard]] ExitCode finish_checks(const CheckArguments& arguments, const std::vector<Checked>& checked,
                                     Baselines& baselines, Naming naming);

/// Writes the files only, in the midst of a run: no baseline, and nothing to standard output.
void write_checks(const CheckArguments& arguments, const std::vector<Checked>& checked, Baselines& baselines,
                  Naming naming);

}  // namespace parley::cli
