#include "protocol/faulty/text_check.hpp"

#include <algorithm>

namespace parley::protocol::faulty {
namespace {

bool within(std::uint8_t byte, unsigned low, unsigned high) {
  return byte >= low && byte <= high;
}

/// A byte of well-formed UTF-8 in place of one that the fault cannot tell from it. `before` is the byte before.
std::uint8_t substitute(Fault fault, std::uint8_t before, std::uint8_t byte) {
  if (fault == Fault::utf8_accepts_surrogates && before == 0xED && within(byte, 0xA0, 0xBF)) return 0x9F;
  if (fault == Fault::utf8_accepts_overlongs) {
    if (within(byte, 0xC0, 0xC1)) return 0xC2;
    if (before == 0xE0 && within(byte, 0x80, 0x9F)) return 0xA0;
    if (before == 0xF0 && within(byte, 0x80, 0x8F)) return 0x90;
  }
  if (fault == Fault::utf8_accepts_beyond_unicode) {
    if (within(byte, 0xF5, 0xF7)) return 0xF3;
    if (before == 0xF4 && within(byte, 0x90, 0xBF)) return 0x8F;
  }
  return byte;
}

bool substitutes(Fault fault) {
  return fault == Fault::utf8_accepts_surrogates || fault == Fault::utf8_accepts_overlongs ||
         fault == Fault::utf8_accepts_beyond_unicode;
}

bool refuses_characters(Fault fault) {
  return fault == Fault::utf8_refuses_nul || fault == Fault::utf8_refuses_four_bytes ||
         fault == Fault::utf8_refuses_noncharacters;
}

/// U+FDD0 to U+FDEF, and the last two of each plane; `bytes` are the last four of valid UTF-8.
bool ends_with_noncharacter(std::uint32_t bytes) {
  const std::uint32_t three = bytes & 0xFFFFFF;
  if (three >= 0xEFB790 && three <= 0xEFB7AF) return true;
  if (three == 0xEFBFBE || three == 0xEFBFBF) return true;
  const bool last_two = (bytes & 0xFFFE) == 0xBFBE;
  return last_two && (bytes >> 24) >= 0xF0 && (bytes & 0x0F0000) == 0x0F0000;
}

}  // namespace

void TextCheck::begin_frame(const TextFrame& frame) {
  frame_ = frame;
  if (frame.index > 0 && fault_ != Fault::utf8_per_frame) return;
  validator_ = {};
  last_bytes_ = 0;
}

bool TextCheck::looks_away() const {
  const bool fragmented = frame_.index > 0 || !frame_.fin;
  return fault_ == Fault::utf8_unchecked || fault_ == Fault::utf8_replaced ||
         (fault_ == Fault::utf8_first_frame_only && frame_.index > 0) ||
         (fault_ == Fault::utf8_unchecked_in_fragments && fragmented) ||
         (fault_ == Fault::utf8_unchecked_when_compressed && frame_.compressed);
}

bool TextCheck::wants_whole_characters(Place place) const {
  if (fault_ == Fault::utf8_accepts_cut_end) return false;
  if (fault_ == Fault::utf8_per_frame) return place != Place::inside_frame;
  return place == Place::end_of_message;
}

bool TextCheck::dislikes(std::uint8_t byte) {
  last_bytes_ = last_bytes_ << 8 | byte;
  return (fault_ == Fault::utf8_refuses_nul && byte == 0) ||
         (fault_ == Fault::utf8_refuses_four_bytes && byte >= 0xF0) ||
         (fault_ == Fault::utf8_refuses_noncharacters && ends_with_noncharacter(last_bytes_));
}

TextCheck::Verdict TextCheck::feed(ByteView piece, Place place) {
  if (looks_away()) return Verdict::fine;
  if (substitutes(fault_)) {
    for (const std::uint8_t byte : piece) {
      const std::uint8_t seen = substitute(fault_, static_cast<std::uint8_t>(last_bytes_ & 0xFF), byte);
      last_bytes_ = byte;
      if (!validator_.feed(ByteView(&seen, 1))) return Verdict::invalid;
    }
  } else {
    if (!validator_.feed(piece)) return Verdict::invalid;
    if (refuses_characters(fault_) &&
        std::any_of(piece.begin(), piece.end(), [this](auto byte) { return dislikes(byte); })) {
      return Verdict::invalid;
    }
  }
  return wants_whole_characters(place) && !validator_.complete() ? Verdict::cut : Verdict::fine;
}

}  // namespace parley::protocol::faulty
