// A finding as a JSON file, which people read, keep and send, and `parley replay` plays.
#pragma once

#include <string>

#include "harness/conformance/fuzz/finding.hpp"

namespace parley::conformance::fuzz {

inline constexpr int finding_schema_version = 1;

[[nodiscard]] std::string write_finding(const FuzzFinding& finding);

/// Throws std::invalid_argument that names `file` and the JSON pointer of what is wrong; an unknown key is wrong.
[[nodiscard]] FuzzFinding read_finding(const std::string& text, const std::string& file);

}  // namespace parley::conformance::fuzz
