#include "harness/conformance/fuzz/conversation.hpp"

#include <array>
#include <string_view>

#include "protocol/deflate.hpp"

namespace parley::conformance::fuzz {
namespace {

using protocol::Bytes;
using protocol::Opcode;

/// Where implementations change their ways: the forms of the length, and buffers of usual sizes.
constexpr std::array<std::size_t, 12> sizes{0, 1, 2, 5, 40, 124, 125, 126, 127, 1024, 65535, 65536};
constexpr std::array<std::uint16_t, 6> codes{1000, 1001, 1003, 1011, 3000, 4999};
constexpr std::array<std::string_view, 5> words{"parley ", "κόσμε ", "{\"n\": 1} ", "𝄞", "\x7f\t\n"};

Bytes some_text(Random& random, std::size_t size) {
  Bytes text;
  while (true) {
    const auto word = random.pick(words);
    if (text.size() + word.size() > size) break;
    protocol::append(text, word);
  }
  text.resize(size, 'x');
  return text;
}

/// Small ones mostly: they are quick.
std::size_t some_size(Random& random) {
  return random.chance(85) ? random.below(64) : random.pick(sizes);
}

void add_message(Random& random, std::vector<Frame>& frames, protocol::Deflater* deflater) {
  Frame frame;
  frame.opcode = random.chance(60) ? Opcode::text : Opcode::binary;
  frame.payload = make_payload(random, frame.opcode);
  if (deflater != nullptr && random.chance(70)) {
    Bytes compressed;
    deflater->compress(frame.payload, compressed);
    frame.payload = std::move(compressed);
    frame.rsv = protocol::rsv1;
  }
  const std::size_t fragments = random.chance(70) ? 1 : 2 + random.below(4);
  const Bytes whole = std::move(frame.payload);
  for (std::size_t i = 0; i < fragments; ++i) {
    const auto begin = static_cast<std::ptrdiff_t>(whole.size() * i / fragments);
    const auto end = static_cast<std::ptrdiff_t>(whole.size() * (i + 1) / fragments);
    frame.payload.assign(whole.begin() + begin, whole.begin() + end);
    frame.fin = i + 1 == fragments;
    frames.push_back(frame);
    frame.opcode = Opcode::continuation;
    frame.rsv = protocol::rsv_none;
    if (!frames.back().fin && random.chance(20)) {
      frames.push_back({.opcode = Opcode::ping, .payload = make_payload(random, Opcode::ping)});
    }
  }
}

}  // namespace

Bytes make_payload(Random& random, Opcode opcode) {
  if (opcode == Opcode::close) {
    if (random.chance(15)) return {};
    const auto code = random.pick(codes);
    Bytes body{static_cast<std::uint8_t>(code >> 8U), static_cast<std::uint8_t>(code)};
    protocol::append(body, some_text(random, random.below(124)));
    return body;
  }
  if (protocol::is_control(opcode)) return some_text(random, random.below(126));
  if (opcode == Opcode::binary) return random.bytes(some_size(random));
  return some_text(random, some_size(random));
}

std::vector<Frame> make_conversation(Random& random, Compression compression) {
  protocol::Deflater codec(15, true, {});
  auto* const deflater = compression == Compression::deflate ? &codec : nullptr;
  std::vector<Frame> frames;
  const auto count = 1 + random.below(6);
  for (std::size_t i = 0; i < count; ++i) {
    if (random.chance(70)) {
      add_message(random, frames, deflater);
    } else {
      const auto opcode = random.chance(70) ? Opcode::ping : Opcode::pong;
      frames.push_back({.opcode = opcode, .payload = make_payload(random, opcode)});
    }
  }
  if (random.chance(25)) frames.push_back({.opcode = Opcode::close, .payload = make_payload(random, Opcode::close)});
  return frames;
}

}  // namespace parley::conformance::fuzz
