#include "harness/scenario/comparison.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "protocol/duration.hpp"

namespace parley::scenario {
namespace {

// Those of two characters first: "<=" begins with "<".
constexpr std::array<std::pair<std::string_view, Relation>, 6> relations = {{{"<=", Relation::at_most},
                                                                             {">=", Relation::at_least},
                                                                             {"==", Relation::equal},
                                                                             {"!=", Relation::not_equal},
                                                                             {"<", Relation::less},
                                                                             {">", Relation::greater}}};

struct Halves {
  Relation relation;
  std::string_view right;
};

Result<Halves, std::string> split(std::string_view text) {
  for (const auto& [sign, relation] : relations) {
    if (!text.starts_with(sign)) continue;
    std::string_view right = text.substr(sign.size());
    while (right.starts_with(' ')) right.remove_prefix(1);
    return Halves{relation, right};
  }
  return failure(std::string("it must begin with <, <=, >, >=, == or !="));
}

}  // namespace

std::string_view to_string(Relation relation) {
  for (const auto& [sign, value] : relations) {
    if (value == relation) return sign;
  }
  return "?";
}

bool Comparison::holds(double value) const {
  switch (relation) {
    case Relation::less:
      return value < limit;
    case Relation::at_most:
      return value <= limit;
    case Relation::equal:
      return value == limit;
    case Relation::at_least:
      return value >= limit;
    case Relation::greater:
      return value > limit;
    case Relation::not_equal:
      return value != limit;
  }
  return false;
}

std::string Comparison::to_string() const {
  return fmt::format("{} {}", scenario::to_string(relation), limit);
}

std::string Comparison::to_duration_string() const {
  const auto nanoseconds = std::chrono::nanoseconds(std::llround(limit));
  return fmt::format("{} {}", scenario::to_string(relation), protocol::format_duration(nanoseconds));
}

Result<Comparison, std::string> parse_comparison(std::string_view text) {
  const auto halves = split(text);
  if (!halves) return failure(halves.error());
  const std::string_view right = halves->right;
  double limit = 0;
  const auto [end, error] = std::from_chars(right.data(), right.data() + right.size(), limit);
  if (error != std::errc() || end != right.data() + right.size() || !std::isfinite(limit)) {
    return failure(fmt::format("\"{}\" is not a number", right));
  }
  return Comparison{halves->relation, limit};
}

Result<Comparison, std::string> parse_duration_comparison(std::string_view text) {
  const auto halves = split(text);
  if (!halves) return failure(halves.error());
  const auto duration = protocol::parse_duration(halves->right);
  if (!duration) return failure(duration.error());
  return Comparison{halves->relation, static_cast<double>(duration->count())};
}

}  // namespace parley::scenario
