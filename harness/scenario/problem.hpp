// Problem: one fault of a scenario file, with its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::scenario {

/// Counted from 1; a column is a character (code point), as editors count.
struct Position {
  unsigned line = 0;  // 0: no place is known
  unsigned column = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

enum class Fault : std::uint8_t {
  syntax,     // not JSON, or a key twice
  structure,  // an unknown key, a missing one, a wrong type or value: what the JSON Schema sees too
  meaning,    // the parts do not fit together: an unknown client, a file that is not there
};

struct Problem {
  Fault fault = Fault::structure;
  std::string file;
  Position position;
  std::string pointer;  // JSON pointer; empty for the whole document
  std::string message;  // what was expected, and what was found

  /// "file.json:12:17: /steps/3/within: expected a duration such as "500ms", found 500"
  [[nodiscard]] std::string to_string() const;
};

/// One a line; of very many the first, and how many more there are.
[[nodiscard]] std::string to_string(const std::vector<Problem>& problems);

/// The pointer one token deeper, escaped as RFC 6901 §3 wants.
[[nodiscard]] std::string child(std::string_view pointer, std::string_view key);
[[nodiscard]] std::string child(std::string_view pointer, std::size_t index);

/// True when `pointer` is `ancestor` or lies below it.
[[nodiscard]] bool is_within(std::string_view pointer, std::string_view ancestor);

}  // namespace parley::scenario
