// The lines of an HTTP head, one at a time and without their CRLF (RFC 9112 §3, §4, §5).
#pragma once

#include <optional>
#include <string_view>

#include "protocol/http_head.hpp"

namespace parley::protocol {

/// Each fills its part of the message, or says what is wrong with the line.
[[nodiscard]] std::optional<HttpError> parse_start_line(std::string_view line, HttpRequest& request);
[[nodiscard]] std::optional<HttpError> parse_start_line(std::string_view line, HttpResponse& response);
[[nodiscard]] std::optional<HttpError> parse_field_line(std::string_view line, HttpFields& fields);

}  // namespace parley::protocol
