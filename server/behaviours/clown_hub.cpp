#include "server/behaviours/clown_hub.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "protocol/http_grammar.hpp"
#include "server/behaviours/basic_credentials.hpp"

namespace parley::server {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view led = "led/-";
constexpr std::array<std::string_view, 3> devices = {"relay/i2c0-3b", "relay/i2c0-3f", led};
constexpr std::array<std::string_view, 5> led_states = {"off", "on", "1-dot", "2-dot", "3-dot"};

constexpr std::string_view config_set = "/config/set";
constexpr std::string_view set = "/set";
constexpr std::string_view get = "/get";

bool is_command(std::string_view topic, std::string_view action) {
  if (!topic.ends_with(action)) return false;
  topic.remove_suffix(action.size());
  return topic.starts_with("relay/") || topic.starts_with("led/");
}

bool is_state_of(std::string_view device, const ordered_json& state) {
  if (device != led) return state.is_boolean();
  return state.is_string() &&
         std::find(led_states.begin(), led_states.end(), state.get<std::string>()) != led_states.end();
}

void send(ConnectionId to, const ClownMessage& message, Actions& actions) {
  actions.send(to, protocol::MessageType::text, protocol::as_bytes(to_text(message)));
}

void drop(protocol::ByteView payload, std::string_view why, Actions& actions) {
  actions.log(fmt::format("dropped {}: {}", protocol::in_quotes(protocol::as_text(payload)), why));
}

}  // namespace

void read_options(OptionReader& reader, ClownHubOptions& options) {
  reader.text("user", options.user);
  if (!options.user.empty() && options.user.find(':') == std::string::npos) {
    reader.fail("user", fmt::format("expected \"name:password\", found {}", protocol::in_quotes(options.user)));
  }
  reader.choice("self", options.self_echo, {"no", "yes"});
}

std::optional<protocol::HttpResponse> ClownHub::refuse(const protocol::HttpRequest& request) {
  if (options_.user.empty()) return std::nullopt;
  return refuse_strangers(request, options_.user, "Clown.Hub");
}

void ClownHub::on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now /*now*/,
                          Actions& actions) {
  if (type != protocol::MessageType::text) return drop(payload, "expected text", actions);
  const auto message = parse_clown_message(protocol::as_text(payload));
  if (!message) return drop(payload, "expected [\"topic\", {payload}]", actions);
  handle(id, *message, actions);
}

void ClownHub::handle(ConnectionId id, const ClownMessage& message, Actions& actions) {
  const auto& topic = message.topic;
  if (topic.ends_with(config_set)) {
    const auto base = topic.substr(0, topic.size() - config_set.size());
    return send(id,
                {base + "/config/ok",
                 {{"ack", false},
                  {"device", "bridge"},
                  {"capabilities", 1},
                  {"firmware-datetime", "2017-03-21T10:00:00Z"},
                  {"firmware-release", "parley"}}},
                actions);
  }
  if (is_command(topic, set) || is_command(topic, get)) {
    const auto device = topic.substr(0, topic.rfind('/'));
    const auto payload = to_text(message);
    if (std::find(devices.begin(), devices.end(), device) == devices.end()) {
      return drop(protocol::as_bytes(payload), "there is no such device", actions);
    }
    if (topic.ends_with(set) && !set_device(device, message.payload)) {
      return drop(protocol::as_bytes(payload), "the device has no such state", actions);
    }
    return publish_device(device, actions);
  }
  const auto text = to_text(message);
  switch (options_.self_echo) {
    case SelfEcho::yes:
      return actions.broadcast(protocol::MessageType::text, protocol::as_bytes(text));
    case SelfEcho::no:
      return actions.broadcast_except(id, protocol::MessageType::text, protocol::as_bytes(text));
  }
}

bool ClownHub::set_device(const std::string& device, const ordered_json& payload) {
  const auto state = payload.find("state");
  if (state == payload.end() || !is_state_of(device, *state)) return false;
  states_[device] = *state;
  return true;
}

void ClownHub::publish_device(const std::string& device, Actions& actions) const {
  const auto known = states_.find(device);
  const ordered_json state = known == states_.end() ? ordered_json(nullptr) : known->second;
  const auto text = to_text({device, ordered_json::object({{"state", state}})});
  actions.broadcast(protocol::MessageType::text, protocol::as_bytes(text));
}

}  // namespace parley::server
