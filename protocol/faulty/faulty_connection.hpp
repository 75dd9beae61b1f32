// FaultyConnection: an open WebSocket connection with one deliberate fault; Connection's counterpart.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "protocol/connection.hpp"
#include "protocol/faulty/frame_reader.hpp"
#include "protocol/faulty/frame_writer.hpp"
#include "protocol/faulty/message_builder.hpp"

namespace parley::protocol::faulty {

class FaultyConnection {
 public:
  /// `events` must outlive the connection.
  FaultyConnection(Fault fault, const ConnectionOptions& options, EngineEvents& events);
  FaultyConnection(FaultyConnection&&) = delete;

  // As in Engine.
  void receive(ByteSpan data, Bytes& out);
  void receive_eof() { state_ = EngineState::closed; }
  bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out);
  bool ping(ByteView payload, Bytes& out) { return send_control(Opcode::ping, payload, out); }
  bool pong(ByteView payload, Bytes& out) { return send_control(Opcode::pong, payload, out); }
  bool close(const CloseBody& body, Bytes& out);

  [[nodiscard]] EngineState state() const { return state_; }
  [[nodiscard]] const CloseReport& close_report() const { return report_; }

 private:
  /// What is still done with input. The engine's state follows at the end of a read, so that what a faulty peer does
  /// too much is let out.
  enum class Hearing : std::uint8_t {
    everything,
    rest_of_read,  // it should have stopped
    nothing,       // it has stopped, but TCP stays open
  };

  void begin_frame(const FrameHeader& header, Bytes& out);
  [[nodiscard]] bool swallows(const FrameHeader& header);
  void take_piece(const FrameReader::Piece& piece, Bytes& out);
  void take_data(const FrameReader::Piece& piece, Bytes& out);
  void take_control(const FrameReader::Piece& piece, Bytes& out);
  void handle_control(ByteView payload, Bytes& out);
  void handle_ping(ByteView payload, Bytes& out);
  void handle_close(ByteView payload, Bytes& out);
  void fail(Violation violation, Bytes& out);
  void stop(Hearing hearing);

  void answer_ping(ByteView payload, Bytes& out);
  void answer_close(std::uint16_t code, Bytes& out);
  bool send_control(Opcode opcode, ByteView payload, Bytes& out);
  void send_close(const CloseBody& body, Bytes& out);

  Fault fault_;
  EngineEvents& events_;
  EngineState state_ = EngineState::open;
  Hearing hearing_ = Hearing::everything;
  FrameContext context_;
  FrameReader reader_;
  MessageBuilder builder_;
  FrameWriter writer_;
  FrameHeader frame_;                // as the fault sees it
  bool skips_frame_ = false;         // its payload is not looked at
  bool swallows_fragments_ = false;  // the rest of a control frame in fragments
  Bytes control_payload_;
  std::vector<Bytes> late_pongs_;
  CloseReport report_;
};

}  // namespace parley::protocol::faulty
