#include "cli/scenario_files.hpp"

#include <fnmatch.h>
#include <glob.h>

#include <algorithm>
#include <stdexcept>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

bool is_scenario(const fs::path& path) {
  return path.extension() == ".json" && path.stem().extension() != ".schema";
}

std::vector<fs::path> files_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.is_regular_file() && is_scenario(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
    throw std::invalid_argument("there is no scenario (*.json) in the directory " + directory.string());
  return files;
}

std::vector<fs::path> files_like(const std::string& pattern) {
  glob_t found{};
  const int status = ::glob(pattern.c_str(), GLOB_TILDE, nullptr, &found);
  std::vector<fs::path> files;
  for (std::size_t i = 0; status == 0 && i < found.gl_pathc; ++i) {
    if (is_scenario(found.gl_pathv[i])) files.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  if (files.empty()) throw std::invalid_argument("there is no file or directory " + pattern);
  return files;
}

std::vector<fs::path> files_of(const std::string& argument) {
  if (fs::is_directory(argument)) return files_in(argument);
  if (fs::exists(argument)) return {argument};
  return files_like(argument);
}

bool is_like(const std::string& pattern, const std::string& text) {
  return ::fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

}  // namespace

std::vector<fs::path> find_scenario_files(const std::vector<std::string>& arguments) {
  std::vector<fs::path> files;
  for (const std::string& argument : arguments) {
    for (const fs::path& file : files_of(argument)) {
      if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
    }
  }
  return files;
}

bool is_selected(const scenario::Scenario& scenario, const Selection& selection) {
  const bool named = selection.filter.empty() || is_like(selection.filter, scenario.name) ||
                     is_like(selection.filter, scenario.file.stem().string());
  if (!named || selection.tags.empty()) return named;
  return std::any_of(selection.tags.begin(), selection.tags.end(), [&](const std::string& tag) {
    return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
  });
}

}  // namespace parley::cli
