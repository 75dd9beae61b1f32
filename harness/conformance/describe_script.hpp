// A script in words, with its bytes: for people.
#pragma once

#include <string>
#include <vector>

#include "harness/conformance/script.hpp"

namespace parley::conformance {

/// One line for each line of the head, and for each step or frame: "send text "hello"", then its bytes in hex. Masked
/// frames are shown with the key 00 00 00 00, since a fresh one is taken each time.
[[nodiscard]] std::vector<std::string> describe(const Script& script, Role peer);

}  // namespace parley::conformance
