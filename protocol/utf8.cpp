#include "protocol/utf8.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace parley::protocol {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080;

/// From here on a call of the vectorised check pays.
constexpr std::size_t long_text = 256;
constexpr std::size_t long_rest = 16;  // of a short text that is not all ASCII

bool is_continuation(std::uint8_t byte) noexcept {
  return (byte & 0xC0) == 0x80;
}

std::uint64_t load8(const std::uint8_t* from) noexcept {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// How many bytes at the front are surely ASCII: whole words, and the rest when it is.
std::size_t ascii_prefix(ByteView bytes) noexcept {
  std::size_t i = 0;
  for (; i + 32 <= bytes.size(); i += 32) {
    const std::uint8_t* const four = bytes.data() + i;
    if (((load8(four) | load8(four + 8) | load8(four + 16) | load8(four + 24)) & high_bits) != 0) return i;
  }
  for (; i + 8 <= bytes.size(); i += 8) {
    if ((load8(bytes.data() + i) & high_bits) != 0) return i;
  }
  if (i == bytes.size()) return i;
  if (bytes.size() >= 8) {  // the last word overlaps what is known already
    return (load8(bytes.data() + bytes.size() - 8) & high_bits) == 0 ? bytes.size() : i;
  }
  while (i < bytes.size() && bytes[i] < 0x80) ++i;
  return i;
}

std::size_t character_size(std::uint8_t first) noexcept {
  if (first < 0xC0) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

/// Where a character begins that `bytes` cuts off; their size when there is none.
std::size_t unfinished_character(ByteView bytes) noexcept {
  const std::size_t longest_beginning = std::min<std::size_t>(3, bytes.size());
  for (std::size_t back = 1; back <= longest_beginning; ++back) {
    const std::uint8_t byte = bytes[bytes.size() - back];
    if (is_continuation(byte)) continue;
    return character_size(byte) > back ? bytes.size() - back : bytes.size();
  }
  return bytes.size();
}

}  // namespace

// The well-formed sequences, RFC 3629 §4:
//   00-7F | C2-DF tail | E0 A0-BF tail | E1-EC, EE-EF 2 tails | ED 80-9F tail | F0 90-BF 2 tails | F1-F3 3 tails |
//   F4 80-8F 2 tails, where a tail is 80-BF.
bool Utf8Validator::feed_byte(std::uint8_t byte) noexcept {
  if (missing_ > 0) {
    if (byte < lowest_ || byte > highest_) return valid_ = false;
    --missing_;
    lowest_ = 0x80;
    highest_ = 0xBF;
    return true;
  }
  if (byte < 0x80) return true;
  if (byte < 0xC2 || byte > 0xF4) return valid_ = false;
  missing_ = static_cast<std::uint8_t>(character_size(byte) - 1);
  lowest_ = 0x80;
  highest_ = 0xBF;
  if (byte == 0xE0) lowest_ = 0xA0;   // below: overlong
  if (byte == 0xED) highest_ = 0x9F;  // above: surrogates
  if (byte == 0xF0) lowest_ = 0x90;   // below: overlong
  if (byte == 0xF4) highest_ = 0x8F;  // above: beyond U+10FFFF
  return true;
}

bool Utf8Validator::feed_bytes(ByteView bytes) noexcept {
  for (const std::uint8_t byte : bytes) {
    if (!feed_byte(byte)) return false;
  }
  return true;
}

bool Utf8Validator::feed(ByteView piece) noexcept {
  if (!valid_) return false;
  while (missing_ > 0 && !piece.empty()) {
    if (!feed_byte(piece.front())) return false;
    piece = piece.subspan(1);
  }
  if (piece.size() < long_text) {
    piece = piece.subspan(ascii_prefix(piece));
    if (piece.size() < long_rest) return feed_bytes(piece);
  }

  const std::size_t whole = unfinished_character(piece);
  if (!simdjson::validate_utf8(reinterpret_cast<const char*>(piece.data()), whole)) return valid_ = false;
  return feed_bytes(piece.subspan(whole));
}

bool is_utf8(ByteView text) noexcept {
  Utf8Validator validator;
  return validator.feed(text) && validator.complete();
}

std::string_view cut_to_characters(std::string_view text, std::size_t max_bytes) noexcept {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && is_continuation(static_cast<std::uint8_t>(text[max_bytes]))) --max_bytes;
  return text.substr(0, max_bytes);
}

}  // namespace parley::protocol
