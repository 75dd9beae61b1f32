// An exact reader of DEFLATE (RFC 1951): tells what a message refers to, which no inflate of a library does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "protocol/bytes.hpp"

namespace parley::conformance {

inline constexpr std::size_t deflate_window = 32768;  // RFC 1951 §2: no distance is longer

struct DeflateReading {
  protocol::Bytes inflated;          // up to the fault, if there is one
  std::size_t blocks = 0;            // that began
  std::size_t longest_distance = 0;  // of all references; 0: there is none
  std::size_t farthest_reach = 0;    // bytes before the first one of `inflated`; 0: none goes there
  std::string fault;                 // why this is no DEFLATE; empty: it is
};

/// Reads blocks up to the end of the bytes, which must be the end of a block. One with BFINAL may be followed by more,
/// from the next byte on (RFC 7692 §7.2.1), and they may look back beyond it. `history` is what was inflated before.
/// More than `limit` bytes are a fault.
[[nodiscard]] DeflateReading read_deflate(protocol::ByteView stream, protocol::ByteView history, std::uint64_t limit);

}  // namespace parley::conformance
