// conform: fills in the placeholders of a document and checks it against a shape. Finds all faults, not the first.
#pragma once

#include <functional>
#include <string>

#include "harness/scenario/placeholder.hpp"
#include "harness/scenario/problem_list.hpp"
#include "harness/scenario/shape.hpp"

namespace parley::scenario {

/// `lookup` gives the values that are known now; it reports unknown names itself and is told where they stand.
using LookupAt = std::function<const Json*(const Placeholder&, const std::string& pointer)>;

void conform(Json& node, const Shape& shape, const std::string& pointer, const LookupAt& lookup, ProblemList& problems);

}  // namespace parley::scenario
