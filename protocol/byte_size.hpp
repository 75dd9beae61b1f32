// Sizes in bytes as users write them: "64KiB", "16MiB", "1k".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::protocol {

/// A number, perhaps with a fraction, and a unit without a space between: none or B; k, M, G (powers of 1000, also with
/// B); KiB, MiB, GiB (powers of 1024). The error is a sentence for the user.
[[nodiscard]] Result<std::uint64_t, std::string> parse_byte_size(std::string_view text);

/// Exact: the largest unit that divides the size. "16MiB", "1kB", "1025B".
[[nodiscard]] std::string format_byte_size(std::uint64_t size);

}  // namespace parley::protocol
