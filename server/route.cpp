#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "protocol/query.hpp"
#include "server/server.hpp"

namespace parley::server {

std::vector<Route> default_routes() {
  return {{"/", "node-demo", {}},
          {"/echo", "echo", {}},
          {"/broadcast", "broadcast", {}},
          {"/websocket/heartrate", "heart-rate", {}},
          {"/websocket/chatroom", "chat-room", {}},
          {"/auth/*", "clown-hub", {}},
          {"/shootout", "shootout", {}},
          {"/ticker", "ticker", {}},
          {"/ticker/weather", "ticker", {{"kind", "weather"}}},
          {"/slow", "slow", {}},
          {"/drop", "drop", {}},
          {"/fault/*", "fault", {}}};
}

std::map<std::string, std::string> shown_options(const Route& route) {
  auto options = route.options;
  options.erase("user");  // of clown-hub: with its password
  return options;
}

Route parse_route(std::string_view text) {
  const auto fault = [text](std::string_view what) {
    return std::invalid_argument(fmt::format(
        "route \"{}\": {}; expected PATH=BEHAVIOUR[?OPTION=VALUE&…], for example \"/=node-demo?interval=1s\"", text,
        what));
  };
  if (!text.starts_with('/')) throw fault("the path does not begin with \"/\"");
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) throw fault("there is no \"=\" after the path");
  Route route;
  route.path = text.substr(0, equals);
  if (route.path.find_first_of("?# ") != std::string::npos) throw fault("the path holds a \"?\", \"#\" or space");
  const auto in_request = [](char c) { return c > ' ' && c <= '~'; };  // RFC 3986 §2: a URL has no other characters
  if (!std::all_of(route.path.begin(), route.path.end(), in_request)) {
    throw fault("no request can name the path; write other characters than ASCII as they stand in a URL: \"%C3%A9\"");
  }
  const auto star = route.path.find('*');
  if (star != std::string::npos && (star + 1 != route.path.size() || route.path[star - 1] != '/')) {
    throw fault("a \"*\" stands only at the end of a path, as \"/*\"");
  }
  auto rest = text.substr(equals + 1);
  const auto question = std::min(rest.find('?'), rest.size());
  route.behaviour = rest.substr(0, question);
  if (route.behaviour.empty()) throw fault("there is no behaviour after the \"=\"");
  rest.remove_prefix(question);
  if (rest.empty()) return route;
  for (auto& [name, value] : protocol::parse_query(rest.substr(1))) {
    if (!route.options.emplace(name, value).second) throw fault(fmt::format("the option \"{}\" is given twice", name));
  }
  return route;
}

}  // namespace parley::server
