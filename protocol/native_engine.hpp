// What both roles of the native engine share: before the handshake is over there is no Connection, then it does all.
#pragma once

#include <optional>

#include "protocol/connection.hpp"
#include "protocol/engine.hpp"

namespace parley::protocol {

class NativeEngine : public Engine {
 public:
  bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) final;
  bool send_all(std::span<const MessageView> messages, const SendOptions& options, Bytes& out) final;
  bool send_header(MessageType type, std::uint64_t payload_size, Bytes& out) final;
  bool ping(ByteView payload, Bytes& out) final;
  bool pong(ByteView payload, Bytes& out) final;
  bool close(const CloseBody& body, Bytes& out) final;

  [[nodiscard]] bool is_echoing() const final;
  [[nodiscard]] EngineState state() const final;
  [[nodiscard]] const CloseReport& close_report() const final;
  [[nodiscard]] const Negotiated& negotiated() const final;

 protected:
  /// Null until the opening handshake has succeeded.
  [[nodiscard]] Connection* connection() { return connection_ ? &*connection_ : nullptr; }

  void open(ConnectionOptions options, Negotiated negotiated, EngineEvents& events);
  void end() { ended_ = true; }  // the handshake failed
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  bool ended_ = false;
  std::optional<Connection> connection_;
  std::unique_ptr<const Negotiated> negotiated_;  // null: nothing was agreed on
};

}  // namespace parley::protocol
