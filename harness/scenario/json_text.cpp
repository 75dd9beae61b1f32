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

JsonText parse_json_text(std::string_view text, const std::string& file) {
  JsonText result;
  const auto add = [&](Position position, std::string pointer, std::string message) {
    result.problems.push_back({Fault::syntax, file, position, std::move(pointer), std::move(message)});
  };
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
