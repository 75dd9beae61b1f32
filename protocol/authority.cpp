#include "protocol/authority.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

/// reg-name without percent-escapes: no name that the DNS or a hosts file resolves holds one (RFC 3986 §3.2.2).
bool is_host_char(char c) {
  return is_alphanumeric(c) || std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos;
}

bool is_dns_label(std::string_view label) {
  constexpr std::size_t longest_label = 63;
  const auto fits = [](char c) { return is_alphanumeric(c) || c == '-'; };
  return !label.empty() && label.size() <= longest_label && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), fits);
}

bool is_ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

Result<std::optional<std::uint16_t>, std::string> parse_port(std::string_view text) {
  if (text.empty()) return std::optional<std::uint16_t>();  // "host:" is allowed and means the scheme's own port
  const auto port = parse_decimal(text);
  if (!port || *port == 0 || *port > 65535) {
    return failure("the port is " + in_quotes(text) + ", expected a number from 1 to 65535");
  }
  return std::optional(static_cast<std::uint16_t>(*port));
}

Result<Authority, std::string> with_port(std::string host, std::string_view rest) {
  if (rest.empty()) return Authority{std::move(host), std::nullopt};
  if (rest.front() != ':') return failure(in_quotes(rest) + " follows the host, expected \":\" and a port");
  const auto port = parse_port(rest.substr(1));
  if (!port) return failure(port.error());
  return Authority{std::move(host), *port};
}

}  // namespace

Result<Authority, std::string> parse_authority(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    const std::string address = to_lower(text.substr(1, end == std::string_view::npos ? end : end - 1));
    if (end == std::string_view::npos || !is_ipv6(address)) {
      return failure("the host is " + in_quotes(text.substr(0, end)) +
                     ", expected an IPv6 address between \"[\" and \"]\"");
    }
    return with_port(address, text.substr(end + 1));
  }
  const std::size_t colon = text.find(':');
  const bool several_colons = colon != text.rfind(':');  // an IPv6 address that lost its brackets
  const std::string_view host = several_colons ? text : text.substr(0, colon);
  if (host.empty()) return failure(std::string("the host is missing"));
  if (!std::all_of(host.begin(), host.end(), is_host_char)) {
    return failure("the host is " + in_quotes(host) +
                   ", expected a name, an IPv4 address, or an IPv6 address in brackets");
  }
  return with_port(to_lower(host), colon == std::string_view::npos ? std::string_view() : text.substr(colon));
}

bool is_ip_address(std::string_view host) {
  const std::string text(host);
  in_addr address{};
  return is_ipv6(text) || inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool is_dns_name(std::string_view host) {
  constexpr std::size_t longest_name = 253;  // RFC 1035 §2.3.4, as text
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.size() > longest_name) return false;
  while (true) {
    const auto dot = host.find('.');
    if (!is_dns_label(host.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return !parse_decimal(host);
    host.remove_prefix(dot + 1);
  }
}

std::string uri_host(std::string_view host) {
  const bool is_address = host.find(':') != std::string_view::npos;
  return is_address ? "[" + std::string(host) + "]" : std::string(host);
}

}  // namespace parley::protocol
