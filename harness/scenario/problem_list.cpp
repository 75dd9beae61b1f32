#include "harness/scenario/problem_list.hpp"

#include <algorithm>
#include <utility>

namespace parley::scenario {

void ProblemList::add_at_value(Fault fault, const std::string& pointer, std::string message) {
  problems_.push_back({fault, file_, places_.value(pointer), pointer, std::move(message)});
}

void ProblemList::add_at_key(Fault fault, const std::string& pointer, std::string message) {
  problems_.push_back({fault, file_, places_.key(pointer), pointer, std::move(message)});
}

bool ProblemList::is_clean(std::string_view pointer) const {
  return std::none_of(problems_.begin(), problems_.end(),
                      [&](const Problem& problem) { return is_within(problem.pointer, pointer); });
}

std::vector<Problem> ProblemList::take() && {
  const auto place = [](const Problem& problem) { return std::pair(problem.position.line, problem.position.column); };
  std::stable_sort(problems_.begin(), problems_.end(),
                   [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
  return std::move(problems_);
}

}  // namespace parley::scenario
