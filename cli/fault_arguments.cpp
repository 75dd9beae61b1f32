#include "cli/fault_arguments.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

namespace parley::cli {

using protocol::faulty::Fault;

std::string list_of_faults(protocol::Role role) {
  std::string text = fmt::format("{:<46}{}\n", "none", "sound: nothing is wrong");
  std::string_view group;
  for (const auto& info : protocol::faulty::faults()) {
    if (!protocol::faulty::can_have(role, info.fault)) continue;
    if (info.group != group) text += fmt::format("\n{}\n", info.group);
    group = info.group;
    text += fmt::format("  {:<44}{} ({})\n", info.name, info.summary, info.section);
  }
  return text;
}

Fault parse_fault(const std::string& name, protocol::Role role) {
  const auto fault = protocol::faulty::find_fault(name);
  const std::string hint = "; parley " + std::string(role == protocol::Role::client ? "echo" : "serve") +
                           " --list-faults tells which there are";
  if (!fault) throw std::invalid_argument(fmt::format("--fault: \"{}\" is not known{}", name, hint));
  if (protocol::faulty::can_have(role, *fault)) return *fault;
  throw std::invalid_argument(fmt::format("--fault: \"{}\" is a fault of the other role{}", name, hint));
}

}  // namespace parley::cli
