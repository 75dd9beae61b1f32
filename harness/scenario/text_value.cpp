#include "harness/scenario/text_value.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "harness/scenario/comparison.hpp"
#include "harness/scenario/placeholder.hpp"
#include "harness/scenario/regex.hpp"
#include "protocol/byte_size.hpp"
#include "protocol/duration.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::scenario {
namespace {

bool is_name(std::string_view text) {
  const auto begins = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto goes_on = [&](char c) { return begins(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && begins(text.front()) && std::all_of(text.begin(), text.end(), goes_on);
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
}

/// "null", or a scheme and a host, perhaps with a port; nothing behind them (RFC 6454 §6.1).
/// RFC 3986 §3.1.
bool is_scheme(std::string_view text) {
  const auto fits = [](char c) { return protocol::is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; };
  return !text.empty() && protocol::is_alphanumeric(text[0]) && (text[0] < '0' || text[0] > '9') &&
         std::all_of(text.begin(), text.end(), fits);
}

bool is_origin(std::string_view text) {
  if (text == "null") return true;
  const auto colon = text.find("://");
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return false;
  const std::string_view host = text.substr(colon + 3);
  return !host.empty() && is_printable(host) && host.find_first_of(" \t/?#@") == std::string_view::npos;
}

/// The number that a size or a duration stands for; nothing when it is none.
std::optional<double> number_of(const std::string& text, Kind kind) {
  if (kind == Kind::size) {
    const auto size = protocol::parse_byte_size(text);
    return size ? std::optional(static_cast<double>(*size)) : std::nullopt;
  }
  const auto duration = protocol::parse_duration(text);
  return duration ? std::optional(static_cast<double>(duration->count())) : std::nullopt;
}

bool is_in_range(const std::string& text, const Shape& shape) {
  const auto number = number_of(text, shape.kind);
  return number && *number >= shape.min && *number <= shape.max;
}

bool is_pointer(const std::string& text) {
  try {
    static_cast<void>(Json::json_pointer(text));
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

/// No more than what it begins with: `parse_uri` finds the other faults, and says what they are.
bool is_url(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return false;
  const auto scheme = protocol::to_lower(text.substr(0, colon));
  return scheme == "ws" || scheme == "wss";
}

}  // namespace

std::optional<RangeFault> range_fault(const std::string& text, const Shape& shape) {
  if (shape.kind != Kind::size && shape.kind != Kind::duration) return std::nullopt;
  const auto number = number_of(text, shape.kind);
  if (!number) return std::nullopt;
  if (*number < shape.min) return RangeFault{Fault::structure, "more than 0"};
  if (*number <= shape.max) return std::nullopt;
  const auto most = static_cast<std::int64_t>(shape.max);
  return RangeFault{Fault::meaning, "at most " + (shape.kind == Kind::size
                                                      ? protocol::format_byte_size(static_cast<std::uint64_t>(most))
                                                      : protocol::format_duration(std::chrono::nanoseconds(most)))};
}

std::string regex_fault(const std::string& text) {
  try {
    static_cast<void>(Regex(text));
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

bool is_valid_text(const std::string& text, const Shape& shape) {
  switch (shape.kind) {
    case Kind::choice:
      return std::find(shape.choices.begin(), shape.choices.end(), text) != shape.choices.end();
    case Kind::duration:
    case Kind::size:
      return is_in_range(text, shape);
    case Kind::duration_limit:
      return parse_duration_comparison(text).has_value();
    case Kind::comparison:
      return parse_comparison(text).has_value();
    case Kind::pointer:
      return is_pointer(text);
    case Kind::name:
      return is_name(text);
    case Kind::variable_name:
      return is_placeholder_name(text);
    case Kind::path:
      return text.starts_with('/') && text.find('#') == std::string::npos;
    case Kind::route:
      return text.starts_with('/') && is_printable(text) && text.find_first_of("?# \t") == std::string::npos;
    case Kind::field_value:
      return is_printable(text);
    case Kind::origin:
      return is_origin(text);
    case Kind::url:
      return is_url(text);
    case Kind::token:
      return protocol::is_token(text);
    case Kind::regex:
      return regex_fault(text).empty();
    case Kind::text:
      return static_cast<double>(text.size()) >= shape.min;
    case Kind::any:
    case Kind::boolean:
    case Kind::only_true:
    case Kind::only_false:
    case Kind::integer:
    case Kind::number:
    case Kind::list:
    case Kind::map:
    case Kind::object:
    case Kind::either:
      return true;
  }
  return true;
}

}  // namespace parley::scenario
