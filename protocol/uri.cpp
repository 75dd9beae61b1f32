#include "protocol/uri.hpp"

#include <algorithm>
#include <optional>

#include "protocol/authority.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

constexpr std::uint16_t default_port(bool secure) noexcept {
  return secure ? 443 : 80;  // RFC 6455 §3
}

/// Everything that may stand in a URI, percent-escapes and delimiters included (RFC 3986 §2).
bool is_uri_char(char c) {
  return is_alphanumeric(c) || std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

/// Nothing when a "%" is not followed by two hexadecimal digits (RFC 3986 §2.1).
std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    if (at + 2 >= text.size()) return std::nullopt;
    const auto high = hex_value(text[at + 1]);
    const auto low = hex_value(text[at + 2]);
    if (!high || !low) return std::nullopt;
    decoded += static_cast<char>(*high * 16 + *low);
    at += 2;
  }
  return decoded;
}

/// The character that `text` begins with, of UTF-8: "%C3%A9".
std::string escaped_character(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string escaped;
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    if (!escaped.empty() && (byte & 0xC0U) != 0x80U) break;  // the next character begins
    escaped += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
  }
  return escaped;
}

std::optional<std::string> bad_character(std::string_view text) {
  const auto* const bad = std::find_if_not(text.begin(), text.end(), is_uri_char);
  if (bad == text.end()) return std::nullopt;
  const auto begin = static_cast<std::size_t>(bad - text.begin());
  return "the URI holds " + in_quotes(text.substr(begin, 1)) + " at position " + std::to_string(begin + 1) +
         ", expected it percent-encoded: " + escaped_character(text.substr(begin));
}

Result<bool, std::string> parse_scheme(std::string_view scheme) {
  if (equals_ignoring_case(scheme, "ws")) return false;
  if (equals_ignoring_case(scheme, "wss")) return true;
  return failure("the scheme is " + in_quotes(scheme) + ", expected \"ws\" or \"wss\"");
}

/// `text` begins after "//" and ends before the path.
std::optional<std::string> parse_server(std::string_view text, Uri& uri) {
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos) {
    const std::string_view userinfo = text.substr(0, at);
    const auto decoded = percent_decode(userinfo);
    if (!decoded || userinfo.find_first_of("@[]") != std::string_view::npos) {
      // The text may hold a password: do not repeat it.
      return "the user information before \"@\" holds a character that must be percent-encoded";
    }
    uri.userinfo = *decoded;
    text.remove_prefix(at + 1);
  }
  const auto authority = parse_authority(text);
  if (!authority) return authority.error();
  uri.host = authority->host;
  uri.port = authority->port.value_or(default_port(uri.secure));
  return std::nullopt;
}

std::optional<std::string> parse_resource(std::string_view text, Uri& uri) {
  if (text.find('#') != std::string_view::npos) {
    return "the URI has a fragment, expected none: \"#\" is written %23";  // RFC 6455 §3
  }
  if (!percent_decode(text) || text.find_first_of("[]") != std::string_view::npos) {
    return "the path or query is " + in_quotes(text) +
           ", expected \"%\" to begin an escape, and \"[\" and \"]\" escaped";
  }
  uri.resource = text.empty() || text.front() != '/' ? "/" + std::string(text) : std::string(text);
  return std::nullopt;
}

}  // namespace

std::string Uri::authority() const {
  return port == default_port(secure) ? uri_host(host) : uri_host(host) + ":" + std::to_string(port);
}

std::string Uri::to_string() const {
  return (secure ? "wss://" : "ws://") + authority() + resource;
}

Result<Uri, std::string> parse_uri(std::string_view text) {
  if (const auto bad = bad_character(text)) return failure(*bad);
  const std::size_t mark = text.find("://");
  if (mark == std::string_view::npos) {
    return failure("the URI is " + in_quotes(text) + ", expected it to begin with \"ws://\" or \"wss://\"");
  }
  const auto secure = parse_scheme(text.substr(0, mark));
  if (!secure) return failure(secure.error());
  Uri uri;
  uri.secure = *secure;
  const std::string_view rest = text.substr(mark + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  if (const auto error = parse_server(rest.substr(0, end), uri)) return failure(*error);
  if (const auto error = parse_resource(rest.substr(end), uri)) return failure(*error);
  return uri;
}

}  // namespace parley::protocol
