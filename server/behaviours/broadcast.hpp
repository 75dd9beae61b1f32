// Broadcast: every message goes to every connection of the path.
#pragma once

#include <unordered_set>

#include "server/behaviour.hpp"

namespace parley::server {

/// The sender receives its own message too, unless its request's query says "self=0".
class Broadcast final : public Behaviour {
 public:
  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_close(ConnectionId id, Now now, Actions& actions) override;

 private:
  std::unordered_set<ConnectionId> without_own_;  // connections that do not want to hear themselves
};

}  // namespace parley::server
