#include "harness/conformance/shell_command.hpp"

#include <fmt/format.h>

namespace parley::conformance {

std::vector<std::string> shell_command(std::string command, std::string_view place, std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  quoted += "'";
  const auto as_elsewhere = fmt::format("{{{}}}", place);
  for (auto at = command.find(as_elsewhere); at != std::string::npos; at = command.find(as_elsewhere, at)) {
    command.replace(at, as_elsewhere.size(), place);
  }
  if (command.find(place) == std::string::npos) command += " " + std::string(place);
  for (auto at = command.find(place); at != std::string::npos; at = command.find(place, at + quoted.size())) {
    command.replace(at, place.size(), quoted);
  }
  return {"sh", "-c", std::move(command)};
}

}  // namespace parley::conformance
