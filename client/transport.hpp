// Transport: the one connection under a Variable. A fake in unit tests, a Client in earnest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/engine.hpp"

namespace parley::client {

/// What the transport tells the Variable. `opening` comes only from a transport that connects again by itself.
class TransportEvents {
 public:
  virtual void transport_opening() = 0;
  virtual void transport_open() = 0;
  virtual void transport_message(protocol::MessageType type, protocol::ByteView payload) = 0;
  virtual void transport_error(std::string_view what) = 0;
  /// The end of a connection or of an attempt; `open` may be called again from here.
  virtual void transport_closed(std::uint16_t code, std::string_view reason) = 0;

 protected:
  ~TransportEvents() = default;
};

class Transport {
 public:
  virtual ~Transport() = default;

  /// Begins to connect. Returns empty, or why the URL cannot be opened at all: then no event follows.
  virtual std::string open(const std::string& url, TransportEvents& events) = 0;
  /// False when the connection did not take it.
  virtual bool send(protocol::MessageType type, protocol::ByteView payload) = 0;
  /// Starts the closing handshake, or gives up an attempt to connect; `transport_closed` follows in any case.
  virtual void close(std::uint16_t code) = 0;
};

}  // namespace parley::client
