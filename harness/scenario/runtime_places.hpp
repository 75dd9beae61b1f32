// Where the names that are known only while a scenario is played have a value: docs/scenarios.md, "Placeholders".
#pragma once

#include <string>
#include <string_view>

namespace parley::scenario {

/// Why {{name}} has no value at this place of the document; empty when it has one. `name` is one of runtime_names(), or
/// "message/" and a pointer.
[[nodiscard]] std::string misplaced(std::string_view name, std::string_view pointer);

}  // namespace parley::scenario
