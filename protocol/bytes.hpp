// The byte types every layer speaks, and the conversions between bytes, text and hex.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::protocol {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using ByteSpan = std::span<std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The same bytes seen as characters; says nothing about their being UTF-8.
[[nodiscard]] inline std::string_view as_text(ByteView bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Bytes to_bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

inline void append(Bytes& to, ByteView bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}
inline void append(Bytes& to, std::string_view text) {
  append(to, as_bytes(text));
}

/// Lower case, two digits a byte, no separators.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// Reads what `to_hex` writes, in either case and with spaces between bytes; nothing for anything else.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view hex);

}  // namespace parley::protocol
