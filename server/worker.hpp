// Worker: one thread of the server with its loop, its listener and its connections.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/listener.hpp"
#include "net/loop.hpp"
#include "net/session.hpp"
#include "server/counters.hpp"
#include "server/peer.hpp"
#include "server/websocketpp_engine.hpp"

namespace parley::server {

class ServerState;

class Worker {
 public:
  /// Binds; throws std::system_error. All workers of a server share the port that the first one got.
  Worker(ServerState& state, unsigned index, std::uint16_t port);
  ~Worker();
  Worker(Worker&&) = delete;

  void start();

  // From any other thread, after start().
  /// Stops accepting and sends Close 1001 to all. The future is ready when no connection is left.
  [[nodiscard]] std::future<void> drain();
  /// Ends all connections and the thread, and waits for it.
  void stop();

  /// Calls `action` with a connection of this worker, on its thread; not at all when it has ended.
  void post(ConnectionId id, std::function<void(Peer&)> action);

  [[nodiscard]] std::uint16_t port() const { return listener_->port(); }
  [[nodiscard]] unsigned index() const { return index_; }
  [[nodiscard]] const WorkerCounters& counters() const { return counters_; }

  // The rest is for this worker's connections, on its thread.
  [[nodiscard]] ServerState& state() { return state_; }
  [[nodiscard]] net::Loop& loop() { return loop_; }
  [[nodiscard]] WorkerCounters& counters() { return counters_; }
  /// As of this moment of the loop: to read two clocks for each message would cost as much as to answer it.
  [[nodiscard]] Now now() {
    if (now_is_of_ != loop_.moment()) read_clocks();
    return now_;
  }
  [[nodiscard]] const std::shared_ptr<const net::SessionOptions>& session_options() const { return session_options_; }
  [[nodiscard]] std::unique_ptr<protocol::Engine> make_engine(protocol::ServerEvents& events) const;
  /// Calls `action` with another connection, on its own worker's thread; not at all when it has ended.
  void reach(ConnectionId id, std::function<void(Peer&)> action);
  void remove(ConnectionId id);

 private:
  [[nodiscard]] std::unique_ptr<protocol::Engine> make_usual_engine(protocol::ServerEvents& events) const;
  void read_clocks();
  void accept(std::unique_ptr<net::Stream> stream);
  void act_on(ConnectionId id, const std::function<void(Peer&)>& action);
  void end_all();
  void note_if_empty();

  ServerState& state_;
  const unsigned index_;
  WorkerCounters counters_;
  net::Loop loop_;
  const std::shared_ptr<const net::SessionOptions> session_options_;
  protocol::ServerEngineOptions engine_options_;
  std::unique_ptr<WebsocketppEngines> websocketpp_;  // null: the native engine
  const std::vector<std::string> fault_routes_;      // whose connections have an engine with a fault
  std::optional<net::Listener> listener_;
  std::unordered_map<ConnectionId, Peer> peers_;
  ConnectionId last_id_ = 0;
  Now now_;
  std::uint64_t now_is_of_ = UINT64_MAX;       // the moment of the loop
  std::optional<std::promise<void>> drained_;  // to be kept once there are no peers
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace parley::server
