#include "protocol/native_engine.hpp"

#include <utility>

namespace parley::protocol {

bool NativeEngine::send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) {
  return connection_ && connection_->send(type, payload, options, out);
}

bool NativeEngine::send_all(std::span<const MessageView> messages, const SendOptions& options, Bytes& out) {
  return connection_ && connection_->send_all(messages, options, out);
}

bool NativeEngine::send_header(MessageType type, std::uint64_t payload_size, Bytes& out) {
  return connection_ && connection_->send_header(type, payload_size, out);
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

bool NativeEngine::is_echoing() const {
  return connection_ && connection_->is_echoing();
}

EngineState NativeEngine::state() const {
  if (connection_) return connection_->state();
  return ended_ ? EngineState::closed : EngineState::opening;
}

const CloseReport& NativeEngine::close_report() const {
  return connection_ ? connection_->close_report() : nothing_yet;
}

const Negotiated& NativeEngine::negotiated() const {
  static const Negotiated nothing;
  return negotiated_ ? *negotiated_ : nothing;
}

void NativeEngine::open(ConnectionOptions options, Negotiated negotiated, EngineEvents& events) {
  options.deflate = negotiated.deflate;
  if (negotiated.deflate || !negotiated.subprotocol.empty()) {
    negotiated_ = std::make_unique<const Negotiated>(std::move(negotiated));
  }
  connection_.emplace(std::move(options), events);
}

}  // namespace parley::protocol
