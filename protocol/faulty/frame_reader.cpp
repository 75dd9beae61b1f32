#include "protocol/faulty/frame_reader.hpp"

#include <algorithm>

#include "protocol/mask.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr std::uint64_t highest_bit = std::uint64_t{1} << 63;

}  // namespace

std::optional<FrameHeader> FrameReader::next_header(ByteSpan& data) {
  std::size_t size = 0;
  while (size == 0) {
    if (data.empty()) return std::nullopt;
    held_.push_back(data.front());
    data = data.subspan(1);
    size = decode_header(held_, header_);
  }
  held_.clear();
  if (fault_ == Fault::accepts_highest_bit && (header_.length & highest_bit) != 0) {
    header_.length &= ~highest_bit;
    header_.form = minimal_form(header_.length);  // the bit alone is overlooked, whatever is left
  }
  if (!is_control(header_.opcode) && header_.opcode != Opcode::continuation) message_key_ = header_.mask;
  taken_ = 0;
  inside_frame_ = true;
  return header_;
}

FrameReader::Piece FrameReader::next_piece(ByteSpan& data) {
  const std::uint64_t wanted = header_.length - taken_;
  const ByteSpan bytes = data.first(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, data.size())));
  data = data.subspan(bytes.size());
  unmask(bytes);
  taken_ += bytes.size();
  inside_frame_ = taken_ < header_.length;
  return {bytes, !inside_frame_};
}

void FrameReader::unmask(ByteSpan bytes) {
  if (!header_.mask) return;
  const bool use_first_key = fault_ == Fault::one_mask_for_message && header_.opcode == Opcode::continuation;
  const MaskKey& key = use_first_key && message_key_ ? *message_key_ : *header_.mask;
  apply_mask(bytes, key, fault_ == Fault::unmasks_anew_each_read ? 0 : taken_);
}

}  // namespace parley::protocol::faulty
