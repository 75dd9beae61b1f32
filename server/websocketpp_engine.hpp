// The websocketpp library as a server's protocol engine: a second, independent implementation.
//
// See docs/decisions/websocketpp-engine.md for why it runs without websocketpp's own networking, and for what it
// cannot do.
#pragma once

#include <memory>

#include "protocol/engine.hpp"

namespace parley::server {

/// What the engines of one thread share. Not thread-safe: one for each loop.
class WebsocketppEngines {
 public:
  virtual ~WebsocketppEngines() = default;

  /// `events` must outlive the engine; the engine may outlive this object.
  [[nodiscard]] virtual std::unique_ptr<protocol::Engine> make(protocol::ServerEvents& events) const = 0;
};

[[nodiscard]] std::unique_ptr<WebsocketppEngines> make_websocketpp_engines(
    const protocol::ServerEngineOptions& options);

}  // namespace parley::server
