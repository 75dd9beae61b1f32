// From what a step says of a payload to its bytes.
#pragma once

#include <cstdint>

#include "harness/scenario/placeholder.hpp"
#include "harness/scenario/step.hpp"

namespace parley::scenario {

/// The bytes; SeededBytes are the same for the same seed.
[[nodiscard]] protocol::Bytes make_payload(const Content& content, const Lookup& lookup, std::uint64_t seed);

/// True when each message of a `repeat` is different.
[[nodiscard]] bool depends_on_i(const Content& content);

}  // namespace parley::scenario
