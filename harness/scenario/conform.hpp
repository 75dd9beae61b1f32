// conform: fills in the placeholders of a document and checks it against a shape. Finds all faults, not the first.
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/placeholder.hpp"
#include "harness/scenario/problem.hpp"
#include "harness/scenario/shape.hpp"

namespace parley::scenario {

/// Where problems are collected, with what it takes to name their places.
class ProblemList {
 public:
  ProblemList(std::string file, Places places) : file_(std::move(file)), places_(std::move(places)) {}

  void add_at_value(Fault fault, const std::string& pointer, std::string message);
  void add_at_key(Fault fault, const std::string& pointer, std::string message);

  /// True when nothing at or below `pointer` was found wrong: then it can be read without further looks.
  [[nodiscard]] bool is_clean(std::string_view pointer) const;
  /// Sorted by place.
  [[nodiscard]] std::vector<Problem> take() &&;

 private:
  std::string file_;
  Places places_;
  std::vector<Problem> problems_;
};

/// `lookup` gives the values that are known now; it reports unknown names itself and is told where they stand.
using LookupAt = std::function<const Json*(const Placeholder&, const std::string& pointer)>;

void conform(Json& node, const Shape& shape, const std::string& pointer, const LookupAt& lookup, ProblemList& problems);

}  // namespace parley::scenario
