// Listener: accepts TCP connections, does the TLS handshake where asked, and hands over streams.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/loop.hpp"
#include "net/stream.hpp"
#include "net/tls.hpp"

namespace parley::net {

/// Whether several listeners, one per loop, may take connections of the same address and port (SO_REUSEPORT): the
/// kernel spreads them.
enum class PortSharing : std::uint8_t {
  exclusive,
  opens_group,  // the first: refused when anybody listens there already, of whatever group; may bind port 0
  joins_group,  // the others of this process: get the first one's `port()`
};

struct ListenerOptions {
  std::string address = "127.0.0.1";          // IPv4, IPv6 or "::" for both
  std::uint16_t port = 0;                     // 0: the system chooses
  std::shared_ptr<TlsContext> tls = nullptr;  // null: plain TCP
  Duration tls_timeout = std::chrono::seconds(10);
  PortSharing sharing = PortSharing::exclusive;
};

/// Out of descriptors, it pauses and tries again instead of spinning.
class Listener {
 public:
  using OnStream = std::function<void(std::unique_ptr<Stream>)>;

  /// Binds and listens; throws std::system_error that names the address.
  Listener(Loop& loop, const ListenerOptions& options, OnStream on_stream);
  ~Listener();
  Listener(Listener&&) = delete;

  [[nodiscard]] std::uint16_t port() const;  // also after close()
  /// Stops listening and gives up TLS handshakes that are going on. On the loop's thread; again: nothing happens.
  void close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace parley::net
