// What is wrong with what should have come back: for people, beside the list of what came.
#pragma once

#include <string>

#include "harness/conformance/outcome.hpp"

namespace parley::conformance {

/// "came back as binary", "came back with its first 5 bytes of 40", "came back with 0x2a as byte 17 of 40, which was
/// 0x2b" (the first byte is number 1); empty: nothing, it is the same message.
[[nodiscard]] std::string fault_of_echo(const Message& sent, const Message& came);

/// "message 3 of 10 did not come back"; of several faults the first. Empty: the messages and the pong are there.
[[nodiscard]] std::string fault_of_answers(const Answers& answers, const Observation& seen);

}  // namespace parley::conformance
