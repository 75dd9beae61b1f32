#include "protocol/frame_decoder.hpp"

#include <algorithm>
#include <cassert>

#include "protocol/mask.hpp"

namespace parley::protocol {

const FrameHeader* FrameDecoder::next_header(ByteSpan& data) noexcept {
  assert(!inside_frame_);
  if (held_size_ > 0) return finish_header(data);
  if (const std::size_t size = decode_header(data, header_); size > 0) {
    data = data.subspan(size);
    return begin_frame();
  }
  std::ranges::copy(data, held_.begin());
  held_size_ = static_cast<std::uint8_t>(data.size());
  data = {};
  return nullptr;
}

const FrameHeader* FrameDecoder::finish_header(ByteSpan& data) noexcept {
  const std::size_t added = std::min(data.size(), held_.size() - held_size_);
  std::ranges::copy(data.first(added), held_.begin() + held_size_);
  const std::size_t size = decode_header(ByteView(held_).first(held_size_ + added), header_);
  if (size == 0) {
    held_size_ = static_cast<std::uint8_t>(held_size_ + added);
    data = {};
    return nullptr;
  }
  data = data.subspan(size - held_size_);
  held_size_ = 0;
  return begin_frame();
}

const FrameHeader* FrameDecoder::begin_frame() noexcept {
  taken_ = 0;
  inside_frame_ = true;
  return &header_;
}

FrameDecoder::Piece FrameDecoder::next_piece(ByteSpan& data) noexcept {
  assert(inside_frame_);
  const std::uint64_t wanted = header_.length - taken_;
  const ByteSpan bytes = data.first(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, data.size())));
  data = data.subspan(bytes.size());
  if (header_.mask) apply_mask(bytes, *header_.mask, taken_);
  taken_ += bytes.size();
  inside_frame_ = taken_ < header_.length;
  return {bytes, header_.length - taken_};
}

}  // namespace parley::protocol
