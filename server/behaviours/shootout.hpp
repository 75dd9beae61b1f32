// Shootout: the protocol of the websocket-shootout benchmark, in its JSON and in its binary form.
#pragma once

#include <cstddef>

#include "server/behaviour.hpp"

namespace parley::server {

/// Text: {"type":"echo","payload":X} comes back; {"type":"broadcast","payload":X} goes to all, the sender too, and
/// then {"type":"broadcastResult","payload":X,"listenerCount":N,"listenCount":N} to the sender (servers differ in the
/// name of the count, so both are there). Binary: type ('e', 'b', 'r'), payload size (u32, big-endian), send time
/// (i64, big-endian), padding; the same with 'r' for the result, everything behind the type as it came. What is
/// neither is logged and ignored.
class Shootout final : public Behaviour {
 public:
  void on_open(ConnectionId, const protocol::HttpRequest&, Now, Actions&) override { ++listeners_; }
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_close(ConnectionId, Now, Actions&) override { --listeners_; }

 private:
  void on_json(ConnectionId id, protocol::ByteView text, Actions& actions) const;

  std::size_t listeners_ = 0;
};

}  // namespace parley::server
