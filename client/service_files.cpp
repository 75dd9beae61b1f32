#include "client/service_files.hpp"

#include <algorithm>

#include "client/properties.hpp"
#include "client/service_types.hpp"

namespace parley::client {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

std::string as_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (is_name_character(c)) name += c;
  }
  return is_service_name(name) ? name : std::string();
}

std::string operation_id(const ImportedService& service) {
  return service.name + "_" + websocket_controller + "-invoke";
}

/// "${websocket.chat.scheme}://${websocket.chat.host}${websocket.chat.basepath}/chatroom"
std::string complete_path(const ImportedService& service) {
  const auto property = [&](const char* key) { return "${websocket." + service.name + "." + key + "}"; };
  return property("scheme") + "://" + property("host") + property("basepath") + service.url.path;
}

/// As the studio's own server maps it.
std::string invoke_path(const ImportedService& service) {
  return "/" + service.name + "/invoke" + service.url.path;
}

const char* place_name(ParameterPlace place) {
  switch (place) {
    case ParameterPlace::query:
      return "query";
    case ParameterPlace::path:
      break;
  }
  return "path";
}

Value operation(const ImportedService& service) {
  Value get = {{"tags", Value::array({websocket_controller})}, {"operationId", operation_id(service)}};
  Value parameters = Value::array();
  for (const auto& parameter : parameters_of(service)) {
    parameters.push_back({{"name", parameter.name},
                          {"in", place_name(parameter.place)},
                          {"required", parameter.required},
                          {"type", "string"}});
  }
  if (!parameters.empty()) get["parameters"] = std::move(parameters);
  get["security"] = Value::array({{{"WM_WebSocket_Service_Authorization", Value::array()}}});
  get["x-WM-METHOD_NAME"] = "invoke";
  get["x-WM-OUT-PARAMS-TYPE"] = Value::array({std::string("#/definitions/") + response_type});
  get["x-WM-ACCESS_SPECIFIER"] = "APP_ONLY";
  if (!service.sample_request.empty()) {
    get["x-WM-IN-PARAMS-TYPE"] = Value::array({std::string("#/definitions/") + request_type});
  }
  return get;
}

Value definitions(const ImportedService& service) {
  ServiceTypes types(service.name);
  if (!service.sample_request.empty()) types.add_root(request_type, service.request);
  types.add_root(response_type, service.response);
  return types.definitions();
}

/// Swagger 2.0, one path with one `get` operation.
Value swagger(const ImportedService& service, const std::string& base_path, const std::string& path) {
  return {{"swagger", "2.0"},
          {"info",
           {{"version", "2.0"},
            {"x-WM-SERVICE_TYPE", "WebSocketService"},
            {"x-WM-API_ID", service.api_id},
            {"x-WM-USE_PROXY_FOR_WEB", false},
            {"x-WM-SERVICE_ID", service.name},
            {"x-WM-USE_PROXY_FOR_MOBILE", true}}},
          {"host", service.url.host},
          {"basePath", base_path},
          {"tags", Value::array(
                       {{{"name", websocket_controller}, {"description", "WebSocket service swagger documentation"}}})},
          {"schemes", Value::array({service.url.scheme})},
          {"paths",
           {{path,
             {{"get", operation(service)},
              {"x-WM-BASE_PATH", path},
              {"x-WM-TAG", websocket_controller},
              {"x-WM-RELATIVE_PATH", ""},
              {"x-WM-COMPLETE_PATH", complete_path(service)}}}}},
          {"definitions", definitions(service)}};
}

std::string json_text(const Value& document) {
  return document.dump(2, ' ', false, Value::error_handler_t::replace) + "\n";
}

}  // namespace

bool is_service_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), is_name_character);
}

std::string suggest_service_name(const ServiceUrl& url) {
  if (url.path.find('{') == std::string::npos) {
    if (auto name = as_name(url.path); !name.empty()) return name;
  }
  const auto name = as_name(std::string_view(url.host).substr(0, url.host.find_first_of(".:")));
  return name.empty() ? "websocket" : name;
}

std::vector<ServiceParameter> parameters_of(const ImportedService& service) {
  auto parameters = service.url.parameters();
  for (auto& parameter : parameters) {
    const auto& required = service.required_queries;
    if (std::find(required.begin(), required.end(), parameter.name) != required.end()) parameter.required = true;
  }
  return parameters;
}

Value service_info(const ImportedService& service) {
  return {{"id", service.name}, {"type", "WebSocketService"}, {"title", service.name}};
}

Value connection_settings(const ImportedService& service) {
  Value headers = Value::object();
  for (const auto& [name, value] : service.headers) headers[name] = value;
  Value query = Value::object();
  for (const auto& [name, value] : service.url.query) query[name] = value;
  return {{"endpointAddress", service.url.full()},
          {"method", "GET"},
          {"contentType", ""},
          {"sampleRequestBody", service.sample_request},
          {"authType", service.url.userinfo.empty() ? "NONE" : "BASIC"},
          {"headers", std::move(headers)},
          {"queryParams", std::move(query)},
          {"sampleWebSocketResponse",
           {{"responseBody", service.sample_response},
            {"convertedResponse", service.converted ? Value(*service.converted) : Value(nullptr)},
            {"statusCode", 0},
            {"contentType", ""}}}};
}

Value api_document(const ImportedService& service) {
  return swagger(service, "", invoke_path(service));
}

Value api_target(const ImportedService& service) {
  return swagger(service, service.url.base_path, service.url.path);
}

Value service_definitions(const ImportedService& service) {
  Value parameters = Value::array();
  for (const auto& parameter : parameters_of(service)) {
    parameters.push_back({{"name", parameter.name},
                          {"parameterType", place_name(parameter.place)},
                          {"required", parameter.required},
                          {"type", "string"}});
  }
  // A WebSocket operation has no HTTP response that would give it a type, a consumed or a produced media type.
  return {{operation_id(service),
           {{"id", operation_id(service)},
            {"service", service.name},
            {"controller", websocket_controller},
            {"operationType", nullptr},
            {"type", nullptr},
            {"wmServiceOperationInfo",
             {{"name", "invoke"},
              {"methodType", "get"},
              {"httpMethod", "get"},
              {"relativePath", invoke_path(service)},
              {"directPath", complete_path(service)},
              {"parameters", std::move(parameters)},
              {"definitions", Value::object()},
              {"produces", nullptr},
              {"consumes", nullptr},
              {"proxySettings", {{"web", false}, {"mobile", true}}}}}}}};
}

std::string profile_properties(const ImportedService& service, const Profile& profile) {
  const auto prefix = "websocket." + service.name + ".";
  return to_text(Properties{
      {prefix + "basepath", profile.base_path}, {prefix + "host", profile.host}, {prefix + "scheme", profile.scheme}});
}

std::map<std::string, std::string> service_files(const ImportedService& service, const std::vector<Profile>& profiles) {
  const auto& name = service.name;
  std::map<std::string, std::string> files{
      {"service-info.json", json_text(service_info(service))},
      {name + "_connection_settings.json", json_text(connection_settings(service))},
      {name + "_API_WEBSOCKET_SERVICE.json", json_text(api_document(service))},
      {name + "_apiTarget.json", json_text(api_target(service))},
      {"servicedefs/" + name + "-service-definitions.json", json_text(service_definitions(service))}};
  for (const auto& profile : profiles) {
    files["profiles/" + profile.name + ".properties"] = profile_properties(service, profile);
  }
  return files;
}

}  // namespace parley::client
