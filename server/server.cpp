#include "server/server.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

#include "server/server_state.hpp"
#include "server/worker.hpp"

namespace parley::server {

struct Server::Impl {
  explicit Impl(ServerOptions options) : state(std::move(options)) {
    auto port = state.options.port;
    for (unsigned index = 0; index < state.options.threads; ++index) {
      state.workers.push_back(std::make_unique<Worker>(state, index, port));
      port = state.workers.front()->port();
      for (const auto& place : state.hub.places()) place->add_lane(state.workers.back()->loop());
    }
    for (const auto& worker : state.workers) worker->start();
    if (state.bridge) state.bridge->start();
  }

  void drain() {
    const std::lock_guard lock(ending);
    if (std::exchange(stopped, true)) return;
    state.draining = true;
    const auto deadline = std::chrono::steady_clock::now() + state.options.drain_timeout;
    std::vector<std::future<void>> drained;
    for (const auto& worker : state.workers) drained.push_back(worker->drain());
    for (const auto& worker : drained) worker.wait_until(deadline);
    if (state.bridge) state.bridge->stop();  // it reaches into the workers' loops
    for (const auto& worker : state.workers) worker->stop();
  }

  void stop() {
    const std::lock_guard lock(ending);
    if (std::exchange(stopped, true)) return;
    if (state.bridge) state.bridge->stop();
    for (const auto& worker : state.workers) worker->stop();
  }

  ServerState state;
  std::mutex ending;
  bool stopped = false;
};

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Server::~Server() {
  impl_->stop();
}

std::uint16_t Server::port() const {
  return impl_->state.workers.front()->port();
}

std::string Server::url() const {
  const auto& options = impl_->state.options;
  const bool is_v6 = options.address.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", options.tls ? "wss" : "ws", is_v6 ? "[" : "", options.address, is_v6 ? "]" : "",
                     port());
}

void Server::drain() {
  impl_->drain();
}

std::string Server::metrics() const {
  return to_prometheus(impl_->state.metrics());
}

std::size_t Server::connections() const {
  return impl_->state.admitted();
}

}  // namespace parley::server
