#include "server/server_state.hpp"

#include <utility>

#include "server/mqtt_bridge.hpp"
#include "server/worker.hpp"

namespace parley::server {
namespace {

ServerOptions completed(ServerOptions options) {
  if (options.routes.empty()) options.routes = default_routes();
  if (options.threads == 0) options.threads = 1;
  return options;
}

std::unique_ptr<Bridge> bridge_of(const ServerOptions& options) {
  return options.mqtt ? make_mqtt_bridge(*options.mqtt, options.mqtt_log) : nullptr;
}

std::vector<HttpRoute> http_routes_of(const Hub& hub, const std::vector<Route>& routes) {
  std::vector<HttpRoute> http_routes;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const auto& place = *hub.places().at(i);  // one for each route, in their order
    http_routes.push_back({place.path(), place.behaviour_name(), shown_options(routes[i])});
  }
  return http_routes;
}

PathMetrics sum(Place& place) {
  PathMetrics sums{.path = place.path(), .behaviour = place.behaviour_name()};
  for (unsigned worker = 0; worker < place.lanes(); ++worker) {
    const auto& counters = place.counters(worker);
    sums.connections += counters.connections.value();
    sums.opened += counters.opened.value();
    sums.messages_received += counters.messages_received.value();
    sums.messages_sent += counters.messages_sent.value();
    sums.bytes_received += counters.bytes_received.value();
    sums.bytes_sent += counters.bytes_sent.value();
  }
  return sums;
}

}  // namespace

ServerState::ServerState(ServerOptions its_options)
    : options(completed(std::move(its_options))),
      bridge(bridge_of(options)),
      hub(options.routes, bridge.get()),
      http_routes(http_routes_of(hub, options.routes)) {}

bool ServerState::admit() {
  const auto before = admitted_.fetch_add(1, std::memory_order_relaxed);
  if (options.max_connections == 0 || before < options.max_connections) return true;
  release();
  return false;
}

Metrics ServerState::metrics() const {
  Metrics metrics;
  metrics.uptime = std::chrono::steady_clock::now() - started_;
  for (const auto& place : hub.places()) metrics.paths.push_back(sum(*place));
  for (const auto& worker : workers) {
    const auto& counters = worker->counters();
    counters.refusals.add_to(metrics.refusals);
    counters.http_responses.add_to(metrics.http_responses);
    counters.closes.add_to(metrics.closes);
    metrics.failed += counters.failed.value();
  }
  return metrics;
}

}  // namespace parley::server
