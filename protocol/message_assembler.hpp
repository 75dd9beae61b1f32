// MessageAssembler: makes messages of data frames (RFC 6455 §5.4), inflates them (RFC 7692 §6.2) and checks text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "protocol/bytes.hpp"
#include "protocol/deflate.hpp"
#include "protocol/frame_check.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/limits.hpp"
#include "protocol/message_view.hpp"
#include "protocol/utf8.hpp"
#include "protocol/violation.hpp"

namespace parley::protocol {

/// A whole message. `payload` is in `storage`, or still in the buffer it was received in.
struct Message {
  MessageType type = MessageType::binary;
  ByteView payload;
  Bytes storage;
};

class MessageAssembler {
 public:
  /// `inflater` is null where no compression was agreed on.
  MessageAssembler(std::uint64_t max_message, std::unique_ptr<Inflater> inflater);

  /// The message whose frames are arriving, for check_frame.
  [[nodiscard]] const MessageProgress& progress() const noexcept { return progress_; }

  /// `header` is a legal data frame's.
  void begin_frame(const FrameHeader& header) noexcept;

  /// The next piece of that frame. Nothing is copied when it is a whole message.
  [[nodiscard]] std::optional<Violation> add(const FrameDecoder::Piece& piece);

  /// True after the last piece of a message: take it before the next frame begins.
  [[nodiscard]] bool complete() const noexcept { return complete_; }
  [[nodiscard]] Message take() noexcept;

 private:
  enum class Place : std::uint8_t { inside, end };  // of a piece in the message

  [[nodiscard]] std::optional<Violation> add_plain(const FrameDecoder::Piece& piece, Place place);
  [[nodiscard]] std::optional<Violation> add_compressed(ByteView piece, Place place);
  [[nodiscard]] std::optional<Violation> check_text(ByteView piece, Place place);
  void store(const FrameDecoder::Piece& piece);

  std::uint64_t max_message_;
  std::unique_ptr<Inflater> inflater_;
  MessageProgress progress_;
  MessageType type_ = MessageType::binary;
  bool last_frame_ = false;
  bool complete_ = false;
  Utf8Validator text_;  // after a complete text it is ready for the next one
  ByteView payload_;
  Bytes storage_;
};

}  // namespace parley::protocol
