// What was agreed on permessage-deflate, for one of the two directions.
#pragma once

#include "protocol/deflate_options.hpp"
#include "protocol/frame.hpp"

namespace parley::conformance {

/// One direction of permessage-deflate, as it was agreed for it.
struct DeflateDirection {
  int window_bits = 15;
  bool no_context_takeover = false;
};

/// That of what a peer of this role sends.
[[nodiscard]] DeflateDirection peer_direction(const protocol::DeflateParameters& agreed, protocol::Role peer);
/// That of what the suite sends to it.
[[nodiscard]] DeflateDirection our_direction(const protocol::DeflateParameters& agreed, protocol::Role peer);

}  // namespace parley::conformance
