#include "harness/load/stamp.hpp"

#include <algorithm>
#include <string_view>

namespace parley::load {
namespace {

using protocol::MessageType;

constexpr std::size_t sequence_bytes = 8;  // of a binary one
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

constexpr unsigned bits_of_character = 6;

void put(std::uint64_t number, std::span<std::uint8_t> to) noexcept {
  for (auto& character : to) {
    character = static_cast<std::uint8_t>(alphabet[number % alphabet.size()]);
    number >>= bits_of_character;
  }
}

/// Least significant digit first.
template <unsigned bits>
std::uint64_t take(std::span<const std::uint8_t> from) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = from.size(); i > 0; --i) number = number << bits | from[i - 1];
  return number;
}

template <unsigned bits>
Stamp take_stamp(const StampBytes& digits, std::size_t sequence_size, std::size_t source_size) noexcept {
  const std::span from(digits);
  return {take<bits>(from.first(sequence_size)),
          static_cast<std::uint32_t>(take<bits>(from.subspan(sequence_size, source_size)))};
}

}  // namespace

StampBytes encode_text_stamp(const Stamp& stamp) noexcept {
  StampBytes bytes;
  const std::span to(bytes);
  put(stamp.sequence, to.first(sequence_characters));
  put(stamp.source, to.subspan(sequence_characters, source_characters));
  put(mix(stamp), to.subspan(sequence_characters + source_characters));
  return bytes;
}

std::optional<Stamp> decode_stamp(protocol::ByteView bytes, MessageType type) noexcept {
  StampBytes as_they_came;
  StampBytes digits;
  for (std::size_t i = 0; i < stamp_size; ++i) {
    as_they_came[i] = bytes[i];
    digits[i] = type == MessageType::binary ? bytes[i] : values[bytes[i]];
    if (type == MessageType::text && digits[i] == 0xFF) return std::nullopt;
  }
  const Stamp stamp = type == MessageType::binary
                          ? take_stamp<8>(digits, sequence_bytes, source_bytes)
                          : take_stamp<bits_of_character>(digits, sequence_characters, source_characters);
  if (encode_stamp(stamp, type) != as_they_came) return std::nullopt;
  return stamp;
}

std::optional<Stamp> decode_cut_stamp(protocol::ByteView bytes, MessageType type, const Stamp& expected) noexcept {
  constexpr std::uint64_t farthest = 1ULL << 30;
  const bool binary = type == MessageType::binary;
  const std::size_t digits = std::min(bytes.size(), binary ? sequence_bytes : sequence_characters);
  const auto bits = static_cast<unsigned>(digits) * (binary ? 8U : bits_of_character);
  if (bits == 0) return std::nullopt;
  std::uint64_t low = 0;
  for (std::size_t i = digits; i > 0; --i) {
    const std::uint8_t digit = binary ? bytes[i - 1] : values[bytes[i - 1]];
    if (!binary && digit == 0xFF) return std::nullopt;
    low = binary ? low << 8U | digit : low << bits_of_character | digit;
  }
  // How far ahead it is, and how far behind, among the numbers that end in these digits.
  const std::uint64_t mask = bits < 64 ? (1ULL << bits) - 1 : ~0ULL;
  const std::uint64_t ahead = (low - expected.sequence) & mask;
  const std::uint64_t behind = (expected.sequence - low) & mask;
  const std::uint64_t reach = std::min(farthest, mask / 8 + 1);
  Stamp found = expected;
  if (ahead <= reach) {
    found.sequence += ahead;
  } else if (behind <= reach && behind <= expected.sequence) {
    found.sequence -= behind;
  } else {
    return std::nullopt;
  }
  const auto whole = encode_stamp(found, type);
  return std::ranges::equal(bytes, std::span(whole).first(bytes.size())) ? std::optional(found) : std::nullopt;
}

}  // namespace parley::load
