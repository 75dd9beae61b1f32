// A WebSocket server and a client with nothing in them but system calls: what a measurement costs at the least.
// They know masked messages of up to 125 bytes, which come whole, and check nothing.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

#include "harness/load/histogram.hpp"

namespace parley::bench {

/// Echoes at once, on a thread of its own. Throws std::system_error.
class BareEchoServer {
 public:
  /// `processor`: where it runs; negative: anywhere.
  explicit BareEchoServer(int processor);
  ~BareEchoServer();
  BareEchoServer(BareEchoServer&&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve();

  int listener_ = -1;
  int epoll_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

struct BareLoad {
  std::uint16_t port = 0;
  unsigned connections = 1;
  double rate = 1000;  // a second, evenly, on the connections in turn
  std::chrono::nanoseconds duration{};
  std::size_t payload = 20;
};

/// Times from when a message was due to its answer, in nanoseconds.
[[nodiscard]] load::Histogram bare_latency(const BareLoad& load);

}  // namespace parley::bench
