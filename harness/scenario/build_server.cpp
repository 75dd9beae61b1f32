#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "harness/scenario/build.hpp"
#include "protocol/uri.hpp"

namespace parley::scenario {
namespace {

using Keys = std::vector<std::string_view>;

void refuse_others(const Json& node, const std::string& pointer, const BuildContext& context, const Keys& allowed,
                   std::string_view kind) {
  for (const auto& [key, value] : node.items()) {
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    context.problems.add_at_key(Fault::meaning, child(pointer, key),
                                fmt::format("\"{}\" has no meaning for {}", key, kind));
  }
}

void check_url(const std::string& url, const std::string& pointer, const BuildContext& context) {
  if (!find_placeholders(url).empty()) return;
  if (const auto uri = protocol::parse_uri(url); !uri) context.refuse(pointer, uri.error());
}

void check_behaviour(const std::string& text, const std::string& pointer, const BuildContext& context) {
  if (!context.check_behaviour) return;
  if (const auto fault = context.check_behaviour(text)) context.refuse(pointer, *fault);
}

EmbeddedServer build_embedded(const Json& node, const std::string& pointer, const BuildContext& context) {
  refuse_others(
      node, pointer, context,
      {"comment", "behaviour", "routes", "tls", "subprotocols", "origins", "compression", "max_message", "max_frame",
       "max_connections", "max_queue", "threads", "idle_timeout", "handshake_timeout", "drain_timeout"},
      "an embedded server");
  EmbeddedServer server;
  if (node.contains("behaviour")) {
    server.everywhere = node.at("behaviour").get<std::string>();
    check_behaviour(server.everywhere, child(pointer, "behaviour"), context);
  }
  if (node.contains("behaviour") && node.contains("routes")) {
    context.refuse(child(pointer, "routes"), "expected \"behaviour\" or \"routes\", found both");
  }
  const Json routes = node.value("routes", Json::object());
  for (const auto& [path, behaviour] : routes.items()) {
    server.routes.emplace_back(path, behaviour.get<std::string>());
    check_behaviour(server.routes.back().second, child(child(pointer, "routes"), path), context);
  }
  server.tls = node.value("tls", false);
  if (node.contains("subprotocols")) server.subprotocols = to_texts(node.at("subprotocols"));
  if (node.contains("origins")) server.origins = to_texts(node.at("origins"));
  if (node.contains("compression")) server.deflate = build_deflate(node.at("compression"));
  if (node.contains("max_message")) server.limits.max_message = to_size(node.at("max_message"));
  if (node.contains("max_frame")) server.limits.max_frame = to_size(node.at("max_frame"));
  server.max_connections = node.value("max_connections", std::size_t{0});
  if (node.contains("max_queue")) server.max_queue = to_size(node.at("max_queue"));
  server.threads = node.value("threads", 1U);
  if (node.contains("idle_timeout")) server.idle_timeout = to_duration(node.at("idle_timeout"));
  if (node.contains("handshake_timeout")) server.handshake_timeout = to_duration(node.at("handshake_timeout"));
  if (node.contains("drain_timeout")) server.drain_timeout = to_duration(node.at("drain_timeout"));
  return server;
}

int to_signal(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, int>, 5> signals = {
      {{"SIGTERM", SIGTERM}, {"SIGINT", SIGINT}, {"SIGHUP", SIGHUP}, {"SIGQUIT", SIGQUIT}, {"SIGKILL", SIGKILL}}};
  for (const auto& [known, number] : signals) {
    if (known == name) return number;
  }
  return SIGTERM;
}

CommandServer build_command(const Json& node, const std::string& pointer, const BuildContext& context) {
  refuse_others(node, pointer, context,
                {"comment", "command", "url", "ready", "start_timeout", "stop", "directory", "environment"},
                "a command");
  CommandServer server;
  server.arguments = to_texts(node.at("command"));
  server.url = node.value("url", std::string());
  if (!server.url.empty()) check_url(server.url, child(pointer, "url"), context);
  if (node.contains("ready")) server.ready = to_pattern(node.at("ready"));
  if (node.contains("start_timeout")) server.start_timeout = to_duration(node.at("start_timeout"));
  server.stop_signal = to_signal(node.value("stop", std::string("SIGTERM")));
  server.directory = context.folder / node.value("directory", std::string());
  if (node.contains("directory") && !std::filesystem::is_directory(server.directory)) {
    context.refuse(child(pointer, "directory"), fmt::format("there is no directory {}", server.directory.string()));
  }
  const Json environment = node.value("environment", Json::object());
  for (const auto& [name, value] : environment.items()) {
    server.environment.emplace_back(name, value.get<std::string>());
  }
  return server;
}

}  // namespace

ServerSpec build_server(const Json& node, const std::string& pointer, const BuildContext& context) {
  if (node.is_string()) {
    const auto& text = node.get_ref<const std::string&>();
    if (text.find("://") != std::string::npos) {
      check_url(text, pointer, context);
      return RemoteServer{text};
    }
    EmbeddedServer server;
    server.everywhere = text;
    check_behaviour(text, pointer, context);
    return server;
  }
  if (node.contains("command")) return build_command(node, pointer, context);
  if (node.contains("url")) {
    refuse_others(node, pointer, context, {"comment", "url"}, "a server that is running already");
    const auto url = node.at("url").get<std::string>();
    check_url(url, child(pointer, "url"), context);
    return RemoteServer{url};
  }
  return build_embedded(node, pointer, context);
}

EngineSpec build_engines(const Json& node) {
  EngineSpec engines;
  const auto kinds = [](const Json& names) {
    std::vector<protocol::EngineKind> result;
    for (const Json& name : names) {
      result.push_back(name == "native" ? protocol::EngineKind::native : protocol::EngineKind::websocketpp);
    }
    return result;
  };
  if (node.contains("server")) engines.server = kinds(node.at("server"));
  if (node.contains("client")) engines.client = kinds(node.at("client"));
  engines.reason = node.at("reason").get<std::string>();
  return engines;
}

}  // namespace parley::scenario
