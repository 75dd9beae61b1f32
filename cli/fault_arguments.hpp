// Deliberate faults on the command line.
#pragma once

#include <string>

#include "protocol/faulty/fault.hpp"

namespace parley::cli {

/// All that a peer of this role can have, in lines: name, what it does, which rule that breaks; by groups.
[[nodiscard]] std::string list_of_faults(protocol::Role role);

/// Throws std::invalid_argument that says what was expected.
[[nodiscard]] protocol::faulty::Fault parse_fault(const std::string& name, protocol::Role role);

}  // namespace parley::cli
