#include "harness/conformance/fuzz/frame_mutator.hpp"

#include <algorithm>
#include <array>

#include "harness/conformance/fuzz/conversation.hpp"

namespace parley::conformance::fuzz {
namespace {

using protocol::Bytes;
using protocol::LengthForm;
using protocol::Opcode;
using Frames = std::vector<Frame>;

constexpr std::size_t most_frames = 64;

std::ptrdiff_t place(Random& random, std::size_t size) {
  return static_cast<std::ptrdiff_t>(random.below(size));
}

Frame& one_of(Random& random, Frames& frames) {
  return frames[random.below(frames.size())];
}

/// The frames of one opcode are rarer than others: adds one when there is none.
Frame& one_that_is(Random& random, Frames& frames, Opcode opcode) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (frames[i].opcode == opcode) found.push_back(i);
  }
  if (!found.empty()) return frames[random.pick(found)];
  const auto at = place(random, frames.size() + 1);
  return *frames.insert(frames.begin() + at, {.opcode = opcode, .payload = make_payload(random, opcode)});
}

void drop(Random& random, Frames& frames) {
  if (frames.size() > 1) frames.erase(frames.begin() + place(random, frames.size()));
}

void duplicate(Random& random, Frames& frames) {
  const auto at = random.below(frames.size());
  const Frame copy = frames[at];
  const auto count = std::min(1 + random.below(4), most_frames - std::min(most_frames, frames.size()));
  frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(at), count, copy);
}

void reorder(Random& random, Frames& frames) {
  const auto one = random.below(frames.size());
  std::swap(frames[one], frames[random.below(frames.size())]);
}

/// The header promises what does not come; what follows is taken for payload.
void cut(Random& random, Frames& frames) {
  auto& frame = one_of(random, frames);
  frame.announced = frame.payload.size();
  frame.payload.resize(random.below(frame.payload.size() + 1));
}

void lie_about_length(Random& random, Frames& frames) {
  constexpr std::array<std::uint64_t, 9> lengths{0, 1, 125, 126, 65535, 65536, 1ULL << 31U, (1ULL << 63U) - 1, ~0ULL};
  auto& frame = one_of(random, frames);
  frame.announced = random.chance(50) ? random.pick(lengths) : frame.payload.size() + random.below(9) - 4;
}

void write_length_longer(Random& random, Frames& frames) {
  one_of(random, frames).form = random.chance(50) ? LengthForm::bits16 : LengthForm::bits64;
}

void flip_fin(Random& random, Frames& frames) {
  auto& frame = one_of(random, frames);
  frame.fin = !frame.fin;
}

void set_reserved_bits(Random& random, Frames& frames) {
  one_of(random, frames).rsv ^= static_cast<std::uint8_t>((1 + random.below(7)) << 4U);
}

void change_opcode(Random& random, Frames& frames) {
  one_of(random, frames).opcode = static_cast<Opcode>(random.below(16));
}

void change_mask(Random& random, Frames& frames) {
  one_of(random, frames).masking = random.chance(50) ? Masking::none : Masking::zero_key;
}

void change_payload(Random& random, Frames& frames) {
  mutate_bytes(random, one_of(random, frames).payload);
}

/// Overlong forms, surrogates, what is beyond U+10FFFF, characters that are cut.
void spoil_utf8(Random& random, Frames& frames) {
  constexpr std::array<std::string_view, 8> faults{
      "\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9D\x84", "\xCE", "\xFF"};
  auto& payload = one_that_is(random, frames, random.chance(80) ? Opcode::text : Opcode::close).payload;
  const auto fault = protocol::to_bytes(random.pick(faults));
  const auto at = random.chance(50) ? static_cast<std::ptrdiff_t>(payload.size()) : place(random, payload.size() + 1);
  payload.insert(payload.begin() + at, fault.begin(), fault.end());
}

