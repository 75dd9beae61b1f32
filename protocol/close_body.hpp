// The body of a Close frame on the wire (RFC 6455 §5.5.1).
#pragma once

#include "protocol/bytes.hpp"
#include "protocol/engine.hpp"
#include "protocol/result.hpp"
#include "protocol/violation.hpp"

namespace parley::protocol {

inline constexpr std::size_t max_close_reason = max_control_payload - 2;

/// An empty payload is code 1005 without a reason (RFC 6455 §7.1.5).
[[nodiscard]] Result<CloseBody, Violation> decode_close_body(ByteView payload);

/// Writes any code and reason; 1005 without a reason is an empty payload.
[[nodiscard]] Bytes encode_close_body(const CloseBody& body);

/// True when a Close frame may carry it.
[[nodiscard]] bool is_legal(const CloseBody& body) noexcept;

}  // namespace parley::protocol
