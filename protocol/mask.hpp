// Masking: each payload byte is XORed with one byte of the four-byte key in turn (RFC 6455 §5.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "protocol/bytes.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol {

/// Masks or unmasks in place. `offset` is the place of data[0] in the frame's payload: pieces may be cut anywhere.
void apply_mask(ByteSpan data, const MaskKey& key, std::uint64_t offset = 0) noexcept;

/// The same in line, for a whole payload of a few bytes: there a call costs more than the work.
inline void apply_mask_to_few(ByteSpan data, const MaskKey& key) noexcept {
  std::uint32_t key32 = 0;
  std::memcpy(&key32, key.data(), sizeof key32);
  const std::uint64_t key64 = static_cast<std::uint64_t>(key32) << 32 | key32;
  std::size_t i = 0;
  for (std::uint64_t word = 0; i + sizeof word <= data.size(); i += sizeof word) {
    std::memcpy(&word, data.data() + i, sizeof word);
    word ^= key64;
    std::memcpy(data.data() + i, &word, sizeof word);
  }
  for (; i < data.size(); ++i) data[i] = static_cast<std::uint8_t>(data[i] ^ key[i % sizeof key]);
}

/// Writes the masked bytes of a whole payload to `to`, which has room for them and does not overlap `payload`.
void copy_masked(ByteView payload, std::uint8_t* to, const MaskKey& key) noexcept;

/// One way to do it. `key` holds the four bytes in memory order, the first one meant for *from; `from` and `to` are
/// the same place or do not overlap.
using MaskFunction = void (*)(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept;

struct MaskPath {
  std::string_view name;
  MaskFunction function;
};

/// Those that this CPU can run, the fastest last: for tests and benchmarks of each one.
[[nodiscard]] std::span<const MaskPath> mask_paths() noexcept;

}  // namespace parley::protocol
