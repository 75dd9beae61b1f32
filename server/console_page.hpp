// The console: the page that a browser gets from the server, with its styles and scripts.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "protocol/http_message.hpp"
#include "server/http_endpoints.hpp"

namespace parley::server {

/// What may be loaded and opened by the page: its own files, and WebSockets to anywhere, since any URL can be typed.
/// Nothing inline, and no text can become markup or code (Trusted Types).
inline constexpr std::string_view console_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'";

/// The answer to a GET or HEAD of the page ("/"), of one of its parts ("/console/app.js") or of "/console/routes.json",
/// from which the page offers paths to connect to. Nothing for any other path.
[[nodiscard]] std::optional<protocol::HttpResponse> console_response(std::string_view path,
                                                                     std::span<const HttpRoute> routes);

}  // namespace parley::server
