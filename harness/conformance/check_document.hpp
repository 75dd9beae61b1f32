// A report of parley check that comes back from a file, to be set beside others.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace parley::conformance {

struct CheckDocument {
  std::string name;             // what a reader calls this peer
  nlohmann::ordered_json json;  // holds all that parley-check.schema.json requires, with the types that it says
};

/// Throws std::invalid_argument that names `file` and the JSON pointer of what is wrong.
[[nodiscard]] CheckDocument read_check_document(const std::string& text, const std::string& file,
                                                const std::string& name);

}  // namespace parley::conformance
