// Strings that are more than text: durations, sizes, comparisons, regular expressions, …
#pragma once

#include <optional>
#include <string>

#include "harness/scenario/problem.hpp"
#include "harness/scenario/shape.hpp"

namespace parley::scenario {

/// True when the text is what a shape that takes strings wants of it.
[[nodiscard]] bool is_valid_text(const std::string& text, const Shape& shape);

struct RangeFault {
  Fault fault = Fault::structure;  // meaning where the JSON Schema cannot compare
  std::string expected;            // "at most 1GiB"
};

/// Of a size or a duration that is well written; nothing when it is in the shape's range.
[[nodiscard]] std::optional<RangeFault> range_fault(const std::string& text, const Shape& shape);

/// Why the text is no regular expression; empty when it is one.
[[nodiscard]] std::string regex_fault(const std::string& text);

}  // namespace parley::scenario
