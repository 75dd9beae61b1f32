#include "client/service_types.hpp"

#include <algorithm>

namespace parley::client {

namespace {

std::string reference_name(std::string_view key) {
  std::string name;
  for (const char c : key) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    name += plain ? c : '_';
  }
  return name.empty() ? "_" : name;
}

/// {"type": …, "format": …} of a kind that holds no others.
Value scalar(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
      return {{"type", "boolean"}};
    case TypeKind::int32:
      return {{"type", "integer"}, {"format", "int32"}};
    case TypeKind::int64:
      return {{"type", "integer"}, {"format", "int64"}};
    case TypeKind::number:
      return {{"type", "number"}, {"format", "double"}};
    case TypeKind::null:
    case TypeKind::string:
    case TypeKind::array:
    case TypeKind::object:
      break;
  }
  return {{"type", "string"}};
}

}  // namespace

void ServiceTypes::add_root(const std::string& name, const InferredType& type) {
  if (!type.has(TypeKind::array) || type.has(TypeKind::object)) {
    roots_[name] = definition(name, type);
    return;
  }
  const auto property = name + list_suffix;
  roots_[name] = {{"required", Value::array({property})},
                  {"properties", {{property, list_of(property, type.items())}}},
                  {"x-WM-FULLY_QUALIFIED_NAME", service_ + "." + name},
                  {"x-WM-TAGS", Value::array({websocket_controller})}};
}

Value ServiceTypes::definitions() const {
  Value all = roots_;
  for (const auto& each : definitions_) all[each.name] = each.content;
  return all;
}

Value ServiceTypes::definition(const std::string& name, const InferredType& type) {
  Value content = Value::object();
  std::vector<std::string> required;
  Value properties = Value::object();
  for (const auto& field : type.fields()) {
    if (!type.is_optional(field)) required.push_back(field.name);
    properties[field.name] = property_of(field.name, field.type);
  }
  std::sort(required.begin(), required.end());  // as the studio does
  if (!required.empty()) content["required"] = required;
  if (!properties.empty()) content["properties"] = std::move(properties);
  content["x-WM-FULLY_QUALIFIED_NAME"] = service_ + "." + name;
  content["x-WM-TAGS"] = Value::array({websocket_controller});
  return content;
}

Value ServiceTypes::property_of(const std::string& name, const InferredType& type) {
  auto kinds = type.kinds();
  const bool nullable = type.has(TypeKind::null);
  if (nullable) std::erase(kinds, TypeKind::null);
  Value property = Value::object();
  if (kinds.empty()) {
    property = {{"type", "string"}};  // only ever null: nothing is known
  } else if (kinds.size() > 1) {
    return property;
  } else if (kinds.front() == TypeKind::object) {
    return {{"$ref", "#/definitions/" + define(reference_name(name), type)}};
  } else if (kinds.front() == TypeKind::array) {
    property = list_of(name, type.items());
  } else {
    property = scalar(kinds.front());
  }
  if (nullable) property["x-nullable"] = true;
  return property;
}

Value ServiceTypes::list_of(const std::string& name, const InferredType& items) {
  Value list = {{"type", "array"}};
  list["items"] = property_of(name + "EntryItem", items);
  list["x-WM-IS_LIST"] = true;
  return list;
}

/// The name under which this object type stands.
std::string ServiceTypes::define(const std::string& wanted, const InferredType& type) {
  std::string name = wanted;
  for (int number = 1;; ++number) {
    const auto other =
        std::find_if(definitions_.begin(), definitions_.end(), [&](const auto& each) { return each.name == name; });
    const bool is_root = name == request_type || name == response_type;
    if (!is_root && other == definitions_.end()) break;
    if (!is_root && other->type == type) return name;
    name = wanted + std::to_string(number);
  }
  const auto place = definitions_.size();
  definitions_.push_back({name, type, Value()});  // the name is taken from now on
  auto content = definition(name, type);          // may define more
  definitions_[place].content = std::move(content);
  return name;
}

}  // namespace parley::client
