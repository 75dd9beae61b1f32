// MemoryStream: a connection without a network, for tests: it chops, delays, and fails on the Nth operation.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

#include "net/loop.hpp"
#include "net/stream.hpp"

namespace parley::net {

/// Counts what one end does with its stream (reads, writes, waits), and breaks the connection at one of these
/// operations: it fails, all after it fail, and the other end sees a reset.
struct MemoryFaults {
  std::uint64_t fail_at = 0;  // 1: the first operation; 0: none
  std::error_code error = asio::error::network_down;
  std::uint64_t operations = 0;
  std::uint64_t writes = 0;  // those among them that moved bytes
};

struct MemoryOptions {
  std::size_t max_read = std::numeric_limits<std::size_t>::max();   // bytes in one read
  std::size_t max_write = std::numeric_limits<std::size_t>::max();  // bytes in one write
  std::size_t capacity = 64U << 10;  // bytes that this end has written and the other has not read; more would block
  unsigned wake_delay = 0;           // turns of the loop by which wakes come late
  MemoryFaults* faults = nullptr;    // must outlive the stream
};

struct MemoryPair {
  std::unique_ptr<Stream> first;
  std::unique_ptr<Stream> second;
};

/// Two ends that are connected. Sterner than TCP on one point: a reset takes with it what the other end has not read
/// yet, and an end that is closed with unread input sends a reset, so a test sees every Close that could be overtaken.
[[nodiscard]] MemoryPair make_memory_pair(Loop& loop, const MemoryOptions& first = {},
                                          const MemoryOptions& second = {});

}  // namespace parley::net
