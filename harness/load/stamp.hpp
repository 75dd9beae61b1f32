// Stamp: what a load message begins with, so that whoever receives it knows which one it is.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "protocol/bytes.hpp"
#include "protocol/engine.hpp"

namespace parley::load {

struct Stamp {
  std::uint64_t sequence = 0;  // of the source's messages: 0, 1, …
  std::uint32_t source = 0;    // the connection that sent it; below 2^24, which a text has room for

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

inline constexpr std::size_t stamp_size = 16;
using StampBytes = std::array<std::uint8_t, stamp_size>;

/// The same stamp always gives the same number, others mostly other ones (the finalizer of splitmix64).
[[nodiscard]] constexpr std::uint64_t mix(const Stamp& stamp) noexcept {
  std::uint64_t x = stamp.sequence + 0x9E3779B97F4A7C15ULL * (stamp.source + 1ULL);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

/// A binary stamp: sequence, source and check, least significant byte first. In line, and as two words: it is written
/// and compared for each message.
[[nodiscard]] inline StampBytes encode_binary_stamp(const Stamp& stamp) noexcept {
  std::array<std::uint64_t, 2> words = {stamp.sequence, mix(stamp) << 32 | stamp.source};
  if constexpr (std::endian::native == std::endian::big) {
    for (auto& word : words) word = __builtin_bswap64(word);
  }
  return std::bit_cast<StampBytes>(words);
}
[[nodiscard]] StampBytes encode_text_stamp(const Stamp& stamp) noexcept;

/// With a check of its own, so that what is no stamp is seldom taken for one (1 in 2^32; in a text 1 in 64). The digits
/// that change fastest come first: also a stamp that a short message cut off tells its neighbours apart.
[[nodiscard]] inline StampBytes encode_stamp(const Stamp& stamp, protocol::MessageType type) noexcept {
  return type == protocol::MessageType::binary ? encode_binary_stamp(stamp) : encode_text_stamp(stamp);
}

/// Nothing when these bytes, exactly stamp_size of them, are no stamp.
[[nodiscard]] std::optional<Stamp> decode_stamp(protocol::ByteView bytes, protocol::MessageType type) noexcept;

/// The stamp of the same source nearest to `expected` that begins with these bytes, fewer than stamp_size: what a short
/// message cut off. Nothing when there is none so near that it is likelier than a mistake: four bytes of a binary
/// message tell any of 2^30, one tells 32 before and behind.
[[nodiscard]] std::optional<Stamp> decode_cut_stamp(protocol::ByteView bytes, protocol::MessageType type,
                                                    const Stamp& expected) noexcept;

}  // namespace parley::load
