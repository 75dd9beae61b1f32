#include "server/admission.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::server {

bool origin_allowed(const protocol::HttpRequest& request, const std::vector<std::string>& origins) {
  if (origins.empty()) return true;
  const auto origin = request.fields.combined("Origin");
  return !origin || std::find(origins.begin(), origins.end(), *origin) != origins.end();
}

std::string choose_subprotocol(const protocol::HttpRequest& request, const std::vector<std::string>& supported) {
  if (supported.empty()) return {};
  const auto offered = request.fields.combined("Sec-WebSocket-Protocol");
  if (!offered) return {};
  for (const auto name : protocol::split_list(*offered)) {
    if (std::find(supported.begin(), supported.end(), name) != supported.end()) return std::string(name);
  }
  return {};
}

}  // namespace parley::server
