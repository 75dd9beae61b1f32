#include "harness/load/stamp.hpp"

#include <string_view>

namespace parley::load {
namespace {

using protocol::MessageType;

constexpr std::size_t sequence_bytes = 8;  // least significant first, and so are the others
constexpr std::size_t source_bytes = 4;

// A text has six bits a character: 11 for the sequence, 4 for the source, 1 for the check.
constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
constexpr std::size_t sequence_characters = 11;
constexpr std::size_t source_characters = 4;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(0xFF);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr auto values = make_values();  // of characters; 0xFF: not in the alphabet

template <unsigned bits>
void put(std::uint64_t number, std::span<std::uint8_t> to) noexcept {
  constexpr std::uint64_t digit = (1U << bits) - 1;
  for (auto& byte : to) {
    byte = static_cast<std::uint8_t>(number & digit);
    number >>= bits;
  }
}

template <unsigned bits>
std::uint64_t take(std::span<const std::uint8_t> from) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = from.size(); i > 0; --i) number = number << bits | from[i - 1];
  return number;
}

template <unsigned bits>
StampBytes encode(const Stamp& stamp, std::size_t sequence_size, std::size_t source_size) noexcept {
  StampBytes bytes;
  const std::span to(bytes);
  put<bits>(stamp.sequence, to.first(sequence_size));
  put<bits>(stamp.source, to.subspan(sequence_size, source_size));
  put<bits>(mix(stamp), to.subspan(sequence_size + source_size));
  return bytes;
}

template <unsigned bits>
std::optional<Stamp> decode(const StampBytes& bytes, std::size_t sequence_size, std::size_t source_size) noexcept {
  const std::span from(bytes);
  const Stamp stamp{take<bits>(from.first(sequence_size)),
                    static_cast<std::uint32_t>(take<bits>(from.subspan(sequence_size, source_size)))};
  if (encode<bits>(stamp, sequence_size, source_size) != bytes) return std::nullopt;
  return stamp;
}

}  // namespace

StampBytes encode_stamp(const Stamp& stamp, MessageType type) noexcept {
  if (type == MessageType::binary) return encode<8>(stamp, sequence_bytes, source_bytes);
  StampBytes bytes = encode<6>(stamp, sequence_characters, source_characters);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(alphabet[byte]);
  return bytes;
}

std::optional<Stamp> decode_stamp(protocol::ByteView bytes, MessageType type) noexcept {
  StampBytes digits;
  for (std::size_t i = 0; i < stamp_size; ++i) {
    digits[i] = type == MessageType::binary ? bytes[i] : values[bytes[i]];
    if (type == MessageType::text && digits[i] == 0xFF) return std::nullopt;
  }
  return type == MessageType::binary ? decode<8>(digits, sequence_bytes, source_bytes)
                                     : decode<6>(digits, sequence_characters, source_characters);
}

}  // namespace parley::load
