#include "client/xml_value.hpp"

#include <pugixml.hpp>
#include <string>
#include <utility>

#include "client/object_builder.hpp"

namespace parley::client {

namespace {

constexpr std::string_view white_space = " \t\r\n";  // XML 1.0 §2.3
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const auto colon = name.find(':');
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

void add_repeatable(ObjectBuilder& object, std::string name, Value value) {
  Value* present = object.find(name);
  if (!present) {
    object.add(std::move(name), std::move(value));
  } else if (present->is_array()) {
    present->push_back(std::move(value));
  } else {
    *present = Value::array({std::move(*present), std::move(value)});
  }
}

std::optional<Value> value_of(const pugi::xml_node& element, std::size_t depth) {
  if (depth > max_value_depth) return std::nullopt;
  ObjectBuilder object;
  std::string text;
  for (const auto& attribute : element.attributes()) add_repeatable(object, attribute.name(), attribute.value());
  for (const auto& child : element.children()) {
    if (child.type() == pugi::node_element) {
      auto value = value_of(child, depth + 1);
      if (!value) return std::nullopt;
      add_repeatable(object, local_name(child), std::move(*value));
    } else {
      text += child.value();  // character data and CDATA sections; comments are not in the tree
    }
  }
  const auto content = trimmed(text);
  if (object.empty()) return Value(std::string(content));
  if (!content.empty()) object.set("__text", std::string(content));
  return object.take();
}

/// The only element of the document, or an empty node when there is none, more than one, or text beside it.
pugi::xml_node only_root(const pugi::xml_document& document) {
  pugi::xml_node root;
  for (const auto& node : document.children()) {
    if (node.type() != pugi::node_element || root) return {};
    root = node;
  }
  return root;
}

}  // namespace

std::optional<Value> parse_xml(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const auto document_text = trimmed(text);
  if (!document_text.starts_with('<')) return std::nullopt;
  pugi::xml_document document;
  // As a fragment, so that text around the root is seen and not silently dropped.
  const auto parsed = document.load_buffer(document_text.data(), document_text.size(),
                                           pugi::parse_default | pugi::parse_fragment, pugi::encoding_utf8);
  if (!parsed) return std::nullopt;
  const auto root = only_root(document);
  return root ? value_of(root, 1) : std::nullopt;
}

}  // namespace parley::client
