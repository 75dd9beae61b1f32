// Paths of routes and requests, in the one form in which they are compared.
#pragma once

#include <string>
#include <string_view>

namespace parley::server {

/// "/%65cho" and "/echo" are the same path: percent-encoded unreserved characters are decoded, and the hex digits of
/// what stays encoded become upper case (RFC 3986 §6.2.2). Nothing else is changed: "/a/", "/a" and "/A" differ.
[[nodiscard]] std::string normalized_path(std::string_view path);

}  // namespace parley::server
