// Shape: what may stand at one place of a scenario file. The tables in format_*.cpp are made of these.
//
// One description serves three readers: `conform` checks a file against it, `json_schema` writes it down for editors,
// and a test compares the keys with those that docs/scenarios.md explains.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/json_text.hpp"

namespace parley::scenario {

enum class Kind : std::uint8_t {
  any,  // every JSON value
  boolean,
  only_true,   // `true`, for verbs that need nothing more
  only_false,  // `false`, for hooks that can only refuse
  integer,
  number,
  text,
  choice,          // one of a list of strings
  duration,        // "500ms"
  size,            // "16MiB" or a number of bytes
  duration_limit,  // "< 5ms": a comparison with a duration
  comparison,      // ">= 100": a comparison with a number
  regex,           // ECMAScript
  pointer,         // a JSON pointer
  name,            // of a barrier
  variable_name,   // what may stand in {{…}}
  path,            // "/chat"
  route,           // a path that a server can be asked for: ASCII without "?"
  field_value,     // of an HTTP header field
  origin,          // "https://example.org"
  url,             // "ws://…"
  token,           // of HTTP, as a subprotocol is
  list,
  map,     // free keys, one shape for all values
  object,  // a table of keys
  either,  // alternatives that differ in their JSON type
};

enum class Need : std::uint8_t { optional, required };

struct Shape;
/// Shapes refer to each other, and some to themselves: so a reference is a function.
using ShapeOf = const Shape& (*)();

struct Field {
  std::string_view key = {};
  ShapeOf shape = nullptr;
  std::string_view meaning = {};  // one sentence, for editors
  Need need = Need::optional;
};

struct Shape {
  Kind kind = Kind::any;
  std::string_view name = {};     // of an object: "client", "step"; also its name in the JSON Schema
  std::string_view meaning = {};  // one sentence
  std::vector<std::string_view> choices = {};
  // Of numbers and sizes; of durations in nanoseconds; of a text, a list, a map and an object the length.
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  ShapeOf item = nullptr;                          // of a list or a map
  ShapeOf key = nullptr;                           // a text that each key of a map is; null: any
  std::vector<Field> fields = {};                  // of an object
  std::vector<std::string_view> exactly_one = {};  // of these keys
  std::vector<ShapeOf> alternatives = {};
};

/// What a message says was expected: `a duration such as "500ms"`.
[[nodiscard]] std::string expectation(const Shape& shape);

/// True when a node of this JSON type can be meant for the shape.
[[nodiscard]] bool accepts_type(const Shape& shape, const Json& node);

[[nodiscard]] const Field* find_field(const Shape& object, std::string_view key);

// The leaves that need no numbers.
const Shape& any_shape();
const Shape& boolean_shape();
const Shape& true_shape();
const Shape& text_shape();
const Shape& some_text_shape();  // not empty
const Shape& duration_shape();
const Shape& positive_duration_shape();
const Shape& size_shape();
const Shape& positive_size_shape();
const Shape& payload_size_shape();  // of what is sent: it is held in memory
const Shape& duration_limit_shape();
const Shape& comparison_shape();
const Shape& regex_shape();
const Shape& pointer_shape();
const Shape& name_shape();
const Shape& variable_name_shape();
const Shape& path_shape();
const Shape& route_shape();
const Shape& field_value_shape();
const Shape& origin_shape();
const Shape& url_shape();
const Shape& token_shape();
const Shape& count_shape();     // an integer from 0 to a thousand million
const Shape& positive_shape();  // the same from 1
const Shape& texts_shape();     // a list of strings
const Shape& text_or_texts_shape();
const Shape& token_or_tokens_shape();
const Shape& close_code_shape();    // 0 to 65535: a test tool sends and expects them all
const Shape& amount_shape();        // a number from 0, or a comparison
const Shape& whole_amount_shape();  // an integer from 0, or a comparison

}  // namespace parley::scenario
