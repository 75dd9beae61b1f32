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
  std::string text;
  for (const Problem& problem : problems) text += problem.to_string() + '\n';
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
