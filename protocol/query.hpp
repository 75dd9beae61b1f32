// The query part of a request target: "room=a&self=0".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::protocol {

/// "%20" becomes a space (RFC 3986 §2.1); "+" stays a plus. Nothing when a "%" is not followed by two hex digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

/// Names and values in their order, percent-decoded; what cannot be decoded stays as it is. "a" alone has the value "".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

/// The value of the first parameter of this name.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace parley::protocol
