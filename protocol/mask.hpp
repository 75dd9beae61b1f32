// Masking: each payload byte is XORed with one byte of the four-byte key in turn (RFC 6455 §5.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "protocol/bytes.hpp"
#include "protocol/few_bytes.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol {

/// Masks or unmasks in place. `offset` is the place of data[0] in the frame's payload: pieces may be cut anywhere.
void apply_mask(ByteSpan data, const MaskKey& key, std::uint64_t offset = 0) noexcept;

/// Writes the masked bytes of a whole payload to `to`, which has room for them. It may lie before `payload` and share
/// bytes with it, but not behind where it begins.
void copy_masked(ByteView payload, std::uint8_t* to, const MaskKey& key) noexcept;

// The same in line, for a whole payload of a few bytes: there a call costs more than the work.

inline void copy_few_masked(ByteView payload, std::uint8_t* to, const MaskKey& key) noexcept {
  std::uint32_t once = 0;
  std::memcpy(&once, key.data(), sizeof once);
  const std::uint64_t twice = static_cast<std::uint64_t>(once) << 32 | once;
  in_few_steps(payload.size(), [&]<std::size_t bytes>(std::size_t offset, Width<bytes>) {
    if constexpr (bytes == 1) {
      to[offset] = static_cast<std::uint8_t>(payload[offset] ^ key[offset % key.size()]);
    } else {  // where the key begins anew
      std::uint64_t word = 0;
      std::memcpy(&word, payload.data() + offset, bytes);
      word ^= twice;
      std::memcpy(to + offset, &word, bytes);
    }
  });
}

inline void apply_mask_to_few(ByteSpan data, const MaskKey& key) noexcept {
  copy_few_masked(data, data.data(), key);
}

/// One way to do it. `key` holds the four bytes in memory order, the first one meant for *from; `to` may
/// lie before `from` and share bytes with it.
using MaskFunction = void (*)(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept;

struct MaskPath {
  std::string_view name;
  MaskFunction function;
};

/// Those that this CPU can run, the fastest last: for tests and benchmarks of each one.
[[nodiscard]] std::span<const MaskPath> mask_paths() noexcept;

}  // namespace parley::protocol
