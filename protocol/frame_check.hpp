// Is a frame legal here? One pure question, apart from the codec, which takes every bit pattern.
#pragma once

#include <cstdint>
#include <optional>

#include "protocol/frame.hpp"
#include "protocol/limits.hpp"
#include "protocol/violation.hpp"

namespace parley::protocol {

/// The message whose frames are arriving, as far as they have come.
struct MessageProgress {
  std::uint64_t frames = 0;  // 0: no message has begun
  std::uint64_t size = 0;    // payload bytes in these frames, as they were announced
  bool compressed = false;   // its first frame had RSV1 set (RFC 7692 §6)
};

/// What both sides agreed on, and how much we are willing to take.
struct FrameContext {
  Role receiver = Role::server;
  std::uint8_t agreed_rsv = rsv_none;  // bits that an agreed extension gave a meaning: rsv1 for permessage-deflate
  Limits limits;
};

/// The first rule that the frame breaks, or nothing. Knows the header only: what the payload may be (UTF-8, the body
/// of a Close frame, the inflated size) shows later.
[[nodiscard]] std::optional<Violation> check_frame(const FrameHeader& header, const MessageProgress& message,
                                                   const FrameContext& context);

}  // namespace parley::protocol
