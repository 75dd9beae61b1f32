// FrameDecoder: finds frames in a stream that may be cut anywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "protocol/bytes.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol {

/// Pull it: a header, then pieces until the last one of the frame, then the next header. It holds no payload and
/// judges nothing.
class FrameDecoder {
 public:
  /// Takes a header off the front of `data`. Null when it is incomplete: then all of `data` was taken.
  [[nodiscard]] const FrameHeader* next_header(ByteSpan& data) noexcept;

  struct Piece {
    ByteSpan bytes;          // unmasked; a part of the data given
    std::uint64_t left = 0;  // payload bytes of this frame still to come
  };

  /// Takes as much of the frame's payload as there is, and unmasks it in place. A frame without payload has one empty
  /// piece.
  [[nodiscard]] Piece next_piece(ByteSpan& data) noexcept;

  /// True from a frame's header to its last piece.
  [[nodiscard]] bool inside_frame() const noexcept { return inside_frame_; }

  /// True when the next byte begins a header.
  [[nodiscard]] bool between_frames() const noexcept { return !inside_frame_ && held_size_ == 0; }

  /// The frame that is, or was last, taken.
  [[nodiscard]] const FrameHeader& header() const noexcept { return header_; }

 private:
  const FrameHeader* finish_header(ByteSpan& data) noexcept;
  const FrameHeader* begin_frame() noexcept;

  FrameHeader header_;
  std::uint64_t taken_ = 0;  // of its payload
  bool inside_frame_ = false;
  std::uint8_t held_size_ = 0;
  std::array<std::uint8_t, max_header_size> held_{};  // the beginning of a header that was cut
};

}  // namespace parley::protocol
