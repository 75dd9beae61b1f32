#include "harness/report/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "harness/report/utf8_walk.hpp"

namespace parley::harness {
namespace {

struct Range {
  char32_t first, last;
};

constexpr std::array no_columns{Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},
                                Range{0xFE00, 0xFE0F}};
constexpr std::array two_columns{Range{0x1100, 0x115F},  Range{0x2E80, 0x303E}, Range{0x3041, 0xA4CF},
                                 Range{0xAC00, 0xD7A3},  Range{0xF900, 0xFAFF}, Range{0xFE30, 0xFE6F},
                                 Range{0xFF00, 0xFF60},  Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1FAFF},
                                 Range{0x20000, 0x3FFFD}};

template <std::size_t N>
bool within(char32_t c, const std::array<Range, N>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.first && c <= r.last; });
}

std::size_t columns_of(char32_t c) {
  if (within(c, no_columns)) return 0;
  return within(c, two_columns) ? 2 : 1;
}

// Control characters; what turns the direction of the text around it (Unicode Annex 9 §2); what XML 1.0 §2.2 leaves
// out.
constexpr std::array spelled_out{Range{0x00, 0x09},     Range{0x0B, 0x1F},     Range{0x7F, 0x9F},
                                 Range{0x202A, 0x202E}, Range{0x2066, 0x2069}, Range{0xFFFE, 0xFFFF}};

/// Three significant digits: 1.25, 12.5, 125.
std::string three_digits(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  if (value < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_character(text, [&](char32_t c, std::string_view) { width += columns_of(c); });
  return width;
}

std::string pad(std::string_view text, std::size_t columns, Align align) {
  const auto width = display_width(text);
  const std::string fill(columns > width ? columns - width : 0, ' ');
  return align == Align::left ? std::string(text) + fill : fill + std::string(text);
}

std::string truncate(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string kept;
  std::size_t width = 0;
  bool full = false;
  for_each_character(text, [&](char32_t c, std::string_view bytes) {
    full = full || width + columns_of(c) > columns - 1;
    if (full) return;
    width += columns_of(c);
    kept += bytes;
  });
  return kept + "…";
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_character(text, [&](char32_t c, std::string_view bytes) {
    if (c == replacement_character) {
      out += "\uFFFD";
    } else if (within(c, spelled_out)) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      out += bytes;
    }
  });
  return out;
}

std::string format_duration(std::chrono::nanoseconds duration) {
  const auto ns = static_cast<double>(duration.count());
  if (ns < 1e3) return fmt::format("{} ns", duration.count());
  if (ns < 999.5e3) return three_digits(ns / 1e3) + " µs";
  if (ns < 999.5e6) return three_digits(ns / 1e6) + " ms";
  if (ns < 99.95e9) return three_digits(ns / 1e9) + " s";
  const auto seconds = std::llround(ns / 1e9);
  return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
}

std::string format_quantity(double value) {
  if (value < 10'000 && value == std::floor(value)) return fmt::format("{:.0f}", value);
  if (value < 999.5) return three_digits(value);
  if (value < 999.5e3) return three_digits(value / 1e3) + "k";
  if (value < 999.5e6) return three_digits(value / 1e6) + "M";
  return three_digits(value / 1e9) + "G";
}

std::string format_counted(std::size_t count, std::string_view singular) {
  return fmt::format("{} {}{}", count, singular, count == 1 ? "" : "s");
}

std::string format_utc(std::chrono::system_clock::time_point time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time - seconds).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), ms);
}

}  // namespace parley::harness
