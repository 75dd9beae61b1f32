#include "protocol/bytes.hpp"

namespace parley::protocol {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::optional<unsigned> digit_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10;
  return std::nullopt;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    hex += digits[byte >> 4];
    hex += digits[byte & 0x0F];
  }
  return hex;
}

std::optional<Bytes> from_hex(std::string_view hex) {
  Bytes bytes;
  bytes.reserve(hex.size() / 2);
  while (!hex.empty()) {
    if (hex.size() < 2) return std::nullopt;
    const auto high = digit_value(hex[0]);
    const auto low = digit_value(hex[1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
    hex.remove_prefix(2);

    const auto next = hex.find_first_not_of(' ');
    if (next == std::string_view::npos && !hex.empty()) return std::nullopt;  // spaces at the end are between nothing
    if (next != std::string_view::npos) hex.remove_prefix(next);
  }
  return bytes;
}

}  // namespace parley::protocol
