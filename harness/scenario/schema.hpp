// The scenario format as a JSON Schema (draft 2020-12), for editors. scenarios/parley-scenario.schema.json is its
// output.
#pragma once

#include "harness/scenario/json_text.hpp"

namespace parley::scenario {

[[nodiscard]] Json json_schema();

}  // namespace parley::scenario
