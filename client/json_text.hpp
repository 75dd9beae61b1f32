// JSON text to Value, as strict as JavaScript's JSON.parse and safe against hostile input.
#pragma once

#include <optional>
#include <string_view>

#include "client/value.hpp"

namespace parley::client {

/// Nothing when the text is not JSON, or nested deeper than `max_value_depth`. Of two members with one name the last
/// wins. Integers that fit 64 bits stay exact, where JavaScript rounds to a double; a number too large for a double
/// and an escaped half of a surrogate pair, for which JSON has no value, are refused.
[[nodiscard]] std::optional<Value> parse_json(std::string_view text);

}  // namespace parley::client
