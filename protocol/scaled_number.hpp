// A decimal number and its unit, as people write durations and sizes: "1.5s", "16MiB".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::protocol {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

/// The number times its unit's factor; a fraction below 1 is cut off. Units compare without regard to case. The error
/// says what was wrong, without saying what was expected.
[[nodiscard]] Result<std::uint64_t, std::string> parse_scaled(std::string_view text, std::span<const Unit> units);

}  // namespace parley::protocol
