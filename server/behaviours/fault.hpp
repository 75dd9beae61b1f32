// Fault: an echo whose connection has the deliberate fault that its path names (see server/fault_engine.hpp).
#pragma once

#include "server/behaviour.hpp"

namespace parley::server {

class FaultEcho final : public Behaviour {
 public:
  /// 404 with a list of the faults for a path that names none of a server's.
  std::optional<protocol::HttpResponse> refuse(const protocol::HttpRequest& request) override;

  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;

  /// All paths are one group: the behaviour has nothing to keep apart.
  [[nodiscard]] std::string group(std::string_view /*path*/) const override { return {}; }
};

}  // namespace parley::server
