#include "protocol/faulty/faulty_base.hpp"

#include <utility>

namespace parley::protocol::faulty {

bool FaultyEngine::send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) {
  return connection_ && connection_->send(type, payload, options, out);
}

bool FaultyEngine::ping(ByteView payload, Bytes& out) {
  return connection_ && connection_->ping(payload, out);
}

bool FaultyEngine::pong(ByteView payload, Bytes& out) {
  return connection_ && connection_->pong(payload, out);
}

bool FaultyEngine::close(const CloseBody& body, Bytes& out) {
  return connection_ && connection_->close(body, out);
}

EngineState FaultyEngine::state() const {
  if (connection_) return connection_->state();
  return ended_ ? EngineState::closed : EngineState::opening;
}

const CloseReport& FaultyEngine::close_report() const {
  return connection_ ? connection_->close_report() : nothing_yet_;
}

void FaultyEngine::open(ConnectionOptions options, Negotiated negotiated, EngineEvents& events) {
  options.deflate = negotiated.deflate;
  negotiated_ = std::move(negotiated);
  connection_.emplace(fault_, options, events);
}

Limits head_limits(Fault fault, Limits limits) {
  if (fault != Fault::no_head_limit) return limits;
  limits.max_head = 64U << 20;  // bytes: even a fault shall not take the machine down
  limits.max_fields = 1U << 20;
  return limits;
}

}  // namespace parley::protocol::faulty
