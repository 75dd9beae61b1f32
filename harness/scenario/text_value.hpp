// Strings that are more than text: durations, sizes, comparisons, regular expressions, …
#pragma once

#include <string>

#include "harness/scenario/shape.hpp"

namespace parley::scenario {

/// True when the text is what a shape that takes strings wants of it.
[[nodiscard]] bool is_valid_text(const std::string& text, const Shape& shape);

}  // namespace parley::scenario
