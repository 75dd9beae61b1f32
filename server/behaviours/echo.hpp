// Echo: every message comes back, of the same type and byte for byte.
#pragma once

#include <string>

#include "server/behaviour.hpp"

namespace parley::server {

class Echo final : public Behaviour {
 public:
  /// `greeting` is the first message of each connection; empty: none.
  explicit Echo(std::string greeting = {}) : greeting_(std::move(greeting)) {}

  void on_open(ConnectionId id, const protocol::HttpRequest& /*request*/, Now, Actions& actions) override {
    if (!greeting_.empty()) actions.send(id, protocol::MessageType::text, protocol::as_bytes(greeting_));
  }
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now,
                  Actions& actions) override {
    actions.send(id, type, payload);
  }
  void on_messages(ConnectionId id, std::span<const protocol::MessageView> messages, Now, Actions& actions) override {
    actions.send_all(id, messages);
  }
  [[nodiscard]] bool echoes() const override { return true; }

 private:
  const std::string greeting_;
};

}  // namespace parley::server
