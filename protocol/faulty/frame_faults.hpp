// What a faulty peer takes a frame's header for, before the rules of frame_check.hpp judge it.
#pragma once

#include <optional>

#include "protocol/faulty/fault.hpp"
#include "protocol/frame_check.hpp"

namespace parley::protocol::faulty {

/// The header with the fault's blind spot: what the peer overlooks is set right. Its opcode, FIN and RSV bits are those
/// that the peer goes on with; mask and length are for the judgement only.
[[nodiscard]] FrameHeader overlook(Fault fault, const FrameHeader& header, const MessageProgress& message,
                                   const FrameContext& context);

/// What the peer refuses although it is legal.
[[nodiscard]] std::optional<Violation> refuse_legal_frame(Fault fault, const FrameHeader& header,
                                                          const MessageProgress& message, const FrameContext& context);

}  // namespace parley::protocol::faulty
