// Connection: the state machine of an open WebSocket connection, for both roles (RFC 6455 §5 to §7, RFC 7692).
//
// Strict: what the RFC forbids fails the connection with the code that the RFC names. The opening handshake is over
// when a Connection begins; see native_engine.cpp for both together.
#pragma once

#include <memory>
#include <optional>

#include "protocol/engine.hpp"

namespace parley::protocol {

struct ConnectionOptions {
  Role role = Role::server;
  Limits limits;
  std::optional<DeflateParameters> deflate;  // as agreed
  DeflateOptions deflate_options;            // our side's level and threshold
  MaskSource mask_source;                    // needed by a client, unused by a server
};

class Connection {
 public:
  /// `events` must outlive the connection.
  Connection(ConnectionOptions options, EngineEvents& events);
  ~Connection();
  Connection(Connection&&) = delete;

  // Each of these means what it means in Engine (engine.hpp).
  void receive(ByteSpan data, Bytes& out);
  void receive_eof();
  bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out);
  bool ping(ByteView payload, Bytes& out);
  bool pong(ByteView payload, Bytes& out);
  bool close(const CloseBody& body, Bytes& out);

  [[nodiscard]] EngineState state() const;  // never `opening`
  [[nodiscard]] const CloseReport& close_report() const;

 private:
  struct Impl;  // the implementer may replace this by plain members
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley::protocol
