// Echo: every message comes back, of the same type and byte for byte.
#pragma once

#include "server/behaviour.hpp"

namespace parley::server {

class Echo final : public Behaviour {
 public:
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now,
                  Actions& actions) override {
    actions.send(id, type, payload);
  }
  void on_messages(ConnectionId id, std::span<const protocol::MessageView> messages, Now, Actions& actions) override {
    actions.send_all(id, messages);
  }
  [[nodiscard]] bool echoes() const override { return true; }
};

}  // namespace parley::server
