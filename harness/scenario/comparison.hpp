// Comparisons as users write them: "< 5ms", ">= 1000".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::scenario {

enum class Relation : std::uint8_t { less, at_most, equal, at_least, greater, not_equal };

[[nodiscard]] std::string_view to_string(Relation relation);  // "<", "<=", "==", ">=", ">", "!="

/// With a number, or with a duration in nanoseconds.
struct Comparison {
  Relation relation = Relation::equal;
  double limit = 0;

  [[nodiscard]] bool holds(double value) const;
  [[nodiscard]] std::string to_string() const;           // ">= 1000"
  [[nodiscard]] std::string to_duration_string() const;  // "< 5ms"
};

// The error says what was wrong.
[[nodiscard]] Result<Comparison, std::string> parse_comparison(std::string_view text);
[[nodiscard]] Result<Comparison, std::string> parse_duration_comparison(std::string_view text);

}  // namespace parley::scenario
