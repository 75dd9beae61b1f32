// Value: what a message becomes and what a dataset holds: JSON that keeps the order of its keys, or bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "protocol/bytes.hpp"

namespace parley::client {

/// Binary messages are `Value::binary`. Note that its own operator== minds the order of keys: see `same_value`.
using Value = nlohmann::ordered_json;

/// Values nested deeper than this are not built: copying, comparing and printing them recurse.
inline constexpr std::size_t max_value_depth = 1000;

[[nodiscard]] Value binary_value(protocol::ByteView bytes);

/// JavaScript's idea of a value that counts as nothing: null, false, 0, "" (an array or object is never falsy).
[[nodiscard]] bool is_falsy(const Value& value);

/// JavaScript's String(value), except that arrays and objects are written as JSON. Bytes are taken as they are.
[[nodiscard]] std::string text_of(const Value& value);

/// JavaScript's text of a number: 1.0 is "1", 1e21 is "1e+21".
[[nodiscard]] std::string number_text(double number);

/// Deep equality: numbers by their value (1 equals 1.0), objects whatever the order of their keys.
[[nodiscard]] bool same_value(const Value& a, const Value& b);

}  // namespace parley::client
