#include "protocol/native_engine.hpp"

#include <utility>

namespace parley::protocol {

bool NativeEngine::send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) {
  return connection_ && connection_->send(type, payload, options, out);
}

bool NativeEngine::ping(ByteView payload, Bytes& out) {
  return connection_ && connection_->ping(payload, out);
}

bool NativeEngine::pong(ByteView payload, Bytes& out) {
  return connection_ && connection_->pong(payload, out);
}

bool NativeEngine::close(const CloseBody& body, Bytes& out) {
  return connection_ && connection_->close(body, out);
}

EngineState NativeEngine::state() const {
  if (connection_) return connection_->state();
  return ended_ ? EngineState::closed : EngineState::opening;
}

const CloseReport& NativeEngine::close_report() const {
  return connection_ ? connection_->close_report() : nothing_yet;
}

void NativeEngine::open(ConnectionOptions options, Negotiated negotiated, EngineEvents& events) {
  options.deflate = negotiated.deflate;
  negotiated_ = std::move(negotiated);
  connection_.emplace(std::move(options), events);
}

}  // namespace parley::protocol
