// Walks UTF-8 text that may be damaged, one character at a time. For showing text; verdicts on UTF-8 are made in
// protocol/.
#pragma once

#include <cstddef>
#include <string_view>

namespace parley::harness {

inline constexpr char32_t replacement_character = 0xFFFD;

struct Utf8Step {
  char32_t character;
  std::size_t size;  // bytes, at least 1
};

/// The character at the front of `text`, which must not be empty. What is not UTF-8 (also surrogates, overlong forms
/// and values beyond U+10FFFF) is one replacement character of one byte.
[[nodiscard]] constexpr Utf8Step first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {replacement_character, 1};
  char32_t value = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {replacement_character, 1};
    value = value << 6U | (byte(i) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[size] || surrogate || value > 0x10FFFF) return {replacement_character, 1};
  return {value, size};
}

/// Calls `visit(character, its bytes)` for every character of `text`.
template <class Visit>
constexpr void for_each_character(std::string_view text, Visit&& visit) {
  while (!text.empty()) {
    const auto step = first_character(text);
    visit(step.character, text.substr(0, step.size));
    text.remove_prefix(step.size);
  }
}

}  // namespace parley::harness
