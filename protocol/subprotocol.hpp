// The list of subprotocols that a client offers (RFC 6455 §4.1 item 10, §11.3.4).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/result.hpp"

namespace parley::protocol {

/// One or more tokens, all different. The error says which is not, and what was expected.
[[nodiscard]] Result<std::vector<std::string>, std::string> parse_subprotocols(std::string_view value);

/// Whether the name at `index` stands before it already: "all MUST be unique strings" (RFC 6455 §4.1 item 10).
[[nodiscard]] bool stands_before(const std::vector<std::string>& names, std::size_t index);

}  // namespace parley::protocol
