// Wired: one session, and the other end of its stream in the hands of the test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string>

#include "net/memory_stream.hpp"
#include "net/testing/peer.hpp"

namespace parley::net::testing {

/// What has arrived at a stream; "…|end" when the other side has ended its side of TCP, "…|reset" after a reset.
/// `after_read` is called after each read: it may let the other side write on.
inline std::string take_all(
    Stream& stream, std::size_t limit = 1U << 30, const std::function<void()>& after_read = [] {}) {
  std::string text;
  protocol::Bytes room(64U << 10);
  while (text.size() < limit) {
    const auto result = stream.read(protocol::ByteSpan(room).first(std::min(room.size(), limit - text.size())));
    text += protocol::as_text(protocol::ByteView(room).first(result.bytes));
    after_read();
    if (result.error == asio::error::would_block) break;
    if (result.error) return text + (result.error == asio::error::eof ? "|end" : "|reset");
  }
  return text;
}

struct Wired {
  Wired(Loop& its_loop, protocol::Role role, MemoryOptions options = {}) : loop(its_loop), peer(its_loop, role) {
    options.faults = &faults;
    auto pair = make_memory_pair(loop, options, {.capacity = 1U << 30});
    ours = std::move(pair.first);
    wire = std::move(pair.second);
  }

  /// Starts the session and opens its connection.
  void open() {
    start();
    put("H");
    EXPECT_EQ(take(), "H");
    faults.writes = 0;
  }
  void start() {
    peer.attach(std::move(ours));
    settle(loop);
  }

  void put(std::string_view text) {
    const std::array pieces{protocol::as_bytes(text)};
    ASSERT_EQ(wire->write(pieces).bytes, text.size());
    settle(loop);
  }
  /// What has arrived from the session, as take_all() says it.
  std::string take(std::size_t limit = 1U << 30) {
    return take_all(*wire, limit, [this] { settle(loop); });
  }

  Loop& loop;
  MemoryFaults faults;
  Peer peer;
  std::unique_ptr<Stream> ours;
  std::unique_ptr<Stream> wire;
};

}  // namespace parley::net::testing
