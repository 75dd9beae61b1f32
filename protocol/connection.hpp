// Connection: the state machine of an open WebSocket connection, for both roles (RFC 6455 §5 to §7, RFC 7692).
//
// Strict: what the RFC forbids fails the connection with the code that the RFC names. The opening handshake is over
// when a Connection begins; see native_engine.cpp for both together.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "protocol/deflate.hpp"
#include "protocol/engine.hpp"
#include "protocol/frame_check.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/message_assembler.hpp"

namespace parley::protocol {

struct ConnectionOptions {
  Role role = Role::server;
  Limits limits;
  std::optional<DeflateParameters> deflate;  // as agreed
  DeflateOptions deflate_options;            // our side's level and threshold
  MaskSource mask_source;                    // needed by a client, unused by a server
};

/// What a connection reports before its end begins.
inline const CloseReport nothing_yet;

/// While idle it holds no buffers: these bytes, and the windows of permessage-deflate once it was used.
class Connection {
 public:
  /// `events` must outlive the connection.
  Connection(ConnectionOptions options, EngineEvents& events);
  Connection(Connection&&) = delete;

  // Each of these means what it means in Engine (engine.hpp). An event handler may send, ping, pong and close, also
  // into the `out` of the receive() that called it; it may not call receive() or destroy the connection.

  /// After a Close frame or a violation the rest of `data` is ignored.
  void receive(ByteSpan data, Bytes& out);
  void receive_eof();

  /// `payload` does not lie in `out`. A text is the caller's promise of UTF-8: it is not checked again.
  bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out);
  bool send_all(std::span<const MessageView> messages, const SendOptions& options, Bytes& out);
  bool send_header(MessageType type, std::uint64_t payload_size, Bytes& out);

  // These refuse (nothing is written, false) what may not be on the wire: a payload of more than 125 bytes, a code
  // that no Close frame may carry, a reason that is too long, not UTF-8, or without a code.
  bool ping(ByteView payload, Bytes& out);
  bool pong(ByteView payload, Bytes& out);
  bool close(const CloseBody& body, Bytes& out);

  [[nodiscard]] bool is_echoing() const noexcept { return behind_echo_ != nullptr; }
  [[nodiscard]] EngineState state() const noexcept { return state_; }  // never `opening`
  [[nodiscard]] const CloseReport& close_report() const noexcept { return report_ ? *report_ : nothing_yet; }

 private:
  [[nodiscard]] bool between_messages() const noexcept;
  [[nodiscard]] bool may_echo();
  [[nodiscard]] std::size_t echo_whole_messages(ByteSpan data, Bytes& out);
  [[nodiscard]] std::size_t deliver_whole_messages(ByteSpan data);
  bool begin_frame(ByteSpan& data, Bytes& out);
  [[nodiscard]] bool begin_echo(const FrameHeader& header, Bytes& out);
  void echo(const FrameDecoder::Piece& piece, Bytes& out);
  void take_data(const FrameDecoder::Piece& piece, Bytes& out);
  void take_control(const FrameDecoder::Piece& piece, Bytes& out);
  void handle_control(Opcode opcode, ByteView payload, Bytes& out);
  void handle_close(ByteView payload, Bytes& out);
  void fail(Violation violation, Bytes& out);

  [[nodiscard]] bool sends_as_it_is() const noexcept;
  [[nodiscard]] Bytes& place_for_frames(Bytes& out) noexcept;
  bool send_control(Opcode opcode, ByteView payload, Bytes& out);
  void write_control(Opcode opcode, ByteView payload, Bytes& out);
  void send_close(const CloseBody& body, Bytes& out);
  [[nodiscard]] CloseReport& report();
  void write_message(FrameHeader header, ByteView payload, const SendOptions& options, Bytes& out);
  void write_frame(FrameHeader header, ByteView payload, Bytes& out);

  EngineEvents& events_;
  std::unique_ptr<const MaskSource> mask_source_;  // null in a server
  std::uint64_t compress_from_;                    // bytes
  std::unique_ptr<Deflater> deflater_;
  EngineState state_ = EngineState::open;
  FrameContext context_;
  std::optional<std::uint16_t> largest_whole_;  // payload that may go the short way; nothing: all go the long one
  FrameDecoder decoder_;
  MessageAssembler assembler_;
  Bytes control_payload_;                // of a control frame that was cut
  std::unique_ptr<Bytes> behind_echo_;   // frames that wait for the end of the one that is sent back as it comes
  std::unique_ptr<CloseReport> report_;  // null until there is something to tell
};

}  // namespace parley::protocol
