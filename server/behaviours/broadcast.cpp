#include "server/behaviours/broadcast.hpp"

#include "protocol/query.hpp"

namespace parley::server {

void Broadcast::on_open(ConnectionId id, const protocol::HttpRequest& request, Now /*now*/, Actions& /*actions*/) {
  if (protocol::query_value(request.query(), "self") == "0") without_own_.insert(id);
}

void Broadcast::on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now /*now*/,
                           Actions& actions) {
  if (without_own_.contains(id)) {
    actions.broadcast_except(id, type, payload);
  } else {
    actions.broadcast(type, payload);
  }
}

void Broadcast::on_close(ConnectionId id, Now /*now*/, Actions& /*actions*/) {
  without_own_.erase(id);
}

}  // namespace parley::server
