#include "harness/scenario/json_text.hpp"

#include <fmt/format.h>

#include "harness/scenario/json_scanner.hpp"

namespace parley::scenario {

Position Places::key(const std::string& pointer) const {
  const auto found = keys_.find(pointer);
  return found != keys_.end() ? found->second : value(pointer);
}

Position Places::value(std::string pointer) const {
  for (;;) {
    if (const auto found = values_.find(pointer); found != values_.end()) return found->second;
    const auto slash = pointer.rfind('/');
    if (slash == std::string::npos) return {};
    pointer.resize(slash);
  }
}

namespace {

/// RFC 8259 §8.1: a byte order mark may be ignored, and editors of Windows write one.
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

/// A document begins with an ASCII character, of which UTF-16 makes two bytes, one of them 0.
bool is_utf16(std::string_view text) {
  if (text.size() < 2) return false;
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text[0] == '\0' || text[1] == '\0';
}

}  // namespace

JsonText parse_json_text(std::string_view text, const std::string& file) {
  text = without_mark(text);
  JsonText result;
  const auto add = [&](Position position, std::string pointer, std::string message) {
    result.problems.push_back({Fault::syntax, file, position, std::move(pointer), std::move(message)});
  };
  if (is_utf16(text)) {
    add({1, 1}, "", "the file is UTF-16: JSON is UTF-8 (RFC 8259 §8.1)");
    return result;
  }
  JsonScanner scanner(text, result.places);
  for (ScanFault& fault : scanner.scan()) add(fault.position, std::move(fault.pointer), std::move(fault.message));
  if (!result.problems.empty()) return result;
  try {
    result.value = Json::parse(text);
  } catch (const Json::exception& error) {  // a number out of range: the scan does not compute values
    add({}, "", error.what());
  }
  return result;
}

}  // namespace parley::scenario
