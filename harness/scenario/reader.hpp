// Reads a scenario file. The reader is the truth about the format: it asks for every key, refuses every other, and
// reports all faults of a file at once, each with its place.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/problem.hpp"
#include "harness/scenario/scenario.hpp"
#include "harness/scenario/server_host.hpp"
#include "protocol/result.hpp"

namespace parley::scenario {

struct ReadOptions {
  std::map<std::string, std::string> vars;  // --var name=value
  /// Told of every name that the file declares, and of every one that it uses. Empty: nobody asks.
  std::function<void(const std::string& name)> on_variable;
  std::string profile;  // --profile: of the services, in place of what the file says
  /// The environment; empty: std::getenv.
  std::function<std::optional<std::string>(const std::string& name)> environment;
  /// Who knows the built-in behaviours; empty: they are not looked at.
  CheckBehaviour check_behaviour;
};

/// `file` names the problems, and its folder is where relative paths in the scenario begin.
[[nodiscard]] Result<Scenario, std::vector<Problem>> parse_scenario(std::string_view text,
                                                                    const std::filesystem::path& file,
                                                                    const ReadOptions& options = {});

[[nodiscard]] Result<Scenario, std::vector<Problem>> read_scenario(const std::filesystem::path& file,
                                                                   const ReadOptions& options = {});

}  // namespace parley::scenario
