// The small grammar that HTTP field values are made of: tokens, lists, decimal numbers (RFC 9110 §5.6).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::protocol {

/// ALPHA or DIGIT (RFC 5234 §B.1).
[[nodiscard]] constexpr bool is_alphanumeric(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// tchar (RFC 9110 §5.6.2).
[[nodiscard]] constexpr bool is_token_char(char c) noexcept {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// One or more tchar.
[[nodiscard]] bool is_token(std::string_view text) noexcept;

/// True when `value` may stand in a header field: no control characters but tab (RFC 9110 §5.5).
[[nodiscard]] bool is_field_value(std::string_view value) noexcept;

/// ASCII letters only, whatever the locale.
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
[[nodiscard]] std::string to_lower(std::string_view text);

/// Without spaces and tabs at both ends (OWS, RFC 9110 §5.6.3).
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// The elements of a comma-separated list, trimmed, without the empty ones (RFC 9110 §5.6.1.2). A comma inside a
/// quoted string does not separate.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view value);

/// One or more digits and nothing else; nothing when the number does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view digits) noexcept;

/// The text between double quotes for a message to people: at most 64 bytes of it, all printable ASCII.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace parley::protocol
