// Paths of routes and requests, in the one form in which they are compared.
#pragma once

#include <string>
#include <string_view>

namespace parley::server {

/// "/%65cho" and "/echo" are the same path: percent-encoded unreserved characters are decoded, and the hex digits of
/// what stays encoded become upper case (RFC 3986 §6.2.2). Nothing else is changed: "/a/", "/a" and "/A" differ.
[[nodiscard]] std::string normalized_path(std::string_view path);

/// True when a route with the path `route` serves `path`; both normalized. "/rooms/*" serves every path that goes on
/// after "/rooms/", any other route only its own.
[[nodiscard]] bool serves(std::string_view route, std::string_view path);

/// True for "/rooms/*" and "/*".
[[nodiscard]] inline bool is_prefix_route(std::string_view route) {
  return route.ends_with("/*");
}

}  // namespace parley::server
