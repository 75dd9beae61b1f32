#include "server/console_page.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "server/console_assets.hpp"
#include "server/registry.hpp"

namespace parley::server {
namespace {

constexpr std::string_view parts = "/console/";

std::string_view content_type(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  if (name.ends_with(".json")) return "application/json";
  return "text/javascript; charset=utf-8";  // RFC 9239 §6
}

protocol::HttpResponse response(std::string_view name, std::string body) {
  protocol::HttpResponse answer;
  answer.fields = {
      {"Content-Type", std::string(content_type(name))},
      {"Content-Security-Policy", std::string(console_security_policy)},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "no-cache"},  // another build of the server may answer next time
  };
  answer.body = std::move(body);
  return answer;
}

std::string_view summary_of(std::string_view behaviour) {
  const auto known = behaviours();
  const auto found = std::find_if(known.begin(), known.end(), [&](const auto& info) { return info.name == behaviour; });
  return found == known.end() ? std::string_view() : found->summary;
}

std::string routes_as_json(std::span<const HttpRoute> routes) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& route : routes) {
    list.push_back({{"path", route.path},
                    {"behaviour", route.behaviour},
                    {"summary", summary_of(route.behaviour)},
                    {"options", route.options}});
  }
  // Paths come from a command line and need not be UTF-8.
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::optional<protocol::HttpResponse> console_response(std::string_view path, std::span<const HttpRoute> routes) {
  std::string_view name = "console.html";
  if (path != "/") {
    if (!path.starts_with(parts)) return std::nullopt;
    name = path.substr(parts.size());
  }
  if (name == "routes.json") return response(name, routes_as_json(routes));
  for (const auto& asset : console_assets()) {
    if (asset.name == name) return response(name, std::string(asset.body));
  }
  return std::nullopt;
}

}  // namespace parley::server
