// Legal traffic, for mutators to spoil.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/conformance/fuzz/random.hpp"
#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

enum class Compression : std::uint8_t { none, deflate };

/// Messages of both types, whole or in fragments with control frames between them, pings, pongs, at times a Close; with
/// deflate many of them compressed, each for itself.
[[nodiscard]] std::vector<Frame> make_conversation(Random& random, Compression compression);

/// Of a Close, a text, a ping: whatever the opcode wants, not too long.
[[nodiscard]] protocol::Bytes make_payload(Random& random, protocol::Opcode opcode);

}  // namespace parley::conformance::fuzz
