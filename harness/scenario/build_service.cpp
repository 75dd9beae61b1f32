// Clients that connect to an imported service.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "client/service_folder.hpp"
#include "harness/scenario/build.hpp"
#include "harness/scenario/service_address.hpp"
#include "harness/scenario/suggest.hpp"
#include "protocol/uri.hpp"

namespace parley::scenario {
namespace {

constexpr std::array<const char*, 3> only_with_service = {"profile", "params", "request"};
constexpr std::array<const char*, 4> only_without_service = {"path", "parameters", "query", "url"};

/// Either the service says where the client connects, or the client itself.
void check_keys(const Json& client, const std::string& pointer, const BuildContext& context) {
  if (!client.contains("service")) {
    for (const char* key : only_with_service) {
      if (client.contains(key)) context.refuse(child(pointer, key), fmt::format("\"{}\" needs a \"service\"", key));
    }
    return;
  }
  for (const char* key : only_without_service) {
    if (!client.contains(key)) continue;
    context.refuse(child(pointer, key), "the service says where the client connects; values go into \"params\"");
  }
  if (client.contains("request") && client.value("variable", Json::object()).contains("requestBody")) {
    context.refuse(child(pointer, "request"), "expected \"request\" or \"variable\"'s \"requestBody\", found both");
  }
}

std::optional<client::LoadedService> load(const Json& client, const std::string& pointer, const BuildContext& context) {
  const std::string named = client.value("profile", std::string());
  const std::string& profile = context.profile.empty() ? named : context.profile;
  try {
    return client::load_service(context.folder / client.at("service").get<std::string>(), profile);
  } catch (const std::invalid_argument& error) {
    context.refuse(child(pointer, "service"), error.what());
  }
  return std::nullopt;
}

void refuse_unknown(const std::string& pointer, std::string_view what, const std::string& name,
                    const std::vector<std::string_view>& known, const BuildContext& context) {
  std::string hint = suggestion(name, known);
  if (hint.empty()) hint = known.empty() ? "; it has none" : fmt::format("; it has: {}", fmt::join(known, ", "));
  context.problems.add_at_key(Fault::meaning, child(pointer, name),
                              fmt::format("unknown {} \"{}\"{}", what, name, hint));
}

void take_params(ServiceSpec& spec, const Json& params, const std::string& pointer, const BuildContext& context) {
  std::vector<std::string_view> known;
  for (const auto& parameter : spec.service.parameters) known.push_back(parameter.name);
  for (const auto& [name, value] : params.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      refuse_unknown(pointer, "parameter", name, known, context);
    }
    spec.values.emplace_back(name, value);
  }
}

/// Fields, when the service's request is known to be an object; or else all of it.
void take_request(ServiceSpec& spec, const Json& request, const std::vector<std::string>& fields,
                  const std::string& pointer, const BuildContext& context) {
  if (fields.empty()) {
    spec.values.emplace_back("RequestBody", request);
    return;
  }
  if (!request.is_object()) {
    context.refuse(pointer,
                   fmt::format("expected an object, for the request has the fields {}", fmt::join(fields, ", ")));
    return;
  }
  const std::vector<std::string_view> known(fields.begin(), fields.end());
  for (const auto& [name, value] : request.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      refuse_unknown(pointer, "request field", name, known, context);
    }
    spec.values.emplace_back("RequestBody." + name, value);
  }
}

}  // namespace

std::optional<ServiceSpec> build_service(const Json& client, const std::string& pointer, const BuildContext& context) {
  check_keys(client, pointer, context);
  if (!client.contains("service")) return std::nullopt;
  auto loaded = load(client, pointer, context);
  if (!loaded) return std::nullopt;
  ServiceSpec spec{std::move(loaded->service), std::move(loaded->path), {}};
  if (const auto uri = protocol::parse_uri(origin_of(spec)); !uri) {
    context.refuse(child(pointer, "service"), fmt::format("the service's URL {}: {}", spec.service.url, uri.error()));
  }
  if (client.contains("params")) take_params(spec, client.at("params"), child(pointer, "params"), context);
  if (client.contains("request")) {
    take_request(spec, client.at("request"), loaded->request_fields, child(pointer, "request"), context);
  }
  return spec;
}

}  // namespace parley::scenario
