// JSON text as a value together with the place of every node.
//
// nlohmann/json forgets where a value stood; a scenario's author wants to know. The scan is strict JSON (RFC 8259), and
// besides refuses a key that appears twice in one object.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/problem.hpp"

namespace parley::scenario {

/// Keeps the order of keys: query parameters are sent in the order in which they were written.
using Json = nlohmann::ordered_json;

/// Where the nodes of a document stand, by JSON pointer.
class Places {
 public:
  void set_key(const std::string& pointer, Position position) { keys_[pointer] = position; }
  void set_value(const std::string& pointer, Position position) { values_[pointer] = position; }

  /// The place of the member's key; of its value where it has none (array elements, the document).
  [[nodiscard]] Position key(const std::string& pointer) const;
  /// The place of the value, or of the nearest ancestor that exists.
  [[nodiscard]] Position value(std::string pointer) const;

 private:
  std::map<std::string, Position> keys_;
  std::map<std::string, Position> values_;
};

struct JsonText {
  Json value;
  Places places;
  std::vector<Problem> problems;  // when not empty, `value` is null
};

/// `file` is only written into the problems.
[[nodiscard]] JsonText parse_json_text(std::string_view text, const std::string& file);

}  // namespace parley::scenario
