// Work on a few bytes, in line: there a call, of memcpy or of a vector routine, costs more than the work itself.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "protocol/bytes.hpp"

namespace parley::protocol {

template <std::size_t bytes>
using Width = std::integral_constant<std::size_t, bytes>;

/// Cuts `size` bytes into eights, at most one four, and up to three ones: calls `step(offset, width)` for each.
template <class Step>
constexpr void in_few_steps(std::size_t size, Step step) {
  std::size_t offset = 0;
  for (; offset + 8 <= size; offset += 8) step(offset, Width<8>());
  if ((size & 4U) != 0) {
    step(offset, Width<4>());
    offset += 4;
  }
  for (; offset < size; ++offset) step(offset, Width<1>());
}

/// Copies the first and the last `bytes` of `from`, which may share some: so there is no loop, which compilers take for
/// a memcpy and make a slow string instruction of.
template <std::size_t bytes>
void copy_both_ends(ByteView from, std::uint8_t* to) noexcept {
  std::array<std::uint8_t, bytes> last;
  std::memcpy(last.data(), from.data() + from.size() - bytes, bytes);
  std::memcpy(to, from.data(), bytes);
  std::memcpy(to + from.size() - bytes, last.data(), bytes);
}

/// As memcpy, of any size, for those that are mostly small: the two do not overlap.
inline void copy_few(ByteView from, std::uint8_t* to) noexcept {
  const std::size_t size = from.size();
  if (size > 32) {
    std::memcpy(to, from.data(), size);
  } else if (size >= 16) {
    copy_both_ends<16>(from, to);
  } else if (size >= 8) {
    copy_both_ends<8>(from, to);
  } else if (size >= 4) {
    copy_both_ends<4>(from, to);
  } else {
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
  }
}

/// Of two that have the same size.
[[nodiscard]] inline bool are_few_equal(ByteView a, ByteView b) noexcept {
  std::uint64_t difference = 0;
  in_few_steps(a.size(), [&]<std::size_t bytes>(std::size_t offset, Width<bytes>) {
    std::uint64_t left = 0;
    std::uint64_t right = 0;
    std::memcpy(&left, a.data() + offset, bytes);
    std::memcpy(&right, b.data() + offset, bytes);
    difference |= left ^ right;
  });
  return difference == 0;
}

}  // namespace parley::protocol
