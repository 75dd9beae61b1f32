// The client's side of the opening handshake (RFC 6455 §4.1), as pure functions over requests and responses.
#pragma once

#include <string>

#include "protocol/engine.hpp"
#include "protocol/result.hpp"

namespace parley::protocol {

[[nodiscard]] HttpRequest make_opening_request(const ClientEngineOptions& options);

/// Checks a response with status 101. The error is a sentence with the section of the rule that was broken.
[[nodiscard]] Result<Negotiated, std::string> check_opening_response(const HttpResponse& response,
                                                                     const ClientEngineOptions& options);

}  // namespace parley::protocol
