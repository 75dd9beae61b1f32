// Text for people: widths on a terminal, numbers with three digits, and bytes of a peer made harmless.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley::harness {

/// Columns that UTF-8 text takes on a terminal: combining marks take none, East Asian wide characters and emoji two.
/// Each byte that is not UTF-8 counts as one column (the replacement character).
[[nodiscard]] std::size_t display_width(std::string_view text);

enum class Align : std::uint8_t { left, right };

/// Fills up with spaces to `columns`; longer text is left alone.
[[nodiscard]] std::string pad(std::string_view text, std::size_t columns, Align align);

/// At most `columns` wide; text that was cut ends in "…".
[[nodiscard]] std::string truncate(std::string_view text, std::size_t columns);

/// What a peer sent can hold escape sequences that a terminal would obey: control characters become "\x1b", also those
/// that turn text around, and the two that XML cannot hold; bytes that are not UTF-8 become U+FFFD. Line feeds stay.
[[nodiscard]] std::string printable(std::string_view text);

/// "812 ns", "41.0 µs", "1.25 ms", "12.3 s", "2 min 05 s".
[[nodiscard]] std::string format_duration(std::chrono::nanoseconds duration);

/// UTC with milliseconds (RFC 3339): "2026-11-21T07:15:02.031Z".
[[nodiscard]] std::string format_utc(std::chrono::system_clock::time_point time);

/// "0", "0.52", "9.87", "1000", "45.6k", "1.23M": small whole numbers exactly, others with three digits.
[[nodiscard]] std::string format_quantity(double value);

/// "1 passed", "2 clients": the number and its noun.
[[nodiscard]] std::string format_counted(std::size_t count, std::string_view singular);

}  // namespace parley::harness
