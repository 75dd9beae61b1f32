// The Node "ws" demo: a welcome, an echo with a prefix, and a clock.
#pragma once

#include <chrono>
#include <string>

#include "server/behaviour.hpp"

namespace parley::server {

struct NodeDemoOptions {
  std::chrono::nanoseconds interval = std::chrono::seconds(5);  // at least 1 ms
  std::string greeting = "Welcome to websocket server.";
};

/// All as text frames: "server: <greeting>" at the connection; for a message m "server: <m>" and the clock; the clock
/// at every interval from the connection's start. The clock is "server: my clock is <date>".
class NodeDemo final : public Behaviour {
 public:
  explicit NodeDemo(NodeDemoOptions options) : options_(std::move(options)) {}

  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) override;

 private:
  const NodeDemoOptions options_;
};

}  // namespace parley::server
