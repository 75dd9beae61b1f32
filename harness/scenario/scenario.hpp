// Scenario: a scenario file as the runner needs it. Only the reader makes one, so everything in it fits together.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/backoff.hpp"
#include "client/service.hpp"
#include "client/url_builder.hpp"
#include "client/variable.hpp"
#include "harness/scenario/check.hpp"
#include "protocol/deflate_options.hpp"
#include "protocol/engine.hpp"
#include "protocol/limits.hpp"

namespace parley::scenario {

/// A server that `parley` itself brings up. Nothing set means the server's own default.
struct EmbeddedServer {
  std::string everywhere;                                   // a behaviour for each path that a client names; or empty
  std::vector<std::pair<std::string, std::string>> routes;  // path, behaviour; empty: the reference server's
  bool tls = false;
  std::vector<std::string> subprotocols;
  std::vector<std::string> origins;
  std::optional<protocol::DeflateOptions> deflate = protocol::DeflateOptions{};
  protocol::Limits limits;
  std::size_t max_connections = 0;
  std::optional<std::size_t> max_queue;
  unsigned threads = 1;
  std::optional<Duration> idle_timeout, handshake_timeout, drain_timeout;
};

struct RemoteServer {
  std::string url;
};

/// A program to start. {{port}} in its arguments, environment and URL is a port that was free a moment ago.
struct CommandServer {
  std::vector<std::string> arguments;
  std::string url;  // empty: ws://127.0.0.1:{{port}}
  std::optional<Pattern> ready;
  Duration start_timeout = std::chrono::seconds(30);
  int stop_signal = 15;
  std::filesystem::path directory;
  std::vector<std::pair<std::string, std::string>> environment;
};

/// None: each client's service says where it is.
struct ServiceAddresses {
  std::string first;  // the first client's, without a path
};

using ServerSpec = std::variant<EmbeddedServer, RemoteServer, CommandServer, ServiceAddresses>;

struct EngineSpec {
  std::vector<protocol::EngineKind> server = {protocol::EngineKind::native, protocol::EngineKind::websocketpp};
  std::vector<protocol::EngineKind> client = {protocol::EngineKind::native, protocol::EngineKind::websocketpp};
  std::string reason;  // why not all
};

enum class MaskKeys : std::uint8_t { random, seeded, zero };

struct HooksSpec {
  bool refuse_open = false;
  bool refuse_close = false;
  std::optional<Json> before_send;  // false: nothing is sent
  std::optional<Json> on_receive;
};

/// An imported service that a client connects to.
struct ServiceSpec {
  client::Service service;                           // its URL is that of the profile
  std::string path;                                  // for another server
  std::vector<std::pair<std::string, Json>> values;  // by target: a parameter, "RequestBody", "RequestBody.<field>"
};

/// Strings may still hold {{client}} and {{index}}.
struct ClientSpec {
  std::string name;
  std::size_t count = 1;
  std::string path;  // empty: that of the server's URL
  std::vector<std::pair<std::string, Json>> parameters;
  std::vector<std::pair<std::string, Json>> query;
  std::optional<std::string> url;
  std::optional<ServiceSpec> service;  // then there is no path, and nothing of a URL
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::string> subprotocols;
  std::optional<protocol::DeflateOptions> deflate;
  std::optional<std::pair<std::string, std::string>> credentials;
  bool insecure = false;
  std::string ca_file;
  std::optional<client::BackoffOptions> reconnect;
  protocol::Limits limits;
  MaskKeys mask = MaskKeys::random;
  std::optional<std::size_t> max_queue;
  std::optional<Duration> connect_timeout, handshake_timeout, close_timeout;

  bool start_update = true;
  client::DatasetPolicy policy;
  Json data_set = Json::array();
  std::optional<Json> request_body;
  client::PageScheme page = client::PageScheme::http;
  HooksSpec hooks;
};

struct Scenario {
  std::filesystem::path file;
  std::string name;
  std::string description;
  std::vector<std::string> tags;
  Duration timeout = std::chrono::seconds(30);
  Duration within = std::chrono::seconds(5);  // of steps without their own
  ServerSpec server;
  EngineSpec engines;
  std::vector<ClientSpec> clients;
  std::vector<Step> steps;
  std::vector<Check> checks;
  std::vector<Threshold> thresholds;

  [[nodiscard]] std::size_t client_count() const;  // groups with all their members
};

}  // namespace parley::scenario
