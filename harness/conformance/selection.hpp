// Which cases are meant: by id, alias, or glob.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/case.hpp"
#include "harness/conformance/monitor.hpp"

namespace parley::conformance {

/// Whether it is played only when it is asked for.
[[nodiscard]] bool is_on_request(const Case& test);

/// * stands for any characters, ? for one; letters compare as they are.
[[nodiscard]] bool matches_glob(std::string_view glob, std::string_view text);

struct Selection {
  std::vector<std::string> patterns;  // empty: all but those of the group `performance`
  std::string section;                // "5.5": sections that have this number, or begin with it and a dot
  std::string level;                  // empty: all
  std::string group;                  // empty: all, as above
};

/// The monitors for a peer of this role whose ids the pattern fits.
[[nodiscard]] std::vector<Monitor> monitors_called(Role peer, std::string_view pattern);

/// In the catalogue's order. Throws std::invalid_argument for what fits no case, and says so of the monitors: they
/// stand in reports, but cannot be played.
[[nodiscard]] std::vector<const Case*> select(const std::vector<Case>& catalogue, const Selection& selection);

}  // namespace parley::conformance
