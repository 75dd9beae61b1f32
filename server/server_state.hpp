// What all workers of a server share.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/bridge.hpp"
#include "server/counters.hpp"
#include "server/http_endpoints.hpp"
#include "server/hub.hpp"
#include "server/metrics.hpp"
#include "server/server.hpp"

namespace parley::server {

class Worker;

class ServerState {
 public:
  /// Throws std::invalid_argument, see Hub.
  explicit ServerState(ServerOptions options);

  /// Takes one of the places that `max_connections` leaves; false when there is none.
  [[nodiscard]] bool admit();
  void release() { admitted_.fetch_sub(1, std::memory_order_relaxed); }
  [[nodiscard]] std::size_t admitted() const { return admitted_.load(std::memory_order_relaxed); }

  [[nodiscard]] Worker& worker_of(ConnectionId id) const { return *workers[id % workers.size()]; }
  [[nodiscard]] Metrics metrics() const;
  void log(const std::string& line) const {
    if (options.log) options.log(line);
  }

  const ServerOptions options;
  const std::unique_ptr<Bridge> bridge;  // null: there is none
  const Hub hub;
  const std::vector<HttpRoute> http_routes;
  std::atomic<bool> draining{false};
  std::vector<std::unique_ptr<Worker>> workers;  // filled before the first thread starts

 private:
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::atomic<std::size_t> admitted_{0};
};

}  // namespace parley::server
