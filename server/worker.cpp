#include "server/worker.hpp"

#include <utility>

#include "server/fault_engine.hpp"
#include "server/server_state.hpp"

namespace parley::server {
namespace {

net::SessionOptions session_options_of(const ServerOptions& options) {
  net::SessionOptions session;
  session.role = protocol::Role::server;
  session.handshake_timeout = options.handshake_timeout;
  session.idle_timeout = options.idle_timeout;
  session.max_queue = options.max_queue;
  return session;
}

net::PortSharing sharing_of(const ServerOptions& options, unsigned worker) {
  if (options.threads == 1) return net::PortSharing::exclusive;
  return worker == 0 ? net::PortSharing::opens_group : net::PortSharing::joins_group;
}

net::ListenerOptions listener_options_of(const ServerOptions& options, unsigned worker, std::uint16_t port) {
  net::ListenerOptions listener;
  listener.address = options.address;
  listener.port = port;
  listener.tls = options.tls;
  listener.tls_timeout = options.handshake_timeout;
  listener.sharing = sharing_of(options, worker);
  return listener;
}

std::vector<std::string> fault_routes_of(const Hub& hub) {
  std::vector<std::string> routes;
  for (const auto& place : hub.places()) {
    if (place->behaviour_name() == "fault") routes.push_back(place->path());
  }
  return routes;
}

}  // namespace

Worker::Worker(ServerState& state, unsigned index, std::uint16_t port)
    : state_(state),
      index_(index),
      session_options_(std::make_shared<const net::SessionOptions>(session_options_of(state.options))),
      engine_options_{state.options.limits, state.options.deflate},
      fault_routes_(fault_routes_of(state.hub)) {
  switch (state.options.engine) {
    case protocol::EngineKind::native:
      break;
    case protocol::EngineKind::websocketpp:
      websocketpp_ = make_websocketpp_engines(engine_options_);
      break;
  }
  listener_.emplace(loop_, listener_options_of(state.options, index, port),
                    [this](std::unique_ptr<net::Stream> stream) { accept(std::move(stream)); });
}

Worker::~Worker() {
  if (thread_.joinable()) stop();
}

void Worker::start() {
  thread_ = std::thread([this] { loop_.run(); });
}

std::unique_ptr<protocol::Engine> Worker::make_engine(protocol::ServerEvents& events) const {
  if (fault_routes_.empty()) return make_usual_engine(events);
  return std::make_unique<FaultEngine>(fault_routes_, engine_options_, events,
                                       [this, &events] { return make_usual_engine(events); });
}

std::unique_ptr<protocol::Engine> Worker::make_usual_engine(protocol::ServerEvents& events) const {
  return websocketpp_ ? websocketpp_->make(events) : protocol::make_native_engine(engine_options_, events);
}

void Worker::read_clocks() {
  now_is_of_ = loop_.moment();
  now_ = {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

void Worker::accept(std::unique_ptr<net::Stream> stream) {
  // Ids of different workers never meet, and each tells its worker: see ServerState::worker_of.
  const ConnectionId id = ++last_id_ * state_.options.threads + index_;
  const auto [peer, inserted] = peers_.try_emplace(id, *this, id);
  peer->second.start(std::move(stream));
}

void Worker::reach(ConnectionId id, std::function<void(Peer&)> action) {
  auto& home = state_.worker_of(id);
  if (&home == this) return act_on(id, action);
  home.post(id, std::move(action));
}

void Worker::post(ConnectionId id, std::function<void(Peer&)> action) {
  loop_.post([this, id, task = std::move(action)] { act_on(id, task); });
}

void Worker::act_on(ConnectionId id, const std::function<void(Peer&)>& action) {
  const auto found = peers_.find(id);
  if (found != peers_.end()) action(found->second);
}

void Worker::remove(ConnectionId id) {
  loop_.post([this, id] {  // the peer is still in the middle of its last event
    peers_.erase(id);
    note_if_empty();
  });
}

void Worker::note_if_empty() {
  if (!peers_.empty()) return;
  if (drained_) std::exchange(drained_, std::nullopt)->set_value();
  if (stopping_) loop_.stop();
}

std::future<void> Worker::drain() {
  std::promise<void> promise;
  auto future = promise.get_future();
  loop_.post([this, shared = std::make_shared<std::promise<void>>(std::move(promise))] {
    drained_ = std::move(*shared);
    listener_->close();
    for (auto& [id, peer] : peers_) peer.go_away();
    note_if_empty();
  });
  return future;
}

void Worker::stop() {
  // At the end of the turn: a Close that was sent in this one still goes out.
  loop_.post([this] { loop_.at_end_of_turn([this] { end_all(); }); });
  thread_.join();
}

void Worker::end_all() {
  stopping_ = true;
  listener_->close();
  for (auto& [id, peer] : peers_) peer.drop();  // each is removed when its session has told its end
  note_if_empty();
}

}  // namespace parley::server
