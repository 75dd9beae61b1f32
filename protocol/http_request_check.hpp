// What every HTTP/1.1 request must satisfy before anyone looks at what it asks for.
#pragma once

#include <optional>

#include "protocol/http_head.hpp"

namespace parley::protocol {

/// Checks Host, the form of the target and what says how long the content is. A target in absolute form, which servers
/// must take (RFC 9112 §3.2.2), is brought into origin form, and its authority takes the place of Host.
[[nodiscard]] std::optional<HttpError> check_request(HttpRequest& request);

/// True when a body follows the head (RFC 9112 §6).
[[nodiscard]] bool has_content(const HttpFields& fields);

}  // namespace parley::protocol
