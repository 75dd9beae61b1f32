#include "client/properties.hpp"

#include <algorithm>

namespace parley::client {

namespace {

constexpr std::string_view blanks = " \t\f\r";

std::string_view without_leading_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// An odd number of backslashes at the end.
bool goes_on(std::string_view line) {
  const auto last = line.find_last_not_of('\\');
  const auto count = last == std::string_view::npos ? line.size() : line.size() - last - 1;
  return count % 2 == 1;
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:  // a character, not an enum
      return c;
  }
}

std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '\\' && at + 1 < text.size();
    plain += escape ? unescaped(text[++at]) : text[at];
  }
  return plain;
}

void add_line(std::string_view line, Properties& properties) {
  std::size_t end = 0;
  while (end < line.size() && std::string_view("=: \t\f").find(line[end]) == std::string_view::npos) {
    end += line[end] == '\\' ? 2U : 1U;
  }
  end = std::min(end, line.size());
  auto value = without_leading_blanks(line.substr(end));
  if (!value.empty() && (value.front() == '=' || value.front() == ':')) {
    value = without_leading_blanks(value.substr(1));
  }
  properties[unescape(line.substr(0, end))] = unescape(value);
}

}  // namespace

Properties parse_properties(std::string_view text) {
  Properties properties;
  std::string logical;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = without_leading_blanks(line);
    if (logical.empty() && (line.empty() || line.front() == '#' || line.front() == '!')) continue;
    if (goes_on(line) && !text.empty()) {
      logical += line.substr(0, line.size() - 1);
      continue;
    }
    add_line(logical + std::string(line), properties);
    logical.clear();
  }
  return properties;
}

std::string to_text(const Properties& properties) {
  std::string text;
  for (const auto& [key, value] : properties) {
    text += key + "=";
    for (const char c : value) text += c == '\\' ? "\\\\" : std::string(1, c);
    text += '\n';
  }
  return text;
}

}  // namespace parley::client
