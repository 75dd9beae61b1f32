// What no ordinary owner of a TLS stream wants to do or know, but who puts peers to the test.
#pragma once

#include "net/stream.hpp"

namespace parley::net {

/// From the next write on: new keys for what we send, and the peer is asked for new ones (RFC 8446 §4.6.3). False: this
/// is no stream of TLS 1.3.
bool update_keys(Stream& stream);

/// FIN without the close_notify that RFC 8446 §6.1 wants before it. Of a plain stream: FIN.
void shutdown_without_notice(Stream& stream);

/// The peer's FIN came without a close_notify: it cannot be known whether something is missing.
[[nodiscard]] bool is_truncated(const Stream& stream);

}  // namespace parley::net
