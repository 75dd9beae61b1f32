#include "harness/conformance/deflate_direction.hpp"

namespace parley::conformance {

DeflateDirection peer_direction(const protocol::DeflateParameters& agreed, protocol::Role peer) {
  if (peer == protocol::Role::server) return {agreed.server_max_window_bits, agreed.server_no_context_takeover};
  return {agreed.client_max_window_bits, agreed.client_no_context_takeover};
}

DeflateDirection our_direction(const protocol::DeflateParameters& agreed, protocol::Role peer) {
  return peer_direction(agreed, peer == protocol::Role::server ? protocol::Role::client : protocol::Role::server);
}

}  // namespace parley::conformance
