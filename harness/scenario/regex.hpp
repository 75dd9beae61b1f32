// Regular expressions of scenario files: ECMAScript's syntax as PCRE2 reads it, over UTF-8.
//
// std::regex recurses for each character: a pattern such as "(a|b)*" on a message of some 100 KiB ends the program.
// PCRE2 keeps its state on the heap and gives up after a bounded number of steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parley::scenario {

enum class Search : std::uint8_t {
  found,
  not_found,
  gave_up,  // the expression needs more than 10 million steps, or 256 MiB, on this text
};

class Regex {
 public:
  Regex() = default;  // not an expression yet: finds nothing

  /// Throws std::invalid_argument with PCRE2's reason and its place in the expression.
  explicit Regex(const std::string& source);

  /// Anywhere in the text; bytes that are no UTF-8 match nothing.
  [[nodiscard]] Search search(std::string_view text) const;
  [[nodiscard]] bool is_in(std::string_view text) const { return search(text) == Search::found; }

  /// What the first group in parentheses matched; nothing when the text does not match.
  [[nodiscard]] std::optional<std::string> first_group(std::string_view text) const;
  [[nodiscard]] std::size_t groups() const;

 private:
  struct Code;
  std::shared_ptr<const Code> code_;
};

}  // namespace parley::scenario
