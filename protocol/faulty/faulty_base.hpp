// What both roles of a faulty engine share; NativeEngine's counterpart.
#pragma once

#include <optional>

#include "protocol/faulty/faulty_connection.hpp"

namespace parley::protocol::faulty {

class FaultyEngine : public Engine {
 public:
  bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) final;
  bool ping(ByteView payload, Bytes& out) final;
  bool pong(ByteView payload, Bytes& out) final;
  bool close(const CloseBody& body, Bytes& out) final;
  /// Every frame goes through the fault.
  [[nodiscard]] bool takes_encoded_frames() const final { return false; }

  [[nodiscard]] EngineState state() const final;
  [[nodiscard]] const CloseReport& close_report() const final;
  [[nodiscard]] const Negotiated& negotiated() const final { return negotiated_; }

 protected:
  explicit FaultyEngine(Fault fault) : fault_(fault) {}

  [[nodiscard]] Fault fault() const { return fault_; }
  /// Null until the opening handshake is over.
  [[nodiscard]] FaultyConnection* connection() { return connection_ ? &*connection_ : nullptr; }
  void open(ConnectionOptions options, Negotiated negotiated, EngineEvents& events);
  void end() { ended_ = true; }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  Fault fault_;
  bool ended_ = false;
  std::optional<FaultyConnection> connection_;
  Negotiated negotiated_;
  CloseReport nothing_yet_;
};

/// How much of a head is read.
[[nodiscard]] Limits head_limits(Fault fault, Limits limits);

}  // namespace parley::protocol::faulty
