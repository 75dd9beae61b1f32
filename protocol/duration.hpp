// Durations as users write them: "500ms", "5s", "1.5m".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::protocol {

/// A number, perhaps with a fraction, and a unit without a space between: ns, us, ms, s, m or h. The error is a
/// sentence for the user: what is wrong and what was expected.
[[nodiscard]] Result<std::chrono::nanoseconds, std::string> parse_duration(std::string_view text);

/// Exact and short: `parse_duration` gives the same value back. "1.5s", "90s", "2m", "0s". Not for negative values.
[[nodiscard]] std::string format_duration(std::chrono::nanoseconds duration);

}  // namespace parley::protocol
