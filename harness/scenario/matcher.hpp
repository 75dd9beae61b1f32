// Matcher: what a message or a value is expected to be like.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "harness/scenario/comparison.hpp"
#include "harness/scenario/json_text.hpp"
#include "protocol/bytes.hpp"
#include "protocol/engine.hpp"

namespace parley::scenario {

enum class ValueType : std::uint8_t { text, binary, object, array, string, number, integer, boolean, null };

struct Pattern {
  std::string source;
  std::regex regex;
};

struct Matcher;

/// A value by its JSON pointer.
struct PointedMatcher {
  std::string pointer;
  std::shared_ptr<const Matcher> matcher;
};

/// All that is set must hold; with nothing set everything matches.
struct Matcher {
  std::optional<Json> equals;
  std::optional<Json> contains;
  std::optional<Pattern> matches;
  std::optional<Json> includes;
  std::vector<PointedMatcher> values;
  std::optional<ValueType> type;
  std::optional<double> min, max;
  std::optional<Comparison> length;
  std::optional<Comparison> size;
  std::optional<protocol::Bytes> bytes;

  [[nodiscard]] std::string describe() const;  // "a message that equals \"hello\""
};

/// What it looks at. A message has a type and its text; a dataset's item is a value only.
struct Subject {
  std::optional<protocol::MessageType> message_type;
  std::string_view text;        // of a text message, or of a string
  protocol::ByteView bytes;     // of a message
  const Json* value = nullptr;  // null: not JSON
};

/// Empty when it matches; else what was different: `/value: expected at most 99, found 120`.
[[nodiscard]] std::string mismatch(const Matcher& matcher, const Subject& subject);
[[nodiscard]] std::string mismatch(const Matcher& matcher, const Json& value);

/// `part` is within `whole`: its members with equal values, at every depth; lists item by item.
[[nodiscard]] bool includes_value(const Json& whole, const Json& part);

}  // namespace parley::scenario
