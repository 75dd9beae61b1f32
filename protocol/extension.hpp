// The grammar of Sec-WebSocket-Extensions (RFC 6455 §9.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/result.hpp"

namespace parley::protocol {

struct ExtensionParameter {
  std::string name;                  // a token
  std::optional<std::string> value;  // a token; what stood between quotes is unescaped

  friend bool operator==(const ExtensionParameter&, const ExtensionParameter&) = default;
};

struct Extension {
  std::string name;  // a token
  std::vector<ExtensionParameter> parameters;

  friend bool operator==(const Extension&, const Extension&) = default;
};

/// Reads the combined value of the field. Empty list elements are skipped (RFC 9110 §5.6.1.2), but there must be one
/// extension at least. The error says where the grammar is broken.
[[nodiscard]] Result<std::vector<Extension>, std::string> parse_extensions(std::string_view value);

/// "permessage-deflate; client_max_window_bits=10"
[[nodiscard]] std::string to_string(const Extension& extension);

}  // namespace parley::protocol
