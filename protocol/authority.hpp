// Host and port, as they stand in a URI and in the Host field (RFC 3986 §3.2, RFC 9110 §7.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::protocol {

struct Authority {
  std::string host;                   // lower case, never empty; an IPv6 address without its brackets
  std::optional<std::uint16_t> port;  // 1 to 65535; nothing when none is named

  friend bool operator==(const Authority&, const Authority&) = default;
};

/// Without userinfo. The error is a sentence: what is wrong and what was expected.
[[nodiscard]] Result<Authority, std::string> parse_authority(std::string_view text);

/// "127.0.0.1" or "::1"
[[nodiscard]] bool is_ip_address(std::string_view host);

/// A host name of the DNS: labels of letters, digits and hyphens (RFC 1123 §2.1), the last of them no number, so that
/// an IPv4 address is none. The root's dot may end it.
[[nodiscard]] bool is_dns_name(std::string_view host);

/// The host as it stands in a URI: an IPv6 address gets its brackets.
[[nodiscard]] std::string uri_host(std::string_view host);

}  // namespace parley::protocol
