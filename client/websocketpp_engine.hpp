// The websocketpp library as a client's protocol engine: a second, independent implementation.
//
// What it does differently from the native engine, and no caller can change (websocketpp 0.8.2):
// - it accepts a subprotocol or an extension that was never offered, and does not check the answer's parameters;
// - its masking keys and its Sec-WebSocket-Key come from std::random_device: `mask_source` and `key` are not used;
// - of DeflateOptions it heeds what the handshake agrees on and the threshold; level and memory level are its own;
// - fragments are sent uncompressed; data that arrives after our Close is dropped;
// - Limits: max_message holds, the response's head is limited to its own 16,000 bytes;
// - close codes that may not be on the wire are refused: `close` returns false;
// - a HandshakeFailure's fields are sorted by name, repeated ones joined.
#pragma once

#include <memory>

#include "protocol/engine.hpp"

namespace parley::client {

/// `events` must outlive the engine.
[[nodiscard]] std::unique_ptr<protocol::Engine> make_websocketpp_engine(const protocol::ClientEngineOptions& options,
                                                                        protocol::ClientEvents& events);

}  // namespace parley::client
