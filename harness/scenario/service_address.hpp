// Where a client of a scenario connects, as a service and the values that are bound to its parameters.
#pragma once

#include <string>
#include <vector>

#include "client/service.hpp"
#include "harness/scenario/placeholder.hpp"
#include "harness/scenario/scenario.hpp"

namespace parley::scenario {

/// "wss://chat.example:444": the service's URL without its path.
[[nodiscard]] std::string origin_of(const ServiceSpec& spec);

/// What the client asks for on a server that is not its service's own: empty, or a path that may hold parameters.
[[nodiscard]] std::string path_of(const ClientSpec& client, const Lookup& lookup);

struct BoundService {
  client::Service service;
  std::vector<client::Binding> bindings;
};

/// The client's service, or one made of its `parameters`, `query` and `requestBody`; at `url`, which may hold
/// parameters.
[[nodiscard]] BoundService bound_service(const ClientSpec& client, std::string url, const Lookup& lookup);

}  // namespace parley::scenario
