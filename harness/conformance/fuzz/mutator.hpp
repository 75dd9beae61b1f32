// Mutator: the inputs of a fuzzing run, each a script that is a function of seed and number alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

struct Input {
  std::uint64_t number = 0;
  Script script;
  std::vector<std::string> mutations;  // what was done, in words
};

/// For a server: legal traffic with one to four mutations, of the opening handshake, of frames, of bytes on the wire or
/// of TCP.
[[nodiscard]] Input make_input(std::uint64_t seed, std::uint64_t number);

/// The ping at the end of each input: who answers it has taken in all before it.
extern const protocol::Bytes last_ping;

}  // namespace parley::conformance::fuzz
