#include "server/behaviours/chat_room.hpp"

#include <nlohmann/json.hpp>

#include "protocol/query.hpp"
#include "server/behaviours/json_text.hpp"
#include "server/behaviours/tick.hpp"
#include "server/behaviours/utf8_replacement.hpp"

namespace parley::server {

void ChatRoom::on_open(ConnectionId id, const protocol::HttpRequest& request, Now /*now*/, Actions& /*actions*/) {
  auto name = protocol::query_value(request.query(), "username").value_or("");
  if (name.empty()) name = "anonymous";
  names_.emplace(id, with_replacements(protocol::as_bytes(name)));  // "%FF" is no UTF-8, a text message must be
}

void ChatRoom::on_message(ConnectionId id, protocol::MessageType /*type*/, protocol::ByteView payload, Now now,
                          Actions& actions) {
  const auto text = json_text({{"username", names_.at(id)},
                               {"message", with_replacements(payload)},  // a binary message may be anything
                               {"time", unix_milliseconds(now.wall)}});
  actions.broadcast(protocol::MessageType::text, protocol::as_bytes(text));
}

void ChatRoom::on_close(ConnectionId id, Now /*now*/, Actions& /*actions*/) {
  names_.erase(id);
}

}  // namespace parley::server
