// The scenario format: the tables of every object's keys. docs/scenarios.md explains them to users.
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/shape.hpp"

namespace parley::scenario {

const Shape& scenario_shape();  // the document
const Shape& server_shape();
const Shape& engines_shape();
const Shape& client_shape();
const Shape& variable_shape();
const Shape& step_shape();
const Shape& check_shape();
const Shape& thresholds_shape();

// Parts that several of them use.
const Shape& matcher_shape();  // an object that says what a message or a value is like
const Shape& value_shape();    // a matcher, or the value itself
const Shape& message_shape();  // the same of what is always a text
const Shape& expected_headers_shape();
const Shape& status_shape();       // of HTTP; 0 for no answer
const Shape& compression_shape();  // a boolean, or permessage-deflate's parameters
const Shape& close_shape();        // what a close is expected to be
const Shape& event_name_shape();
std::vector<Field> matcher_fields();

/// Verbs that a step may also be as a bare string: "open", "barrier", …
[[nodiscard]] const std::vector<std::string_view>& bare_verbs();

struct ObjectKeys {
  std::string_view object;
  std::vector<std::string_view> keys;
};

/// Every object of the format with its keys, in the order in which they are first met.
[[nodiscard]] std::vector<ObjectKeys> all_objects();

}  // namespace parley::scenario
