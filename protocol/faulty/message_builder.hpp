// MessageBuilder: makes messages of data frames as MessageAssembler does, with the fault's mistakes in it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/engine.hpp"
#include "protocol/faulty/deflate_receiver.hpp"
#include "protocol/faulty/frame_reader.hpp"
#include "protocol/faulty/text_check.hpp"
#include "protocol/frame_check.hpp"

namespace parley::protocol::faulty {

class MessageBuilder {
 public:
  /// `receiver` is null where no compression was agreed on.
  MessageBuilder(Fault fault, std::unique_ptr<DeflateReceiver> receiver);

  [[nodiscard]] const MessageProgress& progress() const { return progress_; }

  void begin_frame(const FrameHeader& header);
  [[nodiscard]] std::optional<Violation> add(const FrameReader::Piece& piece);

  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] std::pair<MessageType, Bytes> take();

  void forget();                // the message that has begun
  void mix_in(ByteView bytes);  // into it

 private:
  [[nodiscard]] std::optional<Violation> add_compressed(ByteView piece, Place place);
  [[nodiscard]] std::optional<Violation> check_text(ByteView piece, Place place);
  void end_frame();
  [[nodiscard]] Bytes put_together();

  Fault fault_;
  std::unique_ptr<DeflateReceiver> receiver_;
  TextCheck text_;
  MessageProgress progress_;
  MessageType type_ = MessageType::binary;
  FrameHeader frame_;
  bool complete_ = false;
  Bytes payload_;
  std::vector<std::size_t> fragment_ends_;  // in payload_
  Bytes left_over_;                         // of an earlier message
};

}  // namespace parley::protocol::faulty
