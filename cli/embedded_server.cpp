#include "cli/embedded_server.hpp"

#include <stdexcept>
#include <utility>

#include "net/tls.hpp"
#include "server/registry.hpp"
#include "server/server.hpp"

namespace parley::cli {
namespace {

class EmbeddedServer final : public scenario::RunningServer {
 public:
  EmbeddedServer(server::ServerOptions options, std::string ca_pem)
      : ca_pem_(std::move(ca_pem)), server_(std::move(options)) {}
  ~EmbeddedServer() override { server_.drain(); }

  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] std::string ca_pem() const override { return ca_pem_; }
  [[nodiscard]] std::string last_output() const override { return {}; }

 private:
  std::string ca_pem_;
  server::Server server_;
};

server::ServerOptions server_options(const scenario::EmbeddedServerRequest& request) {
  const scenario::EmbeddedServer& wanted = request.server;
  server::ServerOptions options;
  options.port = 0;
  options.engine = request.engine;
  for (const auto& [path, behaviour] : wanted.routes) {
    options.routes.push_back(server::parse_route(path + "=" + behaviour));
  }
  if (options.routes.empty()) options.routes = server::default_routes();
  options.subprotocols = wanted.subprotocols;
  options.origins = wanted.origins;
  options.deflate = wanted.deflate;
  options.limits = wanted.limits;
  options.max_connections = wanted.max_connections;
  options.max_queue = wanted.max_queue.value_or(options.max_queue);
  options.threads = wanted.threads;
  options.idle_timeout = wanted.idle_timeout;
  options.handshake_timeout = wanted.handshake_timeout.value_or(options.handshake_timeout);
  options.drain_timeout = wanted.drain_timeout.value_or(options.drain_timeout);
  return options;
}

}  // namespace

std::unique_ptr<scenario::RunningServer> start_embedded_server(const scenario::EmbeddedServerRequest& request) {
  server::ServerOptions options = server_options(request);
  std::string ca_pem;
  if (request.server.tls) {
    options.tls = net::make_server_tls({});
    ca_pem = net::certificate_pem(*options.tls);
  }
  return std::make_unique<EmbeddedServer>(std::move(options), std::move(ca_pem));
}

std::optional<std::string> behaviour_fault(const std::string& text) {
  try {
    const server::Route route = server::parse_route("/=" + text);
    static_cast<void>(server::make_behaviour(route.behaviour, route.options));
    return std::nullopt;
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

}  // namespace parley::cli
