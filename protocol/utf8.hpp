// UTF-8 validation, whole or in pieces (RFC 3629; RFC 6455 §8.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "protocol/bytes.hpp"

namespace parley::protocol {

/// Takes a text in pieces, cut anywhere, also inside a character.
class Utf8Validator {
 public:
  /// False as soon as what came so far cannot be the beginning of valid UTF-8: F4 90 is refused at its second byte.
  /// After that it stays false.
  [[nodiscard]] bool feed(ByteView piece) noexcept;

  /// True when the text may end here: valid so far, and not inside a character.
  [[nodiscard]] bool complete() const noexcept { return valid_ && missing_ == 0; }

 private:
  [[nodiscard]] bool feed_byte(std::uint8_t byte) noexcept;
  [[nodiscard]] bool feed_bytes(ByteView bytes) noexcept;

  bool valid_ = true;
  std::uint8_t missing_ = 0;  // continuation bytes that the current character still needs
  std::uint8_t lowest_ = 0;   // what the next one of them may be: after some first bytes
  std::uint8_t highest_ = 0;  // the range is narrower than 80 to BF
};

[[nodiscard]] bool is_utf8(ByteView text) noexcept;

/// The longest beginning of a valid `text` that has at most `max_bytes` and does not end inside a character.
[[nodiscard]] std::string_view cut_to_characters(std::string_view text, std::size_t max_bytes) noexcept;

}  // namespace parley::protocol
