// What a faulty peer makes of Close and Ping frames, and what it answers.
#pragma once

#include <optional>
#include <vector>

#include "protocol/engine.hpp"
#include "protocol/faulty/fault.hpp"
#include "protocol/result.hpp"

namespace parley::protocol::faulty {

/// The body of a Close as the peer reads it, or why it refuses it.
[[nodiscard]] Result<CloseBody, Violation> read_close(Fault fault, ByteView payload);

/// The payload of the Close that answers one with this code (1005: without a body).
[[nodiscard]] Bytes close_answer(Fault fault, std::uint16_t code);

/// What the connection is failed with; nothing: without a Close.
[[nodiscard]] std::optional<CloseBody> failure_body(Fault fault, const Violation& violation);

/// The payloads of the fragments of a Pong; nothing when there is none.
using PongPlan = std::vector<Bytes>;
[[nodiscard]] PongPlan plan_pong(Fault fault, ByteView ping);

}  // namespace parley::protocol::faulty
