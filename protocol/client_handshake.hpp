// The client's side of the opening handshake (RFC 6455 §4.1), as pure functions over requests and responses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/engine.hpp"
#include "protocol/result.hpp"

namespace parley::protocol {

[[nodiscard]] HttpRequest make_opening_request(const ClientEngineOptions& options);

/// A field that the options above decide about. RFC 6455 §4.1 has most of them once, so that none may be added.
[[nodiscard]] bool is_handshake_field(std::string_view name) noexcept;

/// One that a user gives beside them, as "Name: value" (RFC 9112 §5); nothing when it is no field.
[[nodiscard]] std::optional<HttpField> parse_given_field(std::string_view line);

/// Checks a response with status 101. The error is a sentence with the section of the rule that was broken.
[[nodiscard]] Result<Negotiated, std::string> check_opening_response(const HttpResponse& response,
                                                                     const ClientEngineOptions& options);

}  // namespace parley::protocol
