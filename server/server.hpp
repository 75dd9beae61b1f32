// The reference server: behaviours by path, on either engine, on one loop per thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/loop.hpp"
#include "net/tls.hpp"
#include "protocol/engine.hpp"
#include "server/behaviour.hpp"
#include "server/mqtt_broker.hpp"

namespace parley::server {

/// A path and what it does: the text form is "/x=behaviour?option=value&…", for example "/=node-demo?interval=100ms".
struct Route {
  /// "/rooms/*" stands for all paths below "/rooms/", each a group of its own (see Behaviour::group): its clients have
  /// a behaviour, and broadcasts, to themselves.
  std::string path;
  std::string behaviour;                       // a name from behaviour_names()
  std::map<std::string, std::string> options;  // names and values as documented with the behaviour
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8081;  // 0: the system chooses
  unsigned threads = 1;
  protocol::EngineKind engine = protocol::EngineKind::native;
  std::vector<Route> routes;              // empty: default_routes()
  std::vector<std::string> subprotocols;  // the first of the client's that is here is chosen
  std::vector<std::string> origins;       // allowed Origin values; empty: all. Refused with 403 (RFC 6455 §10.2)
  std::optional<protocol::DeflateOptions> deflate = protocol::DeflateOptions{};
  protocol::Limits limits;
  std::shared_ptr<net::TlsContext> tls;
  std::size_t max_connections = 0;    // 0: no limit; more are answered 503
  std::size_t max_queue = 64U << 20;  // bytes, see net::SessionOptions
  std::optional<net::Duration> idle_timeout;
  net::Duration handshake_timeout = std::chrono::seconds(10);
  net::Duration drain_timeout = std::chrono::seconds(5);
  std::optional<MqttBroker> mqtt;  // where behaviours publish; nothing: nowhere
  /// A line when the broker comes, goes or refuses, and for what is dropped; from all threads. Empty: no log.
  std::function<void(const std::string&)> mqtt_log;
  /// A line for each connection that opens, is refused or ends; called from all threads. Empty: no log.
  std::function<void(const std::string&)> log;
};

/// The options of a route that everybody may see: credentials are not among them.
[[nodiscard]] std::map<std::string, std::string> shown_options(const Route& route);

/// The routes of a server that was given none: every behaviour at its usual path.
[[nodiscard]] std::vector<Route> default_routes();

/// Throws std::invalid_argument saying what was expected.
[[nodiscard]] Route parse_route(std::string_view text);

class Server {
 public:
  /// Binds and starts its threads. Throws std::invalid_argument for an unknown behaviour or option, std::system_error
  /// when it cannot bind.
  explicit Server(ServerOptions options);
  ~Server();  // stops at once when `drain` has not been called
  Server(Server&&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// "ws://127.0.0.1:8081" or "wss://…"
  [[nodiscard]] std::string url() const;

  /// Stops accepting, sends Close 1001 to all, waits at most `drain_timeout`, ends what is left. Thread-safe.
  void drain();

  [[nodiscard]] std::string metrics() const;  // Prometheus text format
  [[nodiscard]] std::size_t connections() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley::server
