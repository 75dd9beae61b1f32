// Matcher: what a message or a value is expected to be like.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/comparison.hpp"
#include "harness/scenario/json_text.hpp"
#include "harness/scenario/placeholder.hpp"
#include "harness/scenario/regex.hpp"
#include "protocol/bytes.hpp"
#include "protocol/engine.hpp"

namespace parley::scenario {

enum class ValueType : std::uint8_t { text, binary, object, array, string, number, integer, boolean, null };

struct Pattern {
  std::string source;
  Regex regex;
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

  [[nodiscard]] bool is_empty() const;
  [[nodiscard]] bool needs_json() const;  // looks at more than the text or the bytes
  /// `"hello"`, `matching "^server: "`, `with /value at least 61 and at most 99`; empty when everything matches.
  [[nodiscard]] std::string describe() const;
};

/// What it looks at: a message, or a value (of a dataset, within a message).
struct Subject {
  std::optional<protocol::MessageType> message_type;  // nothing: a value
  protocol::ByteView bytes;                           // of a message, or of a value that is a string or bytes
  const Json* value = nullptr;                        // null: a message that is not JSON

  [[nodiscard]] std::string_view text() const { return protocol::as_text(bytes); }
};

/// Empty when it matches; else the first thing that was different: `/value: expected at most 99, found 120`.
[[nodiscard]] std::string mismatch(const Matcher& matcher, const Subject& subject);
[[nodiscard]] std::string mismatch(const Matcher& matcher, const Json& value);
/// Reads the message as JSON only when the matcher needs it.
[[nodiscard]] std::string mismatch(const Matcher& matcher, protocol::MessageType type, protocol::ByteView payload);

/// The matcher with its placeholders filled in.
[[nodiscard]] Matcher resolve(const Matcher& matcher, const Lookup& lookup);

/// `part` is within `whole`: its members with equal values, at every depth; lists item by item.
[[nodiscard]] bool includes_value(const Json& whole, const Json& part);

/// One line, not too long, for messages to people; bytes as hex.
[[nodiscard]] std::string preview(const Json& value);
[[nodiscard]] std::string preview(protocol::MessageType type, protocol::ByteView payload);
[[nodiscard]] std::string preview_bytes(protocol::ByteView payload);
/// Of a ping or a pong: as text where it is text.
[[nodiscard]] std::string preview_control(protocol::ByteView payload);
/// Indented JSON, with bytes as "hex 00ff".
[[nodiscard]] std::string readable(const Json& value);

/// The value at a JSON pointer, or null when there is none.
[[nodiscard]] const Json* find_at(const Json& value, const std::string& pointer);

}  // namespace parley::scenario
