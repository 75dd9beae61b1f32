#include "harness/scenario/problem.hpp"

#include <fmt/format.h>

namespace parley::scenario {

std::string Problem::to_string() const {
  std::string text = file;
  if (position.line != 0) text += fmt::format(":{}:{}", position.line, position.column);
  text += ": ";
  if (!pointer.empty()) text += pointer + ": ";
  return text + message;
}

std::string to_string(const std::vector<Problem>& problems) {
  constexpr std::size_t most_told = 50;  // of one file: who has more begins with the first
  std::string text;
  for (std::size_t i = 0; i < problems.size() && i < most_told; ++i) text += problems[i].to_string() + '\n';
  if (problems.size() > most_told) {
    text += fmt::format("{}: and {} more\n", problems.front().file, problems.size() - most_told);
  }
  return text;
}

std::string child(std::string_view pointer, std::string_view key) {
  std::string result(pointer);
  result += '/';
  for (const char c : key) {
    if (c == '~') {
      result += "~0";  // RFC 6901 §3
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

std::string child(std::string_view pointer, std::size_t index) {
  return fmt::format("{}/{}", pointer, index);
}

bool is_within(std::string_view pointer, std::string_view ancestor) {
  return pointer.starts_with(ancestor) && (pointer.size() == ancestor.size() || pointer[ancestor.size()] == '/');
}

}  // namespace parley::scenario
