// Unpredictable bytes for the client's side of the protocol, from OpenSSL's generator.
#pragma once

#include <cstdint>
#include <string>

#include "protocol/engine.hpp"

namespace parley::client {

/// A new masking key for each call, "derived from a strong source of entropy" (RFC 6455 §5.3, §10.3). Draws keys in
/// blocks; copies of the function share a block, so that no key comes twice.
[[nodiscard]] protocol::MaskSource fresh_masks();

/// A Sec-WebSocket-Key: "a randomly selected 16-byte value that has been base64-encoded" (RFC 6455 §4.1).
[[nodiscard]] std::string fresh_handshake_key();

[[nodiscard]] std::uint64_t random_number();

}  // namespace parley::client
