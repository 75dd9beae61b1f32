#include "client/asyncapi.hpp"

#include <algorithm>

#include "client/json_text.hpp"

namespace parley::client {

namespace {

const char* schema_type(TypeKind kind) {
  switch (kind) {
    case TypeKind::null:
      return "null";
    case TypeKind::boolean:
      return "boolean";
    case TypeKind::int32:
    case TypeKind::int64:
      return "integer";
    case TypeKind::number:
      return "number";
    case TypeKind::string:
      return "string";
    case TypeKind::array:
      return "array";
    case TypeKind::object:
      break;
  }
  return "object";
}

const char* schema_format(const InferredType& type) {
  if (type.has(TypeKind::int32)) return "int32";
  if (type.has(TypeKind::int64)) return "int64";
  return type.has(TypeKind::number) ? "double" : nullptr;
}

Value reference(const std::string& to) {
  return {{"$ref", to}};
}

/// Every parameter of a place, as `make` describes it.
template <class Make>
Value each_parameter(const ImportedService& service, ParameterPlace place, Make make) {
  Value all = Value::object();
  for (const auto& parameter : parameters_of(service)) {
    if (parameter.place == place) all[parameter.name] = make(parameter);
  }
  return all;
}

Value websocket_binding(const ImportedService& service) {
  Value binding = {{"method", "GET"}};
  auto properties = each_parameter(service, ParameterPlace::query, [](const auto&) {
    return Value{{"type", "string"}};
  });
  if (!properties.empty()) {
    Value required = Value::array();
    for (const auto& parameter : parameters_of(service)) {
      if (parameter.place == ParameterPlace::query && parameter.required) required.push_back(parameter.name);
    }
    binding["query"] = {{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) binding["query"]["required"] = std::move(required);
  }
  binding["bindingVersion"] = "0.1.0";
  return {{"ws", std::move(binding)}};
}

/// A base path with parameters belongs to the channel: those of a server have other rules.
bool base_has_parameters(const ImportedService& service) {
  return service.url.base_path.find('{') != std::string::npos;
}

Value servers(const ImportedService& service, const std::vector<Profile>& profiles) {
  Value all = Value::object();
  for (const auto& profile : profiles) {
    Value server = {{"host", profile.host}, {"protocol", profile.scheme}};
    if (!profile.base_path.empty() && !base_has_parameters(service)) server["pathname"] = profile.base_path;
    all[profile.name] = std::move(server);
  }
  return all;
}

Value channel(const ImportedService& service) {
  const auto& url = service.url;
  Value content = {{"address", without_patterns((base_has_parameters(service) ? url.base_path : "") + url.path)}};
  Value messages = Value::object();
  if (!service.sample_request.empty()) messages["request"] = reference("#/components/messages/request");
  messages["response"] = reference("#/components/messages/response");
  content["messages"] = std::move(messages);
  auto parameters = each_parameter(service, ParameterPlace::path, [](const auto& each) {
    return Value{{"description", "The " + each.name + "."}};
  });
  if (!parameters.empty()) content["parameters"] = std::move(parameters);
  content["bindings"] = websocket_binding(service);
  return content;
}

Value operation(const ImportedService& service, const char* action, const char* message) {
  const auto channel = "#/channels/" + service.name;
  return {{"action", action},
          {"channel", reference(channel)},
          {"messages", Value::array({reference(channel + "/messages/" + message)})}};
}

Value message(const std::string& name, const std::string& sample, const InferredType& type) {
  const bool json = type.has(TypeKind::object) || type.has(TypeKind::array);
  Value content = {{"name", name}, {"contentType", json ? "application/json" : "text/plain"}};
  content["payload"] = reference("#/components/schemas/" + name);
  if (!sample.empty()) {
    const auto parsed = json ? parse_json(sample) : std::nullopt;
    content["examples"] = Value::array({{{"payload", parsed ? *parsed : Value(sample)}}});
  }
  return content;
}

}  // namespace

Value json_schema_of(const InferredType& type) {
  const auto kinds = type.kinds();
  Value schema = Value::object();
  if (kinds.empty()) return schema;
  if (kinds.size() == 1) {
    schema["type"] = schema_type(kinds.front());
  } else {
    for (const auto kind : kinds) schema["type"].push_back(schema_type(kind));
  }
  if (const auto* const format = schema_format(type)) schema["format"] = format;
  if (type.has(TypeKind::array)) schema["items"] = json_schema_of(type.items());
  if (!type.has(TypeKind::object)) return schema;
  schema["properties"] = Value::object();
  for (const auto& field : type.fields()) {
    schema["properties"][field.name] = json_schema_of(field.type);
    if (!type.is_optional(field)) schema["required"].push_back(field.name);
  }
  return schema;
}

Value asyncapi_document(const ImportedService& service, const std::vector<Profile>& profiles) {
  Value operations = Value::object();
  Value messages = Value::object();
  Value schemas = Value::object();
  if (!service.sample_request.empty()) {
    operations["receiveRequest"] = operation(service, "receive", "request");
    messages["request"] = message("RootRequest", service.sample_request, service.request);
    schemas["RootRequest"] = json_schema_of(service.request);
  }
  operations["sendResponse"] = operation(service, "send", "response");
  messages["response"] = message("RootResponse", service.sample_response, service.response);
  schemas["RootResponse"] = json_schema_of(service.response);
  return {{"asyncapi", "3.0.0"},
          {"info", {{"title", service.name}, {"version", "1.0.0"}}},
          {"defaultContentType", "application/json"},
          {"servers", servers(service, profiles)},
          {"channels", {{service.name, channel(service)}}},
          {"operations", std::move(operations)},
          {"components", {{"messages", std::move(messages)}, {"schemas", std::move(schemas)}}}};
}

}  // namespace parley::client
