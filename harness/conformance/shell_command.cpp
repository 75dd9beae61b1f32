#include "harness/conformance/shell_command.hpp"

namespace parley::conformance {

std::vector<std::string> shell_command(std::string command, std::string_view place, std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  quoted += "'";
  if (command.find(place) == std::string::npos) command += " " + std::string(place);
  for (auto at = command.find(place); at != std::string::npos; at = command.find(place, at + quoted.size())) {
    command.replace(at, place.size(), quoted);
  }
  return {"sh", "-c", std::move(command)};
}

}  // namespace parley::conformance
