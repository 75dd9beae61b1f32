// The behaviours that a route can name, with their options.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/behaviour.hpp"

namespace parley::server {

struct OptionInfo {
  std::string_view name;
  std::string_view value;    // what it takes: "DURATION", "TEXT"
  std::string_view meaning;  // with its default
};

struct BehaviourInfo {
  std::string_view name;
  std::string_view summary;
  std::vector<OptionInfo> options;
};

/// All of them, in the order in which they are shown to people.
[[nodiscard]] std::span<const BehaviourInfo> behaviours();

[[nodiscard]] std::vector<std::string> behaviour_names();

/// Throws std::invalid_argument that names the unknown behaviour, the unknown option or the bad value, and says what
/// was expected.
[[nodiscard]] BehaviourInstance make_behaviour(std::string_view name,
                                               const std::map<std::string, std::string>& options);

}  // namespace parley::server
