#include "server/behaviours/clown_message.hpp"

#include <algorithm>

#include "protocol/query.hpp"
#include "server/behaviours/json_text.hpp"

namespace parley::server {
namespace {

bool can_be_published(std::string_view topic) {
  constexpr std::string_view not_allowed("+#\0", 3);
  return !topic.empty() && topic.size() <= 0xFFFF && topic.find_first_of(not_allowed) == std::string_view::npos;
}

}  // namespace

std::optional<ClownMessage> parse_clown_message(std::string_view text) {
  auto json = parse_json(text);
  if (!json || !json->is_array() || json->size() != 2) return std::nullopt;
  auto& topic = (*json)[0];
  auto& payload = (*json)[1];
  if (!topic.is_string() || !payload.is_object()) return std::nullopt;
  ClownMessage message{topic.get<std::string>(), std::move(payload)};
  if (!can_be_published(message.topic)) return std::nullopt;
  return message;
}

std::string to_text(const ClownMessage& message) {
  return json_text(nlohmann::ordered_json::array({message.topic, message.payload})) + "\n";
}

std::string base_topic(std::string_view path) {
  const auto segment = path.substr(path.rfind('/') + 1);  // all of it when there is no "/": npos + 1 is 0
  auto topic = protocol::percent_decode(segment).value_or(std::string(segment));
  if (const auto end_of_talker = topic.find('_'); end_of_talker != std::string::npos) {
    topic.erase(0, end_of_talker + 1);
  }
  std::replace(topic.begin(), topic.end(), '_', '/');
  return topic;
}

}  // namespace parley::server
