// Values and messages as people read them in a failure.
#include <fmt/format.h>

#include "harness/scenario/matcher.hpp"
#include "protocol/utf8.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t longest = 120;

std::string shortened(std::string text, std::string_view total) {
  if (text.size() <= longest) return text;
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;  // not within a character
  text.resize(cut);
  return text + fmt::format("… ({})", total);
}

Json without_bytes(const Json& value) {
  if (value.is_binary()) return "hex " + protocol::to_hex(value.get_binary());
  if (!value.is_structured()) return value;
  Json result = value;
  for (auto& node : result) node = without_bytes(node);
  return result;
}

std::string dumped(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string preview(const Json& value) {
  const std::string text = dumped(without_bytes(value), -1);
  return shortened(text, fmt::format("{} bytes", text.size()));
}

std::string preview(protocol::MessageType type, protocol::ByteView payload) {
  const std::string size = fmt::format("{} bytes", payload.size());
  const protocol::ByteView begin = payload.first(std::min(payload.size(), 2 * longest));
  if (type == protocol::MessageType::binary) return "binary " + preview_bytes(payload);
  return shortened(dumped(Json(std::string(protocol::as_text(begin))), -1), size);
}

std::string preview_bytes(protocol::ByteView payload) {
  if (payload.empty()) return "of 0 bytes";
  return shortened(protocol::to_hex(payload.first(std::min(payload.size(), 2 * longest))),
                   fmt::format("{} bytes", payload.size()));
}

std::string preview_control(protocol::ByteView payload) {
  const bool readable = protocol::is_utf8(payload);
  return readable ? preview(protocol::MessageType::text, payload) : preview_bytes(payload);
}

std::string readable(const Json& value) {
  return dumped(without_bytes(value), 2);
}

}  // namespace parley::scenario
