// What counts against a peer whatever it was sent.
#pragma once

#include <string>
#include <vector>

#include "harness/conformance/case_player.hpp"
#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

/// A MUST about a server's output that it broke.
struct Breach {
  std::string rule;     // the id of the monitor
  std::string section;  // "RFC 6455 §5.1"
  std::string text;     // the rule in our words
  std::string what;     // was seen
};

/// In the order in which they were seen. To take something that is illegal is no breach; neither is what depends on a
/// request that was spoiled: which extensions it offers, for instance, each server may read in its own way.
[[nodiscard]] std::vector<Breach> breaches(const Script& script, const CaseResult& result);

}  // namespace parley::conformance::fuzz
