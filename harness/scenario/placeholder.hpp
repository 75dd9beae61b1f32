// Placeholders in strings: `{{name}}`, `{{env.HOME}}`, `{{name|what stands there when name is not set}}`.
//
// Those of `vars`, the environment and --var are filled in while a file is read. A few names are known only while it is
// played (see runtime_names) and stay until then.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/json_text.hpp"

namespace parley::scenario {

struct Placeholder {
  std::size_t begin = 0;  // of "{{"
  std::size_t end = 0;    // behind "}}"
  std::string name;
  std::optional<std::string> fallback;
};

/// A pair of braces around anything but a name is plain text: `{"a":{"b":{}}}` needs no escape.
[[nodiscard]] std::vector<Placeholder> find_placeholders(std::string_view text);

/// True for what find_placeholders takes for a name: letters, digits, '_', '-' and '.', with a letter or '_' first.
[[nodiscard]] bool is_placeholder_name(std::string_view text);

/// i, client, index, port, seed, run, message.
[[nodiscard]] std::span<const std::string_view> runtime_names();
/// Also true for "message/value": a pointer into the message.
[[nodiscard]] bool is_runtime_name(std::string_view name);

/// Gives the value for a name, or null to leave the placeholder as it stands.
using Lookup = std::function<const Json*(const Placeholder&)>;

/// Fills in; a string by its content, anything else as JSON.
[[nodiscard]] std::string expand_text(std::string_view text, const Lookup& lookup);

/// The same for every string (not the keys) in a value. A string that is nothing but one placeholder becomes the
/// variable's value with its own type.
[[nodiscard]] Json expand_value(const Json& value, const Lookup& lookup);

/// The value's text within a string: a string's content, else JSON.
[[nodiscard]] std::string plain_text(const Json& value);

}  // namespace parley::scenario
