// The small things: durations, sizes, lists of clients, bytes, matchers.
#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/build.hpp"
#include "harness/scenario/suggest.hpp"
#include "protocol/base64.hpp"
#include "protocol/byte_size.hpp"
#include "protocol/duration.hpp"

namespace parley::scenario {
namespace {

ValueType to_value_type(const std::string& name) {
  if (name == "text") return ValueType::text;
  if (name == "binary") return ValueType::binary;
  if (name == "object") return ValueType::object;
  if (name == "array") return ValueType::array;
  if (name == "string") return ValueType::string;
  if (name == "number") return ValueType::number;
  if (name == "integer") return ValueType::integer;
  if (name == "boolean") return ValueType::boolean;
  return ValueType::null;
}

std::optional<std::size_t> index_of(const std::string& name, const BuildContext& context) {
  for (std::size_t i = 0; i < context.client_names.size(); ++i) {
    if (context.client_names[i] == name) return i;
  }
  return std::nullopt;
}

}  // namespace

Duration to_duration(const Json& node) {
  return *protocol::parse_duration(node.get_ref<const std::string&>());
}

std::uint64_t to_size(const Json& node) {
  return node.is_string() ? *protocol::parse_byte_size(node.get_ref<const std::string&>()) : node.get<std::uint64_t>();
}

Comparison to_amount(const Json& node) {
  return node.is_string() ? *parse_comparison(node.get_ref<const std::string&>())
                          : Comparison{Relation::equal, node.get<double>()};
}

Pattern to_pattern(const Json& node) {
  const auto& source = node.get_ref<const std::string&>();
  // With a placeholder of the runtime in it, the expression is made when it is known.
  return {source, find_placeholders(source).empty() ? Regex(source) : Regex()};
}

std::vector<std::string> to_texts(const Json& node) {
  return node.is_string() ? std::vector{node.get<std::string>()} : node.get<std::vector<std::string>>();
}

std::vector<std::size_t> build_clients(const Json& owner, const char* key, const std::string& pointer,
                                       const BuildContext& context) {
  std::vector<std::size_t> clients;
  if (!owner.contains(key)) {
    for (std::size_t i = 0; i < context.client_names.size(); ++i) clients.push_back(i);
    return clients;
  }
  const Json& node = owner.at(key);
  const auto names = to_texts(node);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string place = node.is_string() ? child(pointer, key) : child(child(pointer, key), i);
    if (const auto index = index_of(names[i], context)) {
      if (std::find(clients.begin(), clients.end(), *index) != clients.end()) {
        context.refuse(place, fmt::format("the client \"{}\" is named twice", names[i]));
      }
      clients.push_back(*index);
    } else {
      context.refuse(place,
                     fmt::format("unknown client \"{}\"{}", names[i], suggestion(names[i], context.client_names)));
    }
  }
  return clients;
}

protocol::Bytes build_bytes(const Json& node, const std::string& pointer, const BuildContext& context) {
  const bool hex = node.contains("hex");
  const char* key = hex ? "hex" : "base64";
  const auto& text = node.at(key).get_ref<const std::string&>();
  auto bytes = hex ? protocol::from_hex(text) : protocol::base64_decode(text);
  if (bytes) return *std::move(bytes);
  context.refuse(child(pointer, key),
                 hex ? "expected two hexadecimal digits for each byte" : "expected base64 with its padding (RFC 4648)");
  return {};
}

Matcher build_matcher(const Json& node, const std::string& pointer, const BuildContext& context) {
  Matcher matcher;
  if (node.contains("equals")) matcher.equals = node.at("equals");
  if (node.contains("contains")) matcher.contains = node.at("contains");
  if (node.contains("matches")) matcher.matches = to_pattern(node.at("matches"));
  if (node.contains("includes")) matcher.includes = node.at("includes");
  if (node.contains("values")) {
    for (auto& [where, value] : build_values(node.at("values"), child(pointer, "values"), context)) {
      matcher.values.push_back({where, std::make_shared<const Matcher>(std::move(value))});
    }
  }
  if (node.contains("type")) matcher.type = to_value_type(node.at("type").get<std::string>());
  if (node.contains("min")) matcher.min = node.at("min").get<double>();
  if (node.contains("max")) matcher.max = node.at("max").get<double>();
  if (matcher.min && matcher.max && *matcher.min > *matcher.max) {
    context.refuse(child(pointer, "max"), "\"max\" is less than \"min\": nothing can match");
  }
  if (node.contains("length")) matcher.length = to_amount(node.at("length"));
  if (node.contains("size")) matcher.size = to_amount(node.at("size"));
  if (node.contains("hex") && node.contains("base64")) {
    context.refuse(child(pointer, "base64"), "expected \"hex\" or \"base64\", found both");
  } else if (node.contains("hex") || node.contains("base64")) {
    matcher.bytes = build_bytes(node, pointer, context);
  }
  return matcher;
}

Matcher build_value(const Json& node, const std::string& pointer, const BuildContext& context) {
  if (node.is_object()) return build_matcher(node, pointer, context);
  Matcher matcher;
  matcher.equals = node;
  return matcher;
}

std::vector<std::pair<std::string, Matcher>> build_values(const Json& node, const std::string& pointer,
                                                          const BuildContext& context) {
  std::vector<std::pair<std::string, Matcher>> values;
  for (const auto& [key, value] : node.items()) {
    values.emplace_back(key, build_value(value, child(pointer, key), context));
  }
  return values;
}

AwaitClose build_close_expectation(const Json& node, const std::string& pointer, const BuildContext& context) {
  AwaitClose close;
  if (node.is_number()) close.code = node.get<std::uint16_t>();
  if (!node.is_object()) return close;
  if (node.contains("code")) close.code = node.at("code").get<std::uint16_t>();
  if (node.contains("reason")) close.reason = build_value(node.at("reason"), child(pointer, "reason"), context);
  if (node.contains("clean")) close.clean = node.at("clean").get<bool>();
  if (close.code == 1006 && close.clean == true) {
    context.refuse(child(pointer, "clean"), "code 1006 means that no Close frame came: that end is never clean");
  }
  return close;
}

std::optional<protocol::DeflateOptions> build_deflate(const Json& node) {
  if (node.is_boolean()) return node.get<bool>() ? std::optional(protocol::DeflateOptions{}) : std::nullopt;
  protocol::DeflateOptions options;
  protocol::DeflateParameters& wanted = options.wanted;
  wanted.server_no_context_takeover = node.value("server_no_context_takeover", false);
  wanted.client_no_context_takeover = node.value("client_no_context_takeover", false);
  wanted.server_max_window_bits = node.value("server_max_window_bits", 15);
  wanted.client_max_window_bits = node.value("client_max_window_bits", 15);
  options.level = node.value("level", options.level);
  options.memory_level = node.value("memory_level", options.memory_level);
  if (node.contains("threshold")) options.threshold = to_size(node.at("threshold"));
  return options;
}

}  // namespace parley::scenario
