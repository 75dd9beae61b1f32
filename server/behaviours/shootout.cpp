#include "server/behaviours/shootout.hpp"

#include <nlohmann/json.hpp>

#include "server/behaviours/json_text.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;

constexpr std::size_t binary_head = 1 + 4 + 8;

void on_binary(ConnectionId id, protocol::ByteView message, Actions& actions) {
  if (message.size() < binary_head) return actions.log("ignored a binary message that is too short");
  if (message[0] == 'e') return actions.send(id, MessageType::binary, message);
  if (message[0] != 'b') return actions.log("ignored a binary message that is neither 'e' nor 'b'");
  actions.broadcast(MessageType::binary, message);
  protocol::Bytes result(message.begin(), message.end());
  result[0] = 'r';
  actions.send(id, MessageType::binary, result);
}

}  // namespace

void Shootout::on_message(ConnectionId id, MessageType type, protocol::ByteView payload, Now /*now*/,
                          Actions& actions) {
  switch (type) {
    case MessageType::text:
      return on_json(id, payload, actions);
    case MessageType::binary:
      return on_binary(id, payload, actions);
  }
}

void Shootout::on_json(ConnectionId id, protocol::ByteView text, Actions& actions) const {
  const auto message = parse_json(protocol::as_text(text));
  if (!message || !message->is_object() || !message->contains("type") || !message->contains("payload")) {
    return actions.log("ignored a text that has no type and payload");
  }
  const auto* const named = message->at("type").get_ptr<const std::string*>();
  const std::string_view type = named == nullptr ? "" : std::string_view(*named);
  const auto& payload = message->at("payload");
  if (type == "echo") {
    const auto answer = json_text({{"type", type}, {"payload", payload}});
    actions.send(id, MessageType::text, protocol::as_bytes(answer));
  } else if (type == "broadcast") {
    const auto news = json_text({{"type", type}, {"payload", payload}});
    actions.broadcast(MessageType::text, protocol::as_bytes(news));
    const auto result = json_text({{"type", "broadcastResult"},
                                   {"payload", payload},
                                   {"listenerCount", listeners_},
                                   {"listenCount", listeners_}});
    actions.send(id, MessageType::text, protocol::as_bytes(result));
  } else {
    actions.log("ignored a text whose type is neither echo nor broadcast");
  }
}

}  // namespace parley::server
