#include "server/behaviours/clown_hub.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "protocol/http_grammar.hpp"
#include "server/behaviours/basic_credentials.hpp"
#include "server/behaviours/json_text.hpp"

namespace parley::server {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view led = "led/-";
constexpr std::array<std::string_view, 3> devices = {"relay/i2c0-3b", "relay/i2c0-3f", led};
constexpr std::array<std::string_view, 5> led_states = {"off", "on", "1-dot", "2-dot", "3-dot"};

constexpr std::string_view config_set = "/config/set";
constexpr std::string_view set = "/set";
constexpr std::string_view get = "/get";

/// To a relay or a lamp: "relay/i2c0-3b/set". "relay/-/config/set" is none.
bool is_command(std::string_view topic) {
  if (topic.ends_with(config_set) || !(topic.ends_with(set) || topic.ends_with(get))) return false;
  topic.remove_suffix(set.size());  // as long as `get`
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

/// Empty, or why the devices do not take the command.
std::string fault_of(const ClownMessage& message) {
  const auto device = message.topic.substr(0, message.topic.rfind('/'));
  if (std::find(devices.begin(), devices.end(), device) == devices.end()) return "there is no such device";
  if (message.topic.ends_with(get)) return {};
  const auto state = message.payload.find("state");
  if (state == message.payload.end() || !is_state_of(device, *state)) return "the device has no such state";
  return {};
}

void drop(std::string_view text, std::string_view why, GroupActions& actions) {
  actions.log(fmt::format("dropped {}: {}", protocol::in_quotes(text), why));
}

void publish(const ClownMessage& message, GroupActions& actions) {
  actions.publish(message.topic, json_text(message.payload));
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
  const auto text = protocol::as_text(payload);
  if (type != protocol::MessageType::text) return drop(text, "expected text", actions);
  const auto message = parse_clown_message(text);
  if (!message) return drop(text, "expected [\"topic\", {payload}]", actions);
  handle(id, *message, actions);
}

void ClownHub::handle(ConnectionId id, const ClownMessage& message, Actions& actions) {
  const auto& topic = message.topic;
  publish(message, actions);  // also what our devices do not know: there may be others
  if (is_command(topic)) {
    if (const auto fault = fault_of(message); !fault.empty()) return drop(to_text(message), fault, actions);
    return command(message, actions);
  }
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
  const auto text = to_text(message);
  switch (options_.self_echo) {
    case SelfEcho::yes:
      return actions.broadcast(protocol::MessageType::text, protocol::as_bytes(text));
    case SelfEcho::no:
      return actions.broadcast_except(id, protocol::MessageType::text, protocol::as_bytes(text));
  }
}

void ClownHub::on_published(std::string_view topic, std::string_view payload, Now /*now*/, GroupActions& actions) {
  auto json = parse_json(payload);
  if (!json || !json->is_object()) {
    return drop(fmt::format("{} {}", topic, payload), "expected a JSON object as payload", actions);
  }
  const ClownMessage message{std::string(topic), *std::move(json)};
  actions.broadcast(protocol::MessageType::text, protocol::as_bytes(to_text(message)));
  if (is_command(message.topic) && fault_of(message).empty()) command(message, actions);
}

void ClownHub::command(const ClownMessage& message, GroupActions& actions) {
  const auto device = message.topic.substr(0, message.topic.rfind('/'));
  if (message.topic.ends_with(set)) states_[device] = message.payload.at("state");
  publish_device(device, actions);
}

void ClownHub::publish_device(const std::string& device, GroupActions& actions) const {
  const auto known = states_.find(device);
  const ordered_json state = known == states_.end() ? ordered_json(nullptr) : known->second;
  const ClownMessage message{device, ordered_json::object({{"state", state}})};
  publish(message, actions);
  actions.broadcast(protocol::MessageType::text, protocol::as_bytes(to_text(message)));
}

}  // namespace parley::server
