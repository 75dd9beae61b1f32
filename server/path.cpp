#include "server/path.hpp"

#include <fmt/format.h>

#include "protocol/query.hpp"

namespace parley::server {
namespace {

/// RFC 3986 §2.3.
bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string normalized_path(std::string_view path) {
  std::string normalized;
  normalized.reserve(path.size());
  while (!path.empty()) {
    const auto decoded = path[0] == '%' ? protocol::percent_decode(path.substr(0, 3)) : std::nullopt;
    if (!decoded || decoded->size() != 1) {
      normalized += path[0];
      path.remove_prefix(1);
      continue;
    }
    const char c = decoded->front();
    normalized += is_unreserved(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    path.remove_prefix(3);
  }
  return normalized;
}

bool serves(std::string_view route, std::string_view path) {
  if (route == path) return true;
  if (!is_prefix_route(route)) return false;
  route.remove_suffix(1);
  return path.size() > route.size() && path.starts_with(route);
}

}  // namespace parley::server
