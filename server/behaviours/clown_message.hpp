// The messages of Clown.Hub: ["topic", {payload}] and a line feed, which are MQTT messages written as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "server/behaviour.hpp"

namespace parley::server {

struct ClownMessage {
  std::string topic;
  nlohmann::ordered_json payload;  // an object
};

/// With or without the line feed. Nothing when the message is anything else, or when its topic is none that can be
/// published: empty, longer than 65535 bytes, or with "+", "#" or U+0000 in it (MQTT 3.1.1 §4.7).
[[nodiscard]] std::optional<ClownMessage> parse_clown_message(std::string_view text);

/// With the line feed.
[[nodiscard]] std::string to_text(const ClownMessage& message);

/// "/auth/clown-talk-server_nodes_bridge_0" names the base topic "nodes/bridge/0": of the last segment what follows
/// the first "_", with "/" for each further one. Without a "_" the segment is the base topic.
[[nodiscard]] std::string base_topic(std::string_view path);

}  // namespace parley::server
