// The proof that a server understood the opening handshake (RFC 6455 §1.3, §4.2.2).
#pragma once

#include <string>
#include <string_view>

namespace parley::protocol {

/// True when `key` is base64 of 16 bytes (RFC 6455 §4.2.1 item 5).
[[nodiscard]] bool is_handshake_key(std::string_view key);

/// The value of Sec-WebSocket-Accept for a Sec-WebSocket-Key (RFC 6455 §4.2.2 item 5.4).
[[nodiscard]] std::string accept_key(std::string_view key);

/// SHA-1 in base64: what an accept key is made with.
[[nodiscard]] std::string sha1_base64(std::string_view text);

}  // namespace parley::protocol
