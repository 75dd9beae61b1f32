// A second judge of UTF-8, for tests: slow, plain, and written from the definition instead of the table.
#pragma once

#include <cstddef>

#include "protocol/bytes.hpp"

namespace parley::protocol::testing {

struct Utf8Verdict {
  bool valid_so_far = true;  // some continuation of these bytes is valid UTF-8
  bool complete = true;      // they are valid as they stand
};

/// How many bytes a character has, by its first one; 0 for a byte that can begin none (RFC 3629 §3).
[[nodiscard]] inline std::size_t utf8_size_by_first_byte(unsigned first) {
  if (first < 0x80) return 1;
  if (first < 0xC0) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF8 ? 4 : 0;
}

/// Decodes by arithmetic. Bytes that are still missing make the code point a range, from all zeroes to all ones: it
/// must hold a character whose shortest form has this size.
[[nodiscard]] inline Utf8Verdict utf8_reference(ByteView text) {
  constexpr Utf8Verdict invalid{false, false};
  constexpr unsigned smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  while (!text.empty()) {
    const std::size_t size = utf8_size_by_first_byte(text[0]);
    if (size == 0) return invalid;
    unsigned low = size == 1 ? text[0] : text[0] & (0x7FU >> size);
    unsigned high = low;
    for (std::size_t i = 1; i < size; ++i) {
      const bool missing = i >= text.size();
      if (!missing && (text[i] & 0xC0) != 0x80) return invalid;
      low = low << 6 | (missing ? 0x00 : text[i] & 0x3FU);
      high = high << 6 | (missing ? 0x3F : text[i] & 0x3FU);
    }
    const bool surrogate = low >= 0xD800 && high <= 0xDFFF;
    if (high < smallest[size] || low > 0x10FFFF || surrogate) return invalid;
    if (size > text.size()) return {true, false};
    text = text.subspan(size);
  }
  return {};
}

}  // namespace parley::protocol::testing
