#include "harness/scenario/text_value.hpp"

#include <algorithm>
#include <stdexcept>

#include "harness/scenario/comparison.hpp"
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
      return protocol::parse_duration(text).has_value();
    case Kind::size:
      return protocol::parse_byte_size(text).has_value();
    case Kind::duration_limit:
      return parse_duration_comparison(text).has_value();
    case Kind::comparison:
      return parse_comparison(text).has_value();
    case Kind::pointer:
      return is_pointer(text);
    case Kind::name:
      return is_name(text);
    case Kind::path:
      return text.starts_with('/');
    case Kind::url:
      return is_url(text);
    case Kind::token:
      return protocol::is_token(text);
    case Kind::regex:
      return regex_fault(text).empty();
    case Kind::any:
    case Kind::boolean:
    case Kind::only_true:
    case Kind::only_false:
    case Kind::integer:
    case Kind::number:
    case Kind::text:
    case Kind::list:
    case Kind::map:
    case Kind::object:
    case Kind::either:
      return true;
  }
  return true;
}

}  // namespace parley::scenario
