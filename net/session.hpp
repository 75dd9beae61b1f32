// Session: carries an Engine over a Stream.
//
// Reads as much as there is, gives it to the engine, and answers everything in that read with one write at the end of
// the loop's turn, or at once when it is much. What the peer does not take waits in a bounded queue (backpressure).
// Watches the deadlines, and ends TCP as RFC 6455 §7.1.1 wants it: the server closes first, the client waits for it;
// input is drained before the socket is closed, so that no reset overtakes a Close frame.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
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
  std::optional<Duration> idle_timeout = std::nullopt;    // no byte from the peer for so long: close with 1001
  std::size_t max_queue = 64U << 20;  // memory of what waits to be written; more fails the connection
  /// Server only: while more bytes than this wait to be written, nothing is read, so that a peer which sends without
  /// reading is held back by TCP. A client reads on: two sides that both stopped would wait for each other for ever.
  /// So does a server within a message that it sends back as it comes (Engine::is_echoing).
  std::size_t high_water = 1U << 20;
};

enum class Direction : std::uint8_t { received, sent };

/// Why a session ended, beside what the engine's CloseReport says.
struct SessionEnd {
  protocol::CloseReport close;
  std::error_code error;  // of the network; empty when TCP ended in order
  /// "handshake timeout", "close timeout" (no Close from the peer, or no end of TCP after it), "idle timeout", "write
  /// queue full", or empty.
  std::string_view reason;
};

class SessionEvents {
 public:
  /// The last call of a session, exactly once; also after a failed handshake. Always from the loop, never from within
  /// a call of the owner.
  virtual void on_end(const SessionEnd& end) = 0;
  /// All that was sent has been given to TCP: `buffered_amount` is 0 again.
  virtual void on_drained() {}
  /// Every byte that crosses the stream: received ones before the engine sees them, sent ones when the stream has taken
  /// them. Called only when `wants_wire()`. Must not call the session.
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
  static std::shared_ptr<Session> create(Loop& loop, std::unique_ptr<Stream> stream, const SessionOptions& options,
                                         SessionEvents& events);
  /// With options that many sessions share; not null.
  static std::shared_ptr<Session> create(Loop& loop, std::unique_ptr<Stream> stream,
                                         std::shared_ptr<const SessionOptions> options, SessionEvents& events);
  virtual ~Session() = default;

  /// Begins to read; a client's engine writes its handshake now.
  virtual void start(std::unique_ptr<protocol::Engine> engine) = 0;

  // Return false, and do nothing, when the connection is not open.
  virtual bool send(protocol::MessageType type, protocol::ByteView payload,
                    const protocol::SendOptions& options = {}) = 0;
  /// All of them in their order; stops at the first that cannot be sent.
  virtual bool send_all(std::span<const protocol::MessageView> messages) = 0;
  /// A frame encoded once for many receivers; the queue shares it. Falls back to `send` when the engine does not take
  /// it.
  virtual bool send_shared(const std::shared_ptr<const SharedMessage>& message) = 0;
  /// For the engine's own frames, from within EngineEvents::send_frames: many are written from where they are, and what
  /// TCP does not take is queued. False, and nothing is done: of a few, and at any other time.
  virtual bool send_frames(protocol::ByteView frames) = 0;
  virtual bool ping(protocol::ByteView payload) = 0;
  virtual bool pong(protocol::ByteView payload) = 0;
  virtual bool close(const protocol::CloseBody& body) = 0;

  // What waits to be written is lost. From within on_message: the messages of that read are still delivered.
  virtual void drop() = 0;   // ends TCP at once, without a Close frame (FIN)
  virtual void reset() = 0;  // the same with RST

  /// TCP's window then holds the peer back. Messages of a read that is going on are still delivered. While paused
  /// nothing is noticed of the peer, neither its Close nor the end of TCP, and the idle timeout does not count.
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;

  [[nodiscard]] virtual std::size_t buffered_amount() const = 0;     // bytes queued, not yet given to TCP
  [[nodiscard]] virtual const protocol::Engine& engine() const = 0;  // not before start()
  [[nodiscard]] virtual StreamInfo info() const = 0;
};

[[nodiscard]] std::shared_ptr<const SharedMessage> make_shared_message(protocol::MessageType type,
                                                                       protocol::ByteView payload);

}  // namespace parley::net
