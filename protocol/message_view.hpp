// What a message is: its type, and where its payload lies.
#pragma once

#include <cstdint>

#include "protocol/bytes.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol {

enum class MessageType : std::uint8_t { text, binary };

/// The opcode of a message's first frame (RFC 6455 §5.6).
[[nodiscard]] constexpr Opcode opcode_of(MessageType type) noexcept {
  return type == MessageType::text ? Opcode::text : Opcode::binary;
}
/// Of a message whose first frame has this opcode: text or binary.
[[nodiscard]] constexpr MessageType message_type_of(Opcode opcode) noexcept {
  return opcode == Opcode::text ? MessageType::text : MessageType::binary;
}

/// A whole message whose payload is somebody else's.
struct MessageView {
  MessageType type = MessageType::binary;
  ByteView payload;
};

}  // namespace parley::protocol
