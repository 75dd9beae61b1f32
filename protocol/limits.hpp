// How much of a peer's input we are willing to hold.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::protocol {

/// Sizes in bytes. RFC 6455 §10.4 asks implementations to impose limits and leaves the numbers to them.
struct Limits {
  std::uint64_t max_frame = 64ULL << 20;     // payload of one frame; 1009 when larger
  std::uint64_t max_message = 64ULL << 20;   // payload of one message, after inflating; 1009 when larger
  std::uint64_t max_fragments = 1ULL << 20;  // frames in one message; 1008 when more (empty ones are free otherwise)
  std::size_t max_head = 32U << 10;          // start line and header fields of an HTTP message; 431 when larger,
                                             // 414 when already the start line is
  std::size_t max_fields = 128;              // header fields in an HTTP message; 431 when more
};

}  // namespace parley::protocol
