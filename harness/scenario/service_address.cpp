#include "harness/scenario/service_address.hpp"

#include <utility>

namespace parley::scenario {
namespace {

void add(BoundService& bound, client::ParameterPlace place, const std::vector<std::pair<std::string, Json>>& values,
         const Lookup& lookup) {
  for (const auto& [name, value] : values) {
    bound.service.parameters.push_back({name, place, false});
    bound.bindings.push_back({name, expand_value(value, lookup)});
  }
}

}  // namespace

std::string origin_of(const ServiceSpec& spec) {
  return spec.service.url.substr(0, spec.service.url.size() - spec.path.size());
}

std::string path_of(const ClientSpec& client, const Lookup& lookup) {
  return client.service ? client.service->path : expand_text(client.path, lookup);
}

BoundService bound_service(const ClientSpec& client, std::string url, const Lookup& lookup) {
  BoundService bound;
  bound.service.id = "scenario";
  if (client.service) {
    bound.service = client.service->service;
    for (const auto& [target, value] : client.service->values) {
      bound.bindings.push_back({target, expand_value(value, lookup)});
    }
  }
  bound.service.url = std::move(url);
  add(bound, client::ParameterPlace::path, client.parameters, lookup);
  add(bound, client::ParameterPlace::query, client.query, lookup);
  if (client.request_body) bound.bindings.push_back({"RequestBody", expand_value(*client.request_body, lookup)});
  return bound;
}

}  // namespace parley::scenario
