#include "harness/scenario/matcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "client/json_text.hpp"
#include "client/value.hpp"

namespace parley::scenario {
namespace {

using protocol::MessageType;

std::string_view to_string(ValueType type) {
  switch (type) {
    case ValueType::text:
      return "a text message";
    case ValueType::binary:
      return "a binary message";
    case ValueType::object:
      return "an object";
    case ValueType::array:
      return "a list";
    case ValueType::string:
      return "a string";
    case ValueType::number:
      return "a number";
    case ValueType::integer:
      return "an integer";
    case ValueType::boolean:
      return "true or false";
    case ValueType::null:
      return "null";
  }
  return "";
}

bool is_integer(const Json& value) {
  if (!value.is_number()) return false;
  return value.is_number_integer() || std::floor(value.get<double>()) == value.get<double>();
}

bool has_type(const Subject& subject, ValueType type) {
  const Json* value = subject.value;
  switch (type) {
    case ValueType::text:
      return subject.message_type ? subject.message_type == MessageType::text : value->is_string();
    case ValueType::binary:
      return subject.message_type ? subject.message_type == MessageType::binary : value->is_binary();
    case ValueType::object:
      return value != nullptr && value->is_object();
    case ValueType::array:
      return value != nullptr && value->is_array();
    case ValueType::string:
      return value != nullptr && value->is_string();
    case ValueType::number:
      return value != nullptr && value->is_number();
    case ValueType::integer:
      return value != nullptr && is_integer(*value);
    case ValueType::boolean:
      return value != nullptr && value->is_boolean();
    case ValueType::null:
      return value != nullptr && value->is_null();
  }
  return false;
}

std::string found(const Subject& subject) {
  if (subject.message_type) return preview(*subject.message_type, subject.bytes);
  return preview(*subject.value);
}

std::string named(protocol::ByteView bytes) {
  return bytes.empty() ? "no bytes" : "the bytes " + protocol::to_hex(bytes);
}

bool is_text(const Subject& subject) {
  return subject.message_type ? subject.message_type == MessageType::text : subject.value->is_string();
}

/// Characters of a text, counted as code points.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t length_of(const Subject& subject) {
  if (subject.value != nullptr && subject.value->is_structured()) return subject.value->size();
  return is_text(subject) ? characters(subject.text()) : subject.bytes.size();
}

bool equals(const Subject& subject, const Json& expected) {
  // A string is the text of a message: "true" equals the message true, and {"a":1} may be written as text too.
  if (expected.is_string() && is_text(subject)) return subject.text() == expected.get_ref<const std::string&>();
  return subject.value != nullptr && client::same_value(*subject.value, expected);
}

bool has_item(const Subject& subject, const Json& item) {
  return subject.value != nullptr && subject.value->is_array() &&
         std::any_of(subject.value->begin(), subject.value->end(),
                     [&](const Json& candidate) { return client::same_value(candidate, item); });
}

/// A message that is a list is a text as well: ["topic", {"lux": 1}] contains "lux" as it contains "topic".
bool contains(const Subject& subject, const Json& part) {
  if (has_item(subject, part)) return true;
  return is_text(subject) && part.is_string() &&
         subject.text().find(part.get_ref<const std::string&>()) != std::string_view::npos;
}

std::string pattern_mismatch(const Pattern& pattern, const Subject& subject) {
  const Search outcome = is_text(subject) ? pattern.regex.search(subject.text()) : Search::not_found;
  switch (outcome) {
    case Search::found:
      return {};
    case Search::not_found:
      return fmt::format("expected a text that matches \"{}\", found {}", pattern.source, found(subject));
    case Search::gave_up:
      return fmt::format("the regular expression \"{}\" needs too many steps on {}", pattern.source, found(subject));
  }
  return {};
}

std::string range_mismatch(const Matcher& matcher, const Subject& subject) {
  const bool number = subject.value != nullptr && subject.value->is_number();
  const double value = number ? subject.value->get<double>() : 0;
  if (matcher.min && (!number || value < *matcher.min)) {
    return fmt::format("expected a number of at least {}, found {}", *matcher.min, found(subject));
  }
  if (matcher.max && (!number || value > *matcher.max)) {
    return fmt::format("expected a number of at most {}, found {}", *matcher.max, found(subject));
  }
  return {};
}

std::string values_mismatch(const Matcher& matcher, const Subject& subject) {
  for (const PointedMatcher& pointed : matcher.values) {
    const Json* value = subject.value != nullptr ? find_at(*subject.value, pointed.pointer) : nullptr;
    if (value == nullptr) return fmt::format("there is no {} in {}", pointed.pointer, found(subject));
    const std::string inner = mismatch(*pointed.matcher, *value);
    if (!inner.empty()) return fmt::format("{}: {}", pointed.pointer, inner);
  }
  return {};
}

std::string size_mismatch(const Matcher& matcher, const Subject& subject) {
  if (matcher.length && !matcher.length->holds(static_cast<double>(length_of(subject)))) {
    return fmt::format("expected a length {}, found {}", matcher.length->to_string(), length_of(subject));
  }
  if (matcher.size && !matcher.size->holds(static_cast<double>(subject.bytes.size()))) {
    return fmt::format("expected a size {} bytes, found {}", matcher.size->to_string(), subject.bytes.size());
  }
  if (matcher.bytes && !std::ranges::equal(subject.bytes, *matcher.bytes)) {
    return fmt::format("expected {}, found {}", named(*matcher.bytes), found(subject));
  }
  return {};
}

}  // namespace

