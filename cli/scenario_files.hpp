// Which scenario files the command line means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/scenario/scenario.hpp"

namespace parley::cli {

/// A file is itself; a directory the *.json in it (not its folders, not *.schema.json); anything else a pattern with
/// * ? and […]. In the order of the command line, sorted within each, none twice. Throws std::invalid_argument for
/// what names no file.
[[nodiscard]] std::vector<std::filesystem::path> find_scenario_files(const std::vector<std::string>& arguments);

struct Selection {
  std::string filter;             // a pattern for the name, or for the file's name without .json; empty: all
  std::vector<std::string> tags;  // one of them; empty: all
};

[[nodiscard]] bool is_selected(const scenario::Scenario& scenario, const Selection& selection);

}  // namespace parley::cli
