#include "harness/scenario/stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>

#include "harness/scenario/command_server.hpp"
#include "harness/scenario/service_address.hpp"
#include "protocol/base64.hpp"
#include "protocol/uri.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t logged_clients = 16;  // of whom the wire log is kept when nobody asked for it
constexpr std::size_t short_log = 60;
constexpr std::size_t long_log = 100000;

bool is_among(std::size_t index, const std::vector<std::size_t>& indices) {
  return std::find(indices.begin(), indices.end(), index) != indices.end();
}

protocol::MaskSource mask_source(MaskKeys keys, std::uint64_t seed) {
  switch (keys) {
    case MaskKeys::random:
      return {};  // the client's own: fresh keys
    case MaskKeys::zero:
      return [] { return protocol::MaskKey{}; };
    case MaskKeys::seeded:
      break;
  }
  return [random = std::mt19937(static_cast<std::mt19937::result_type>(seed))]() mutable {
    const auto word = static_cast<std::uint32_t>(random());
    return protocol::MaskKey{static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8U),
                             static_cast<std::uint8_t>(word >> 16U), static_cast<std::uint8_t>(word >> 24U)};
  };
}

bool names_path(const ClientSpec& client) {
  return client.service || !client.path.empty();
}

/// The path as it will be in the request line, without the query.
std::string requested_path(const ClientSpec& client, const Lookup& lookup) {
  const auto [service, bindings] = bound_service(client, "ws://host" + path_of(client, lookup), lookup);
  const auto uri = protocol::parse_uri(client::build_url(service, bindings).value_or(service.url));
  return uri ? uri->resource.substr(0, uri->resource.find('?')) : "/";
}

}  // namespace

std::string with_path(const std::string& url, const std::string& path) {
  if (path.empty()) return url;
  const std::size_t authority = url.find("://");
  const std::size_t resource =
      authority == std::string::npos ? std::string::npos : url.find_first_of("/?", authority + 3);
  return url.substr(0, resource) + path;
}

Stage::Stage(const Scenario& scenario, const Pairing& pairing, const PlayOptions& options)
    : scenario_(scenario), pairing_(pairing), options_(options) {
  start_server();
  const auto uri = protocol::parse_uri(url_);
  if (!uri) throw std::runtime_error(fmt::format("the server's URL {}: {}", url_, uri.error()));
  port_ = uri->port;
  if (server_ && !server_->ca_pem().empty()) ca_.emplace(server_->ca_pem());
}

void Stage::start_server() {
  if (options_.url) {
    url_ = *options_.url;
  } else if (const auto* remote = std::get_if<RemoteServer>(&scenario_.server)) {
    url_ = remote->url;
  } else if (const auto* services = std::get_if<ServiceAddresses>(&scenario_.server)) {
    url_ = services->first;
  } else if (const auto* command = std::get_if<CommandServer>(&scenario_.server)) {
    server_ = start_command(*command, options_.seed, options_.run, options_.stop);
    url_ = server_->url();
  } else {
    server_ = options_.start_server({embedded_server(), pairing_.server.value_or(protocol::EngineKind::native)});
    url_ = server_->url();
  }
}

std::string Stage::name_of(const ClientSpec& client, std::size_t member) const {
  return client.count == 1 ? client.name : fmt::format("{}-{}", client.name, member);
}

/// A behaviour that was given without a path stands at every path that a client asks for.
EmbeddedServer Stage::embedded_server() const {
  EmbeddedServer server = std::get<EmbeddedServer>(scenario_.server);
  if (server.everywhere.empty()) return server;
  std::set<std::string> paths = {"/"};
  for (const ClientSpec& client : scenario_.clients) {
    for (std::size_t member = 0; member < client.count && names_path(client); ++member) {
      const RuntimeValues values(name_of(client, member), member, 0, options_.seed, options_.run);
      paths.insert(requested_path(client, values.lookup()));
    }
  }
  for (const std::string& path : paths) server.routes.emplace_back(path, server.everywhere);
  return server;
}

