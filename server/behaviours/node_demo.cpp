#include "server/behaviours/node_demo.hpp"

#include "server/behaviours/tick.hpp"
#include "server/behaviours/utc_string.hpp"
#include "server/behaviours/utf8_replacement.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;

void say(ConnectionId to, std::string_view text, Actions& actions) {
  const auto line = "server: " + std::string(text);
  actions.send(to, MessageType::text, protocol::as_bytes(line));
}

void say_clock(ConnectionId to, Now now, Actions& actions) {
  say(to, "my clock is " + utc_string(std::chrono::floor<std::chrono::seconds>(now.wall)), actions);
}

}  // namespace

void NodeDemo::on_open(ConnectionId id, const protocol::HttpRequest& /*request*/, Now now, Actions& actions) {
  say(id, options_.greeting, actions);
  actions.set_timer(id, now.steady + options_.interval);
}

void NodeDemo::on_message(ConnectionId id, MessageType type, protocol::ByteView payload, Now now, Actions& actions) {
  switch (type) {
    case MessageType::text:
      say(id, protocol::as_text(payload), actions);
      break;
    case MessageType::binary:  // as Node's Buffer.toString() reads it
      say(id, with_replacements(payload), actions);
      break;
  }
  say_clock(id, now, actions);
}

void NodeDemo::on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) {
  say_clock(id, now, actions);
  actions.set_timer(id, next_tick(due, now.steady, options_.interval));
}

}  // namespace parley::server