void spoil_close(Random& random, Frames& frames) {
  constexpr std::array<std::uint16_t, 12> codes{0, 1, 999, 1004, 1005, 1006, 1012, 1015, 1016, 2999, 5000, 65535};
  auto& payload = one_that_is(random, frames, Opcode::close).payload;
  if (random.chance(20)) {
    payload = random.bytes(1);
  } else {
    const auto code = random.pick(codes);
    payload.resize(std::max<std::size_t>(payload.size(), 2));
    payload[0] = static_cast<std::uint8_t>(code >> 8U);
    payload[1] = static_cast<std::uint8_t>(code);
  }
}

void overfill_control(Random& random, Frames& frames) {
  constexpr std::array<Opcode, 3> controls{Opcode::ping, Opcode::pong, Opcode::close};
  one_that_is(random, frames, random.pick(controls)).payload.resize(126 + random.below(200), 'c');
}

/// Where deflate was agreed, DEFLATE data that no compressor writes; else just RSV1.
void spoil_deflate(Random& random, Frames& frames) {
  constexpr std::array<std::string_view, 8> streams{
      std::string_view("\x06", 1),                      // a block of the reserved type
      std::string_view("\x01\x05\x00\x00\x00", 5),      // a stored block whose lengths disagree
      std::string_view("\x4B\x04\x80\x00", 4),          // a reference beyond the beginning
      std::string_view("\x05\xE0\x81\x08\x00", 5),      // a dynamic block that is cut
      std::string_view("\x03\x00", 2),                  // an empty final block
      std::string_view("\x00\x00\x00\xFF\xFF\x00", 6),  // the tail, and more
      std::string_view("\xFF\xFF\xFF\xFF", 4),
      std::string_view()};
  for (auto& frame : frames) {
    if ((frame.rsv & protocol::rsv1) == 0 || !random.chance(60)) continue;
    mutate_bytes(random, frame.payload);
    return;
  }
  auto& frame = one_that_is(random, frames, random.chance(50) ? Opcode::text : Opcode::binary);
  frame.rsv = protocol::rsv1;
  frame.payload = protocol::to_bytes(random.pick(streams));
}

constexpr std::array mutations{
    FrameMutation{"a frame is left out", drop},
    FrameMutation{"a frame comes again", duplicate},
    FrameMutation{"frames in another order", reorder},
    FrameMutation{"a frame is cut", cut},
    FrameMutation{"a length that lies", lie_about_length},
    FrameMutation{"a length in more bytes than it needs", write_length_longer},
    FrameMutation{"FIN is flipped", flip_fin},
    FrameMutation{"reserved bits", set_reserved_bits},
    FrameMutation{"another opcode", change_opcode},
    FrameMutation{"another mask", change_mask},
    FrameMutation{"another payload", change_payload},
    FrameMutation{"text that is no UTF-8", spoil_utf8},
    FrameMutation{"a Close with another body", spoil_close},
    FrameMutation{"a control frame that is too long", overfill_control},
    FrameMutation{"DEFLATE data that is corrupt", spoil_deflate},
};

}  // namespace

std::span<const FrameMutation> frame_mutations() {
  return mutations;
}

void mutate_bytes(Random& random, Bytes& bytes) {
  constexpr std::array<std::uint8_t, 8> telling{0x00, 0xFF, 0x7F, 0x80, 0xC0, 0xED, 0xF8, '\n'};
  const auto at = place(random, bytes.size() + 1);
  const auto count = static_cast<std::ptrdiff_t>(1 + random.below(8));
  const auto end = std::min(at + count, static_cast<std::ptrdiff_t>(bytes.size()));
  switch (random.below(5)) {
    case 0:
      if (bytes.empty()) return bytes.push_back(random.byte());
      bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
      return;
    case 1:
      bytes.erase(bytes.begin() + at, bytes.begin() + end);
      return;
    case 2:
      bytes.insert(bytes.begin() + at, random.pick(telling));
      return;
    case 3: {
      const Bytes again(bytes.begin() + at, bytes.begin() + end);
      bytes.insert(bytes.begin() + at, again.begin(), again.end());
      return;
    }
    case 4:
      for (auto i = at; i < end; ++i) bytes[static_cast<std::size_t>(i)] = random.byte();
      return;
  }
}

}  // namespace parley::conformance::fuzz