const Json* find_at(const Json& value, const std::string& pointer) {
  const Json::json_pointer where(pointer);
  return value.contains(where) ? &value.at(where) : nullptr;
}

std::string mismatch(const Matcher& matcher, const Subject& subject) {
  const auto expected = [&](std::string_view what) {
    return fmt::format("expected {}, found {}", what, found(subject));
  };
  if (matcher.type && !has_type(subject, *matcher.type)) return expected(to_string(*matcher.type));
  if (matcher.equals && !equals(subject, *matcher.equals)) return expected(preview(*matcher.equals));
  if (matcher.contains && !contains(subject, *matcher.contains)) {
    return expected("something that contains " + preview(*matcher.contains));
  }
  if (matcher.matches) {
    if (std::string difference = pattern_mismatch(*matcher.matches, subject); !difference.empty()) return difference;
  }
  if (matcher.includes && (subject.value == nullptr || !includes_value(*subject.value, *matcher.includes))) {
    return expected("something that includes " + preview(*matcher.includes));
  }
  for (const auto part : {range_mismatch, values_mismatch, size_mismatch}) {
    if (std::string difference = part(matcher, subject); !difference.empty()) return difference;
  }
  return {};
}

std::string mismatch(const Matcher& matcher, const Json& value) {
  Subject subject{.message_type = {}, .bytes = {}, .value = &value};
  if (value.is_string()) subject.bytes = protocol::as_bytes(value.get_ref<const std::string&>());
  if (value.is_binary()) subject.bytes = value.get_binary();
  return mismatch(matcher, subject);
}

std::string mismatch(const Matcher& matcher, MessageType type, protocol::ByteView payload) {
  Subject subject{.message_type = type, .bytes = payload, .value = nullptr};
  if (type == MessageType::binary || !matcher.needs_json()) return mismatch(matcher, subject);
  const auto value = client::parse_json(protocol::as_text(payload));
  if (value) subject.value = &*value;
  return mismatch(matcher, subject);
}

bool Matcher::is_empty() const {
  return !equals && !contains && !matches && !includes && values.empty() && !type && !min && !max && !length && !size &&
         !bytes;
}

bool Matcher::needs_json() const {
  return (equals && !equals->is_string()) || contains || includes || !values.empty() || min || max || length ||
         (type && *type != ValueType::text && *type != ValueType::binary);
}

std::string Matcher::describe() const {
  std::string text;
  const auto add = [&](std::string part) { text += (text.empty() ? "" : " and ") + std::move(part); };
  if (equals) add(preview(*equals));
  if (type) add(fmt::format("of the type {}", to_string(*type)));
  if (contains) add("containing " + preview(*contains));
  if (matches) add(fmt::format("matching \"{}\"", matches->source));
  if (includes) add("including " + preview(*includes));
  for (const PointedMatcher& pointed : values)
    add(fmt::format("with {} {}", pointed.pointer, pointed.matcher->describe()));
  if (min) add(fmt::format("at least {}", *min));
  if (max) add(fmt::format("at most {}", *max));
  if (length) add("of a length " + length->to_string());
  if (size) add(fmt::format("of a size {} bytes", size->to_string()));
  if (bytes) add("of " + named(*bytes));
  return text;
}

bool includes_value(const Json& whole, const Json& part) {
  if (part.is_object() && whole.is_object()) {
    const auto& members = part.items();
    return std::all_of(members.begin(), members.end(), [&](const auto& member) {
      return whole.contains(member.key()) && includes_value(whole.at(member.key()), member.value());
    });
  }
  if (part.is_array() && whole.is_array()) {
    return std::equal(part.begin(), part.end(), whole.begin(), whole.end(),
                      [](const Json& a, const Json& b) { return includes_value(b, a); });
  }
  return client::same_value(whole, part);
}

Matcher resolve(const Matcher& matcher, const Lookup& lookup) {
  Matcher result = matcher;
  for (auto* value : {&result.equals, &result.contains, &result.includes}) {
    if (*value) *value = expand_value(**value, lookup);
  }
  if (result.matches && !find_placeholders(result.matches->source).empty()) {
    result.matches->source = expand_text(result.matches->source, lookup);
    result.matches->regex = Regex(result.matches->source);
  }
  for (PointedMatcher& pointed : result.values) {
    pointed.matcher = std::make_shared<const Matcher>(resolve(*pointed.matcher, lookup));
  }
  return result;
}

}  // namespace parley::scenario
