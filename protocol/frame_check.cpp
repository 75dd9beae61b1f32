#include "protocol/frame_check.hpp"

#include <fmt/format.h>

namespace parley::protocol {
namespace {

bool is_defined(Opcode opcode) {
  switch (opcode) {
    case Opcode::continuation:
    case Opcode::text:
    case Opcode::binary:
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong:
      return true;
  }
  return false;
}

Violation protocol_error(std::string_view section, std::string what) {
  return {CloseCode::protocol_error, section, std::move(what)};
}

std::optional<Violation> check_first_byte(const FrameHeader& header, const FrameContext& context) {
  // "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
  if ((header.rsv & ~context.agreed_rsv) != 0) {
    return protocol_error("RFC 6455 §5.2", fmt::format("reserved bits set without an extension: {:#04x}", header.rsv));
  }
  // "An endpoint MUST NOT set the "Per-Message Compressed" bit of control frames and non-first fragments of a data
  // message."
  if ((header.rsv & rsv1) != 0 && (is_control(header.opcode) || header.opcode == Opcode::continuation)) {
    return protocol_error("RFC 7692 §6.1", "RSV1 set on a frame that does not begin a message");
  }
  // "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_."
  if (!is_defined(header.opcode)) {
    return protocol_error("RFC 6455 §5.2", fmt::format("reserved opcode {:#x}", static_cast<unsigned>(header.opcode)));
  }
  return std::nullopt;
}

std::optional<Violation> check_mask(const FrameHeader& header, const FrameContext& context) {
  // "The server MUST close the connection upon receiving a frame that is not masked."
  if (context.receiver == Role::server && !header.mask) {
    return protocol_error("RFC 6455 §5.1", "unmasked frame from a client");
  }
  // "A client MUST close a connection if it detects a masked frame."
  if (context.receiver == Role::client && header.mask) {
    return protocol_error("RFC 6455 §5.1", "masked frame from a server");
  }
  return std::nullopt;
}

std::optional<Violation> check_length(const FrameHeader& header) {
  // "the most significant bit MUST be 0"
  if ((header.length >> 63) != 0) {
    return protocol_error("RFC 6455 §5.2", fmt::format("payload length {:#x} has its highest bit set", header.length));
  }
  // "in all cases, the minimal number of bytes MUST be used to encode the length"
  if (header.form != minimal_form(header.length)) {
    return protocol_error("RFC 6455 §5.2",
                          fmt::format("payload length {} is written in more bytes than it needs", header.length));
  }
  return std::nullopt;
}

// "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
std::optional<Violation> check_control(const FrameHeader& header) {
  if (!header.fin) return protocol_error("RFC 6455 §5.5", "fragmented control frame");
  if (header.length > max_control_payload) {
    return protocol_error("RFC 6455 §5.5", fmt::format("control frame with {} bytes of payload", header.length));
  }
  return std::nullopt;
}

std::optional<Violation> check_sequence(const FrameHeader& header, const MessageProgress& message) {
  const bool in_message = message.frames > 0;
  // "A fragmented message consists of a single frame with the FIN bit clear and an opcode other than 0, followed by
  // zero or more frames with the FIN bit clear and the opcode set to 0, and terminated by [...]"
  if (header.opcode == Opcode::continuation && !in_message) {
    return protocol_error("RFC 6455 §5.4", "continuation frame without a message to continue");
  }
  // "The fragments of one message MUST NOT be interleaved between the fragments of another message [...]"
  if (header.opcode != Opcode::continuation && in_message) {
    return protocol_error("RFC 6455 §5.4", "new message inside a fragmented message");
  }
  return std::nullopt;
}

// "Implementations that have [...] limitations regarding the frame size or total message size [...] MUST protect
// themselves against exceeding those limits."
std::optional<Violation> check_limits(const FrameHeader& header, const MessageProgress& message, const Limits& limits) {
  if (header.length > limits.max_frame) {
    return Violation{CloseCode::message_too_big, "RFC 6455 §10.4",
                     fmt::format("frame of {} bytes, the limit is {}", header.length, limits.max_frame)};
  }
  const bool deflated = message.compressed || (header.rsv & rsv1) != 0;  // then the limit is for the inflated size
  if (!deflated && (message.size > limits.max_message || header.length > limits.max_message - message.size)) {
    return Violation{
        CloseCode::message_too_big, "RFC 6455 §10.4",
        fmt::format("message of at least {} bytes, the limit is {}", message.size + header.length, limits.max_message)};
  }
  if (message.frames >= limits.max_fragments) {
    return Violation{CloseCode::policy_violation, "RFC 6455 §10.4",
                     fmt::format("message of more than {} frames", limits.max_fragments)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Violation> check_frame(const FrameHeader& header, const MessageProgress& message,
                                     const FrameContext& context) {
  if (auto violation = check_first_byte(header, context)) return violation;
  if (auto violation = check_mask(header, context)) return violation;
  if (auto violation = check_length(header)) return violation;
  if (is_control(header.opcode)) return check_control(header);
  if (auto violation = check_sequence(header, message)) return violation;
  return check_limits(header, message, context.limits);
}

}  // namespace parley::protocol
