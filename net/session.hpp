// Session: carries an Engine over a Stream.
//
// Reads as much as there is, gives it to the engine, and answers everything in that read with one write. What the
// peer does not take at once waits in a bounded queue (backpressure). Watches the deadlines, and ends the TCP
// connection as RFC 6455 §7.1.1 wants it: the server closes first, the client waits for it; input is drained before
// the socket is closed, so that no reset overtakes a Close frame.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include "net/loop.hpp"
#include "net/stream.hpp"
#include "protocol/engine.hpp"

namespace parley::net {

struct SessionOptions {
  protocol::Role role = protocol::Role::server;
  Duration handshake_timeout = std::chrono::seconds(10);  // from start() to an open connection
  Duration close_timeout = std::chrono::seconds(5);       // from our Close, or the end of the engine, to the end of TCP
  std::optional<Duration> idle_timeout;                   // no byte from the peer for so long: close with 1001
  std::size_t max_queue = 64U << 20;                      // bytes that wait to be written; more fails the connection
};

enum class Direction : std::uint8_t { received, sent };

/// Why a session ended, beside what the engine's CloseReport says.
struct SessionEnd {
  protocol::CloseReport close;
  std::error_code error;    // of the network; empty when TCP ended in order
  std::string_view reason;  // "handshake timeout", "close timeout", "idle timeout", "write queue full", or empty
};

class SessionEvents {
 public:
  /// The last call of a session, exactly once; also after a failed handshake.
  virtual void on_end(const SessionEnd& end) = 0;
  /// The write queue has become empty after it had something in it.
  virtual void on_drained() {}
  /// Every byte that crosses the stream, before the engine sees it. Called only when `wants_wire()`.
  virtual void on_wire(Direction /*direction*/, protocol::ByteView /*bytes*/) {}
  [[nodiscard]] virtual bool wants_wire() const { return false; }

 protected:
  ~SessionEvents() = default;
};

/// A message with its frame as a server writes it: unmasked, uncompressed, whole.
struct SharedMessage {
  protocol::MessageType type;
  protocol::Bytes frame;
  std::size_t payload_offset;

  [[nodiscard]] protocol::ByteView payload() const { return protocol::ByteView(frame).subspan(payload_offset); }
};

/// All members must be called on the loop's thread. The session keeps itself alive until `on_end` has returned;
/// `events` must live until then.
class Session : public std::enable_shared_from_this<Session> {
 public:
  static std::shared_ptr<Session> create(Loop& loop, std::unique_ptr<Stream> stream, SessionOptions options,
                                         SessionEvents& events);
  virtual ~Session() = default;

  /// Begins to read; a client's engine writes its handshake now.
  virtual void start(std::unique_ptr<protocol::Engine> engine) = 0;

  // Return false, and do nothing, when the connection is not open.
  virtual bool send(protocol::MessageType type, protocol::ByteView payload,
                    const protocol::SendOptions& options = {}) = 0;
  /// A frame encoded once for many receivers; the queue shares it. Falls back to `send` when the engine does not take
  /// it.
  virtual bool send_shared(const std::shared_ptr<const SharedMessage>& message) = 0;
  virtual bool ping(protocol::ByteView payload) = 0;
  virtual bool pong(protocol::ByteView payload) = 0;
  virtual bool close(const protocol::CloseBody& body) = 0;

  virtual void drop() = 0;   // ends TCP at once, without a Close frame (FIN)
  virtual void reset() = 0;  // the same with RST

  virtual void pause_reading() = 0;  // TCP's window then holds the peer back
  virtual void resume_reading() = 0;

  [[nodiscard]] virtual std::size_t buffered_amount() const = 0;  // bytes queued, not yet given to TCP
  [[nodiscard]] virtual const protocol::Engine& engine() const = 0;
  [[nodiscard]] virtual StreamInfo info() const = 0;
};

[[nodiscard]] std::shared_ptr<const SharedMessage> make_shared_message(protocol::MessageType type,
                                                                       protocol::ByteView payload);

}  // namespace parley::net
