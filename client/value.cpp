#include "client/value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace parley::client {

namespace {

using Member = const Value::object_t::value_type*;

std::vector<Member> members_by_key(const Value::object_t& object) {
  std::vector<Member> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](Member a, Member b) { return a->first < b->first; });
  return members;
}

bool same_objects(const Value::object_t& a, const Value::object_t& b) {
  if (a.size() != b.size()) return false;
  const auto left = members_by_key(a);
  const auto right = members_by_key(b);
  return std::equal(left.begin(), left.end(), right.begin(),
                    [](Member x, Member y) { return x->first == y->first && same_value(x->second, y->second); });
}

}  // namespace

Value binary_value(protocol::ByteView bytes) {
  return Value::binary({bytes.begin(), bytes.end()});
}

bool is_falsy(const Value& value) {
  switch (value.type()) {
    case Value::value_t::null:
    case Value::value_t::discarded:
      return true;
    case Value::value_t::boolean:
      return !value.get<bool>();
    case Value::value_t::number_integer:
    case Value::value_t::number_unsigned:
      return value == 0;
    case Value::value_t::number_float:
      return value.get<double>() == 0 || std::isnan(value.get<double>());
    case Value::value_t::string:
      return value.get_ref<const std::string&>().empty();
    case Value::value_t::object:
    case Value::value_t::array:
    case Value::value_t::binary:
      return false;
  }
  return false;
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  if (number == 0) return "0";  // -0 too
  // ECMA-262 Number::toString: decimals from 1e-6 up to below 1e21, an exponent elsewhere.
  const double size = std::abs(number);
  const auto format = size >= 1e-6 && size < 1e21 ? std::chars_format::fixed : std::chars_format::scientific;
  std::array<char, 64> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format).ptr;
  std::string text(buffer.data(), end);
  // to_chars pads the exponent to two digits, JavaScript does not.
  if (const auto e = text.find('e'); e != std::string::npos && text[e + 2] == '0') text.erase(e + 2, 1);
  return text;
}

std::string text_of(const Value& value) {
  switch (value.type()) {
    case Value::value_t::string:
      return value.get<std::string>();
    case Value::value_t::number_float:
      return number_text(value.get<double>());
    case Value::value_t::binary:
      return std::string(protocol::as_text(value.get_binary()));
    case Value::value_t::discarded:
      return {};
    case Value::value_t::null:
    case Value::value_t::boolean:
    case Value::value_t::number_integer:
    case Value::value_t::number_unsigned:
    case Value::value_t::object:
    case Value::value_t::array:
      return value.dump(-1, ' ', false, Value::error_handler_t::replace);
  }
  return {};
}

bool same_value(const Value& a, const Value& b) {
  if (a.is_object() && b.is_object()) {
    return same_objects(a.get_ref<const Value::object_t&>(), b.get_ref<const Value::object_t&>());
  }
  if (a.is_array() && b.is_array()) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same_value);
  }
  return a == b;
}

}  // namespace parley::client
