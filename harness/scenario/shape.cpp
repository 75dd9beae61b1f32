#include "harness/scenario/shape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace parley::scenario {
namespace {

constexpr double largest_count = 1e9;                   // more would not come to an end, and is a slip
constexpr double largest_size = 1ULL << 50U;            // of limits: nothing is allocated for them
constexpr double largest_payload = 1ULL << 30U;         // 1 GiB: each message is held in memory
constexpr double longest_duration = 365 * 24 * 3600e9;  // a year: times that are added up stay in range

std::string numbers(std::string_view noun, const Shape& shape) {
  if (std::isinf(shape.min)) return std::string(noun);
  if (std::isinf(shape.max)) return fmt::format("{} from {}", noun, shape.min);
  return fmt::format("{} from {} to {}", noun, shape.min, shape.max);
}

std::string_view or_empty(const Shape& shape, std::string_view thing, std::string_view full) {
  return std::isfinite(shape.min) && shape.min > 0 ? full : thing;
}

std::string quoted_choices(const Shape& shape) {
  std::string text = shape.choices.size() > 1 ? "one of " : "";
  for (std::size_t i = 0; i < shape.choices.size(); ++i) {
    if (i != 0) text += i + 1 == shape.choices.size() ? " or " : ", ";
    text += fmt::format("\"{}\"", shape.choices[i]);
  }
  return text;
}

std::string alternatives(const Shape& shape) {
  std::string text;
  for (std::size_t i = 0; i < shape.alternatives.size(); ++i) {
    if (i != 0) text += i + 1 == shape.alternatives.size() ? " or " : ", ";
    text += expectation(shape.alternatives[i]());
  }
  return text;
}

template <Kind kind>
const Shape& leaf() {
  static const Shape shape{.kind = kind};
  return shape;
}

}  // namespace

std::string expectation(const Shape& shape) {
  switch (shape.kind) {
    case Kind::any:
      return "any JSON value";
    case Kind::boolean:
      return "true or false";
    case Kind::only_true:
      return "true";
    case Kind::only_false:
      return "false";
    case Kind::integer:
      return numbers("an integer", shape);
    case Kind::number:
      return numbers("a number", shape);
    case Kind::text:
      return std::string(or_empty(shape, "a string", "a string that is not empty"));
    case Kind::choice:
      return quoted_choices(shape);
    case Kind::duration:
      return "a duration such as \"500ms\"";
    case Kind::size:
      return "a size such as \"16MiB\" or a number of bytes";
    case Kind::duration_limit:
      return "a comparison with a duration such as \"< 5ms\"";
    case Kind::comparison:
      return "a comparison such as \">= 100\"";
    case Kind::regex:
      return "a regular expression";
    case Kind::pointer:
      return "a JSON pointer such as \"/value\"";
    case Kind::name:
      return "a name of letters, digits, '-' and '_'";
    case Kind::variable_name:
      return "a name of letters, digits, '-', '_' and '.', for so it stands in {{…}}";
    case Kind::path:
      return "a path that begins with \"/\" and has no \"#\"";
    case Kind::route:
      return "a path that begins with \"/\", of ASCII characters without spaces, \"?\" and \"#\"";
    case Kind::field_value:
      return "a field value of printable ASCII characters (RFC 9110 §5.5)";
    case Kind::origin:
      return "an origin such as \"https://example.org\", or \"null\" (RFC 6454 §6.1)";
    case Kind::url:
      return "a URL that begins with \"ws://\" or \"wss://\"";
    case Kind::token:
      return "a token (RFC 6455 §4.1, RFC 9110 §5.6.2)";
    case Kind::list:
      return std::string(or_empty(shape, "a list", "a list that is not empty"));
    case Kind::map:
    case Kind::object:
      return std::string(or_empty(shape, "an object", "an object that is not empty"));
    case Kind::either:
      return alternatives(shape);
  }
  return "";
}

