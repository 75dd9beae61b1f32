#include "client/message_parse.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "client/json_text.hpp"
#include "client/xml_value.hpp"

namespace parley::client {

namespace {

/// What JavaScript's parseInt would find a number in.
bool starts_like_a_number(std::string_view text) {
  auto at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return false;
  if (text[at] == '+' || text[at] == '-') ++at;
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

std::optional<Value> value_unless_falsy(std::optional<Value> value) {
  if (value && is_falsy(*value)) return std::nullopt;
  return value;
}

}  // namespace

Value parse_message(protocol::MessageType type, protocol::ByteView payload) {
  if (type == protocol::MessageType::binary) return binary_value(payload);
  const auto text = protocol::as_text(payload);
  if (!starts_like_a_number(text)) {
    if (auto value = value_unless_falsy(parse_json(text))) return *std::move(value);
    if (auto value = value_unless_falsy(parse_xml(text))) return *std::move(value);
  }
  return std::string(text);
}

}  // namespace parley::client
