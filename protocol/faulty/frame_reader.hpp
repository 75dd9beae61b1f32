// FrameReader: finds frames in a stream as FrameDecoder does, but lets its user lie about a header before the payload
// is read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "protocol/bytes.hpp"
#include "protocol/faulty/fault.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol::faulty {

class FrameReader {
 public:
  explicit FrameReader(Fault fault) : fault_(fault) {}

  /// Takes a header off the front of `data`; nothing when it is incomplete: then all of `data` was taken.
  [[nodiscard]] std::optional<FrameHeader> next_header(ByteSpan& data);

  struct Piece {
    ByteSpan bytes;  // unmasked, a part of the data given
    bool last = false;
  };
  /// As much of the frame's payload as there is; a frame without payload has one empty piece.
  [[nodiscard]] Piece next_piece(ByteSpan& data);

  [[nodiscard]] bool inside_frame() const { return inside_frame_; }

 private:
  void unmask(ByteSpan bytes);

  Fault fault_;
  FrameHeader header_;
  std::uint64_t taken_ = 0;  // of its payload
  bool inside_frame_ = false;
  Bytes held_;                          // the beginning of a header that was cut
  std::optional<MaskKey> message_key_;  // of the first frame of the message
};

}  // namespace parley::protocol::faulty