bool accepts_type(const Shape& shape, const Json& node) {
  switch (shape.kind) {
    case Kind::any:
      return true;
    case Kind::boolean:
    case Kind::only_true:
    case Kind::only_false:
      return node.is_boolean();
    case Kind::integer:
    case Kind::number:
      return node.is_number();
    case Kind::size:
      return node.is_string() || node.is_number();
    case Kind::text:
    case Kind::choice:
    case Kind::duration:
    case Kind::duration_limit:
    case Kind::comparison:
    case Kind::regex:
    case Kind::pointer:
    case Kind::name:
    case Kind::variable_name:
    case Kind::path:
    case Kind::route:
    case Kind::field_value:
    case Kind::origin:
    case Kind::url:
    case Kind::token:
      return node.is_string();
    case Kind::list:
      return node.is_array();
    case Kind::map:
    case Kind::object:
      return node.is_object();
    case Kind::either:
      return std::any_of(shape.alternatives.begin(), shape.alternatives.end(),
                         [&](ShapeOf alternative) { return accepts_type(alternative(), node); });
  }
  return false;
}

const Field* find_field(const Shape& object, std::string_view key) {
  const auto found =
      std::find_if(object.fields.begin(), object.fields.end(), [&](const Field& field) { return field.key == key; });
  return found != object.fields.end() ? &*found : nullptr;
}

const Shape& any_shape() {
  return leaf<Kind::any>();
}
const Shape& boolean_shape() {
  return leaf<Kind::boolean>();
}
const Shape& true_shape() {
  return leaf<Kind::only_true>();
}
const Shape& text_shape() {
  return leaf<Kind::text>();
}
const Shape& duration_limit_shape() {
  return leaf<Kind::duration_limit>();
}
const Shape& comparison_shape() {
  return leaf<Kind::comparison>();
}
const Shape& regex_shape() {
  return leaf<Kind::regex>();
}
const Shape& pointer_shape() {
  return leaf<Kind::pointer>();
}
const Shape& name_shape() {
  return leaf<Kind::name>();
}
const Shape& path_shape() {
  return leaf<Kind::path>();
}
const Shape& variable_name_shape() {
  return leaf<Kind::variable_name>();
}
const Shape& route_shape() {
  return leaf<Kind::route>();
}
const Shape& field_value_shape() {
  return leaf<Kind::field_value>();
}
const Shape& origin_shape() {
  return leaf<Kind::origin>();
}
const Shape& url_shape() {
  return leaf<Kind::url>();
}
const Shape& token_shape() {
  return leaf<Kind::token>();
}

const Shape& some_text_shape() {
  static const Shape shape{.kind = Kind::text, .min = 1};
  return shape;
}

const Shape& duration_shape() {
  static const Shape shape{.kind = Kind::duration, .max = longest_duration};
  return shape;
}

const Shape& positive_duration_shape() {
  static const Shape shape{.kind = Kind::duration, .min = 1, .max = longest_duration};
  return shape;
}

const Shape& size_shape() {
  static const Shape shape{.kind = Kind::size, .min = 0, .max = largest_size};
  return shape;
}

const Shape& positive_size_shape() {
  static const Shape shape{.kind = Kind::size, .min = 1, .max = largest_size};
  return shape;
}

const Shape& payload_size_shape() {
  static const Shape shape{.kind = Kind::size, .min = 0, .max = largest_payload};
  return shape;
}

const Shape& count_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 0, .max = largest_count};
  return shape;
}

const Shape& positive_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 1, .max = largest_count};
  return shape;
}

const Shape& texts_shape() {
  static const Shape shape{.kind = Kind::list, .item = text_shape};
  return shape;
}

const Shape& text_or_texts_shape() {
  static const Shape some{.kind = Kind::list, .min = 1, .item = text_shape};
  static const Shape shape{.kind = Kind::either, .alternatives = {text_shape, []() -> const Shape& { return some; }}};
  return shape;
}

const Shape& token_or_tokens_shape() {
  static const Shape some{.kind = Kind::list, .min = 1, .item = token_shape};
  static const Shape shape{.kind = Kind::either, .alternatives = {token_shape, []() -> const Shape& { return some; }}};
  return shape;
}

const Shape& close_code_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 0, .max = 65535};
  return shape;
}

const Shape& amount_shape() {
  static const Shape number{.kind = Kind::number, .min = 0};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {[]() -> const Shape& { return number; }, comparison_shape}};
  return shape;
}

const Shape& whole_amount_shape() {
  static const Shape number{.kind = Kind::integer, .min = 0};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {[]() -> const Shape& { return number; }, comparison_shape}};
  return shape;
}

}  // namespace parley::scenario
