// ws: and wss: URIs (RFC 6455 §3, RFC 3986).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::protocol {

struct Uri {
  bool secure = false;         // wss
  std::string userinfo;        // "user:password" percent-decoded, or empty
  std::string host;            // lower case; an IPv6 address without its brackets
  std::uint16_t port = 80;     // 80 or 443 when the URI names none
  std::string resource = "/";  // path and query: what goes into the request line

  /// "host", or "host:port" where the port is not the scheme's own; IPv6 in brackets (the Host field, RFC 9110 §7.2).
  [[nodiscard]] std::string authority() const;
  [[nodiscard]] std::string to_string() const;  // without the userinfo
};

/// The error is a sentence for the user: what is wrong and what was expected. A fragment is refused (RFC 6455 §3).
[[nodiscard]] Result<Uri, std::string> parse_uri(std::string_view text);

}  // namespace parley::protocol