PeerSetup Stage::setup_for(std::size_t spec, std::size_t member) {
  const ClientSpec& client = scenario_.clients[spec];
  PeerSetup setup;
  setup.name = name_of(client, member);
  setup.spec = spec;
  setup.member = member;
  setup.values = std::make_shared<RuntimeValues>(setup.name, member, port_, options_.seed, options_.run);
  const Lookup lookup = setup.values->lookup();
  setup.url = url_of(client, lookup);
  setup.connection = connection_for(client, *setup.values, options_.seed + ++peers_);
  setup.keep_sent = keeps_sent(spec);
  setup.keep_received = keeps_received(spec);
  if (options_.wire == WireKeeping::everything) {
    setup.wire_lines = long_log;
  } else if (peers_ <= logged_clients) {
    setup.wire_lines = short_log;
  }
  return setup;
}

/// A server that was named stands in for the service, at the service's path.
std::string Stage::url_of(const ClientSpec& client, const Lookup& lookup) const {
  const bool is_named = options_.url || !std::holds_alternative<ServiceAddresses>(scenario_.server);
  if (client.service && !is_named) return client.service->service.url;
  const std::string base = client.url && !options_.url ? expand_text(*client.url, lookup) : url_;
  return with_path(base, path_of(client, lookup));
}

client::ClientOptions Stage::connection_for(const ClientSpec& spec, const RuntimeValues& values,
                                            std::uint64_t client_seed) {
  const Lookup lookup = values.lookup();
  client::ClientOptions options;
  options.engine = pairing_.client;
  for (const std::string& each : spec.subprotocols) options.subprotocols.push_back(expand_text(each, lookup));
  if (spec.subprotocols.empty()) options.subprotocols = options_.subprotocols;
  options.fields = fields_for(spec, lookup);
  options.deflate = spec.deflate;
  options.limits = spec.limits;
  options.tls = tls_for(spec);
  options.connect_timeout = spec.connect_timeout.value_or(options.connect_timeout);
  options.handshake_timeout = spec.handshake_timeout.value_or(options.handshake_timeout);
  options.close_timeout = spec.close_timeout.value_or(options.close_timeout);
  options.max_queue = spec.max_queue.value_or(options.max_queue);
  options.mask_source = mask_source(spec.mask, client_seed);
  return options;
}

protocol::HttpFields Stage::fields_for(const ClientSpec& spec, const Lookup& lookup) const {
  protocol::HttpFields fields = options_.headers;
  for (const auto& [name, value] : spec.headers) fields.add(expand_text(name, lookup), expand_text(value, lookup));
  if (spec.credentials) {
    const auto& [user, password] = *spec.credentials;
    fields.add("Authorization",
               protocol::basic_authorization(expand_text(user, lookup) + ":" + expand_text(password, lookup)));
  }
  return fields;
}

/// A context is made for every client, also of a ws: URL: which it needs is known only when the Variable connects.
std::shared_ptr<net::TlsContext> Stage::tls_for(const ClientSpec& spec) {
  const bool insecure = spec.insecure || options_.verification == Verification::insecure;
  std::string ca_file = spec.ca_file;
  if (ca_file.empty()) ca_file = ca_ ? ca_->path() : options_.ca_file;
  std::shared_ptr<net::TlsContext>& context = tls_[insecure ? "insecure" : ca_file];
  if (!context) context = net::make_client_tls({!insecure, insecure ? "" : ca_file});
  return context;
}

bool Stage::keeps_sent(std::size_t spec) const {
  return std::any_of(scenario_.checks.begin(), scenario_.checks.end(), [&](const Check& check) {
    const auto* delivery = std::get_if<DeliveryCheck>(&check.expectation);
    return delivery != nullptr && is_among(spec, delivery->from);
  });
}

bool Stage::keeps_received(std::size_t spec) const {
  return std::any_of(scenario_.checks.begin(), scenario_.checks.end(), [&](const Check& check) {
    const auto* delivery = std::get_if<DeliveryCheck>(&check.expectation);
    return delivery != nullptr && is_among(spec, delivery->to);
  });
}

}  // namespace parley::scenario
