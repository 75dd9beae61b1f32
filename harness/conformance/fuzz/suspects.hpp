// Which connections of a round may have brought a server down.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/conformance/field.hpp"

namespace parley::conformance::fuzz {

/// Those that ended around the last one that the server said something on, at most `jobs` before it and as many after
/// it, the latest first. `jobs` is how many were played at a time: of those after it, that many were under way when the
/// server fell silent. What a deaf server's system takes later still is none of its doing.
[[nodiscard]] std::vector<std::size_t> suspects_of(const Round& round, std::size_t jobs);

}  // namespace parley::conformance::fuzz
