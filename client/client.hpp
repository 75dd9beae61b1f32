// Client: one WebSocket connection seen from the side that opens it, on either engine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/connector.hpp"
#include "net/loop.hpp"
#include "net/session.hpp"
#include "net/tls.hpp"
#include "protocol/engine.hpp"

namespace parley::client {

struct ClientOptions {
  protocol::Uri uri;
  protocol::EngineKind engine = protocol::EngineKind::native;
  std::vector<std::string> subprotocols;
  protocol::HttpFields fields;                      // extra header fields of the handshake
  std::optional<protocol::DeflateOptions> deflate;  // nothing: not offered
  protocol::Limits limits;
  std::shared_ptr<net::TlsContext> tls;  // needed for wss
  std::string source_address;            // the address to connect from; empty: the system chooses
  net::Duration connect_timeout = std::chrono::seconds(10);
  net::Duration handshake_timeout = std::chrono::seconds(10);
  net::Duration close_timeout = std::chrono::seconds(5);
  std::size_t max_queue = 64U << 20;  // bytes
  protocol::MaskSource mask_source;   // empty: fresh keys from OpenSSL's generator (RFC 6455 §5.3)
  std::function<void(net::ConnectStage)> on_connect_stage;  // for those who measure
  /// Makes the engine in place of `engine`: for peers that break rules on purpose. Empty: the engine that was named.
  std::function<std::unique_ptr<protocol::Engine>(protocol::ClientEngineOptions, protocol::ClientEvents&)> make_engine;
};

/// What the peer or the network did. Every attempt to open ends in exactly one on_end; on_failure comes before it when
/// the connection never opened.
class ClientEvents {
 public:
  virtual void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) = 0;
  virtual void on_message(protocol::MessageType type, protocol::ByteView payload) = 0;
  virtual void on_ping(protocol::ByteView /*payload*/) {}
  virtual void on_pong(protocol::ByteView /*payload*/) {}
  virtual void on_failure(
      const protocol::HandshakeFailure& failure) = 0;  // status 0 and a reason when TCP or TLS failed
  virtual void on_end(const net::SessionEnd& end) = 0;
  virtual void on_drained() {}
  virtual void on_wire(net::Direction, protocol::ByteView) {}
  [[nodiscard]] virtual bool wants_wire() const { return false; }

 protected:
  ~ClientEvents() = default;
};

/// The numbers of the browser's readyState.
enum class ReadyState : std::uint8_t { connecting = 0, open = 1, closing = 2, closed = 3 };

/// One connection; open again by making another. All members on the loop's thread. `events` must outlive the client
/// or its on_end. Destroying a client that has not ended drops the connection; no event is called then.
class Client {
 public:
  Client(net::Loop& loop, ClientOptions options, ClientEvents& events);  // begins to connect
  ~Client();
  Client(Client&&) = delete;

  // Return false, and do nothing, unless the connection is open.
  bool send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options = {});
  bool ping(protocol::ByteView payload);
  bool pong(protocol::ByteView payload);
  /// While connecting: gives up the attempt (on_failure, on_end).
  bool close(const protocol::CloseBody& body);

  void drop();   // ends TCP without a Close frame
  void reset();  // the same with RST
  void pause_reading();
  void resume_reading();

  [[nodiscard]] ReadyState ready_state() const;
  [[nodiscard]] std::size_t buffered_amount() const;
  [[nodiscard]] std::optional<net::StreamInfo> info() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace parley::client
