// Who may connect: the policy for an upgrade, apart from its path and its behaviour.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/http_message.hpp"

namespace parley::server {

/// True when the request names no origin (no browser), when no origins are listed, or when its origin is listed.
/// Origins compare as they are (RFC 6454 §4: browsers send scheme and host in lower case).
[[nodiscard]] bool origin_allowed(const protocol::HttpRequest& request, const std::vector<std::string>& origins);

/// The first of the client's subprotocols that is `supported`; empty when there is none (RFC 6455 §4.2.2 item 4).
[[nodiscard]] std::string choose_subprotocol(const protocol::HttpRequest& request,
                                             const std::vector<std::string>& supported);

}  // namespace parley::server
