// A small program for the tests of the format (it is not installed):
//   schema           writes the JSON Schema
//   keys             writes every object and its keys, as "object.key"
//   check FILE…      one line a file: "valid", "syntax", "structure" or "meaning", a tab, the file; then its problems
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "harness/scenario/format.hpp"
#include "harness/scenario/reader.hpp"
#include "harness/scenario/schema.hpp"

namespace {

using namespace parley::scenario;

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::syntax:
      return "syntax";
    case Fault::structure:
      return "structure";
    case Fault::meaning:
      return "meaning";
  }
  return "";
}

/// A file with a fault of structure is one that the JSON Schema refuses too.
std::string_view kind_of(const std::vector<Problem>& problems) {
  const auto worst = std::min_element(problems.begin(), problems.end(),
                                      [](const Problem& a, const Problem& b) { return a.fault < b.fault; });
  return name_of(worst->fault);
}

void check(const char* file) {
  const auto scenario = read_scenario(file);
  fmt::print("{}\t{}\n", scenario ? "valid" : kind_of(scenario.error()), file);
  if (!scenario) fmt::print("{}", to_string(scenario.error()));
}

}  // namespace

int main(int argc, char** argv) {
  const std::span arguments(argv, static_cast<std::size_t>(argc));
  const std::string_view verb = argc > 1 ? arguments[1] : "";
  if (verb == "schema") {
    fmt::print("{}\n", json_schema().dump(2));
  } else if (verb == "keys") {
    for (const ObjectKeys& object : all_objects()) {
      for (const std::string_view key : object.keys) fmt::print("{}.{}\n", object.object, key);
    }
  } else if (verb == "check") {
    for (const char* file : arguments.subspan(2)) check(file);
  } else {
    fmt::print(stderr, "usage: parley_scenario_tool schema | keys | check FILE…\n");
    return 2;
  }
  return 0;
}
