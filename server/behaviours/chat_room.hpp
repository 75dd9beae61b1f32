// Chat room: what one says, all hear, with the name of who said it.
#pragma once

#include <string>
#include <unordered_map>

#include "server/behaviour.hpp"

namespace parley::server {

/// {"username":"user1","message":"hello","time":1507809721548} as text to all, also to who said it; time in
/// milliseconds since 1970. The name is the query parameter "username", percent-decoded. A Variable leaves empty
/// parameters out of its URL, so nobody is refused for want of a name: who has none is called "anonymous".
class ChatRoom final : public Behaviour {
 public:
  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_close(ConnectionId id, Now now, Actions& actions) override;

 private:
  std::unordered_map<ConnectionId, std::string> names_;
};

}  // namespace parley::server
