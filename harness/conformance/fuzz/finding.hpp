// A finding of the fuzzer: something that no peer may do whatever it is sent, and what made it do so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

enum class Sign : std::uint8_t {
  illegal_output,  // a monitor's MUST was broken
  death,           // nobody takes connections any more, or the process has ended
  deafness,        // a connection is taken, but an opening handshake and a ping are not answered
  memory,          // its process grew, and stayed so
};

enum class Certainty : std::uint8_t {
  confirmed,  // shown again each time that it was played
  flaky,      // not each time
};

struct FuzzFinding {
  Sign sign = Sign::illegal_output;
  std::string rule;     // of illegal output: the id of the monitor
  std::string section;  // "RFC 6455 §5.1"
  std::string text;     // the rule in our words
  std::string what;     // what was seen
  Certainty certainty = Certainty::flaky;
  std::string confirmation;  // "3 of 3 times"
  std::uint64_t seed = 0;
  std::uint64_t number = 0;            // of the input
  std::vector<std::string> mutations;  // of the input as it was made
  std::vector<Script> connections;     // what is played; several: it is not known which of them does it
  std::vector<std::string> wire;       // the log of when it was seen
};

[[nodiscard]] std::string_view to_string(Sign sign);
[[nodiscard]] std::string_view to_string(Certainty certainty);

/// "illegal-output-6455-5.1-monitor-masked": for a file
[[nodiscard]] std::string name_of(const FuzzFinding& finding);

}  // namespace parley::conformance::fuzz
