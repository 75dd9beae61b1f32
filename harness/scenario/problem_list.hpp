// ProblemList: collects the problems of one file, and knows where in it they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/json_text.hpp"
#include "harness/scenario/problem.hpp"

namespace parley::scenario {

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

}  // namespace parley::scenario
