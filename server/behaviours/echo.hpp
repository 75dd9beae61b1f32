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
};

}  // namespace parley::server
