// Engine: one WebSocket peer without I/O. Bytes in, events and bytes out.
//
// It is the seam between the two implementations (native, websocketpp) and everything above them: servers, clients
// and scenarios know this interface only. An engine owns no socket, clock, thread or source of randomness.
// All bytes that must go to the peer are appended to `out`, which the caller chooses for each call.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/bytes.hpp"
#include "protocol/deflate_options.hpp"
#include "protocol/engine_events.hpp"
#include "protocol/frame.hpp"
#include "protocol/http_message.hpp"
#include "protocol/limits.hpp"
#include "protocol/message_view.hpp"
#include "protocol/uri.hpp"
#include "protocol/violation.hpp"

namespace parley::protocol {

/// Two independent implementations: our own core, and the websocketpp library.
enum class EngineKind : std::uint8_t { native, websocketpp };

/// The body of a Close frame.
struct CloseBody {
  std::uint16_t code = 1005;  // 1005: a Close frame without a body
  std::string reason;         // UTF-8, at most 123 bytes (RFC 6455 §5.5)

  friend bool operator==(const CloseBody&, const CloseBody&) = default;
};

/// How a connection ended. Clean when a Close frame went both ways (RFC 6455 §7.1.4).
struct CloseReport {
  std::optional<CloseBody> received;
  std::optional<CloseBody> sent;
  std::optional<Violation> violation;  // why we failed the connection

  [[nodiscard]] bool clean() const { return received.has_value() && sent.has_value(); }
  /// What the WebSocket API would report: the received code, else 1006 (RFC 6455 §7.1.5).
  [[nodiscard]] std::uint16_t code() const { return received ? received->code : 1006; }
};

struct SendOptions {
  std::uint64_t fragment_size = 0;  // payload bytes per frame; 0: one frame
  bool compress = true;             // has an effect only where permessage-deflate was agreed on
  std::uint64_t frames = 0;         // exactly so many, though some be empty; 0: as many as fragment_size makes

  [[nodiscard]] bool in_one_frame() const { return fragment_size == 0 && frames <= 1; }
};

enum class EngineState : std::uint8_t {
  opening,  // the opening handshake is going on
  open,
  closing,  // a Close frame was sent, the peer's is awaited; data that still arrives is delivered
  closed,   // nothing more will be read or written: flush `out`, then end the TCP connection
};

class Engine {
 public:
  virtual ~Engine() = default;

  /// Client only: writes the opening handshake. A server waits for it.
  virtual void start(Bytes& out) = 0;

  /// Takes bytes from the peer, as many as there are, cut anywhere. Changes `data` (unmasks in place).
  virtual void receive(ByteSpan data, Bytes& out) = 0;

  /// The peer's side of the TCP connection has ended.
  virtual void receive_eof(Bytes& out) = 0;

  /// Client only: its opening handshake, of which this is how long it was waited for, is given up. An engine that knows
  /// more of the answer than that it did not come whole tells that as the failure.
  virtual void give_up(std::chrono::nanoseconds /*waited*/) {}

  // The following do nothing and return false unless the state is `open`.
  virtual bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) = 0;
  /// All of them in their order; stops at the first that cannot be sent.
  virtual bool send_all(std::span<const MessageView> messages, const SendOptions& options, Bytes& out) {
    return std::ranges::all_of(
        messages, [&](const MessageView& message) { return send(message.type, message.payload, options, out); });
  }
  /// Writes only the header of a message whose payload the caller writes behind it, from where it is. False, and
  /// nothing is written, also where the payload would not go over as it is (masked or compressed), and while the engine
  /// is_echoing().
  virtual bool send_header(MessageType /*type*/, std::uint64_t /*payload_size*/, Bytes& /*out*/) { return false; }
  virtual bool ping(ByteView payload, Bytes& out) = 0;  // at most 125 bytes
  virtual bool pong(ByteView payload, Bytes& out) = 0;
  /// Starts the closing handshake. Code 1005 sends a Close frame without a body.
  virtual bool close(const CloseBody& body, Bytes& out) = 0;

  /// A message that is being sent back as it comes (see EngineEvents::echoes) has not come whole yet. It must be read
  /// to its end even if the peer reads nothing meanwhile: many send a message first, and then read.
  [[nodiscard]] virtual bool is_echoing() const { return false; }

  /// Asked once, when the connection is open: the engine that takes over from here; null, as of most engines: none.
  [[nodiscard]] virtual std::unique_ptr<Engine> successor() { return nullptr; }

  /// True when a server may write a frame that was encoded once for many receivers (unmasked, not compressed) now; not
  /// while the engine is_echoing().
  [[nodiscard]] virtual bool takes_encoded_frames() const = 0;

  [[nodiscard]] virtual EngineState state() const = 0;
  [[nodiscard]] virtual const CloseReport& close_report() const = 0;
  [[nodiscard]] virtual const Negotiated& negotiated() const = 0;
};

/// A fresh masking key for each call. RFC 6455 §5.3 wants them unpredictable; the load generator may do without.
using MaskSource = std::function<MaskKey()>;

struct ServerEngineOptions {
  Limits limits;
  std::optional<DeflateOptions> deflate;  // nothing: every offer is declined
};

struct ClientEngineOptions {
  Uri uri;
  std::vector<std::string> subprotocols;  // offered, in order of preference
  HttpFields fields;                      // extra ones, after those of the handshake (Origin, Authorization, …)
  std::optional<DeflateOptions> deflate;  // nothing: no offer
  Limits limits;
  MaskSource mask_source;
  std::string key;  // Sec-WebSocket-Key: base64 of 16 random bytes (RFC 6455 §4.1)
};

// `events` must outlive the engine.
[[nodiscard]] std::unique_ptr<Engine> make_native_engine(const ServerEngineOptions& options, ServerEvents& events);
[[nodiscard]] std::unique_ptr<Engine> make_native_engine(ClientEngineOptions options, ClientEvents& events);

}  // namespace parley::protocol
