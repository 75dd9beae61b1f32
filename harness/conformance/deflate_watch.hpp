// The compressed messages of a peer, inflated, and held against what was agreed (RFC 7692 §7).
#pragma once

#include "harness/conformance/deflate_direction.hpp"
#include "harness/conformance/monitor.hpp"
#include "protocol/bytes.hpp"

namespace parley::conformance {

/// Reads on after references that were not agreed: what they mean is clear.
class DeflateWatch {
 public:
  explicit DeflateWatch(DeflateDirection agreed) : agreed_(agreed) {}

  /// Makes the payload of a compressed message what it inflates to. One that is no DEFLATE is left as it is.
  void inflate(protocol::Bytes& payload, const OnFinding& on_finding);

 private:
  void remember(const protocol::Bytes& inflated);

  DeflateDirection agreed_;
  protocol::Bytes history_;  // what the peer could refer to, if all was agreed
};

}  // namespace parley::conformance
