#include "harness/conformance/fuzz/mutator.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "harness/conformance/fuzz/conversation.hpp"
#include "harness/conformance/fuzz/frame_mutator.hpp"
#include "harness/conformance/fuzz/head_mutator.hpp"
#include "protocol/base64.hpp"

namespace parley::conformance::fuzz {
namespace {

using protocol::Bytes;

constexpr std::array<std::string_view, 4> offers{
    "permessage-deflate", "permessage-deflate; client_max_window_bits",
    "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; server_max_window_bits=10, permessage-deflate"};

constexpr std::array<std::size_t, 5> piece_sizes{1, 2, 7, 100, 1400};

void mutate_head(Random& random, Input& input) {
  auto lines = usual_lines();
  const auto count = 1 + random.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& mutation = random.pick(head_mutations());
    mutation.apply(random, lines);
    input.mutations.emplace_back(mutation.name);
  }
  input.script.request = join(lines);
  if (random.chance(10)) input.script.request.resize(random.below(input.script.request.size()));
  if (random.chance(15)) input.script.head_piece = random.pick(piece_sizes) * 8;
}

void mutate_frames(Random& random, Input& input, std::vector<Frame>& frames) {
  const auto count = 1 + random.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& mutation = random.pick(frame_mutations());
    mutation.apply(random, frames);
    input.mutations.emplace_back(mutation.name);
  }
}

/// In one write, in one for each frame, or with pauses between.
void add_sends(Random& random, Input& input, const std::vector<Frame>& frames) {
  auto& steps = input.script.steps;
  if (random.chance(50)) {
    const std::size_t piece = random.chance(20) ? random.pick(piece_sizes) : 0;
    const std::size_t size = [&] {
      std::size_t sum = 0;
      for (const auto& frame : frames) sum += frame.payload.size();
      return sum;
    }();
    steps.emplace_back(Send{frames, size < 4096 ? piece : 0});  // many tiny writes take long
    return;
  }
  for (const auto& frame : frames) {
    steps.emplace_back(Send{{frame}});
    if (random.chance(10)) steps.emplace_back(Pause{std::chrono::milliseconds(1 + random.below(5))});
  }
}

/// What the frames become on the wire, spoiled where no frame is looked for.
void add_wire(Random& random, Input& input, const std::vector<Frame>& frames) {
  Bytes wire;
  for (const auto& frame : frames) {
    protocol::MaskKey key{};
    std::generate(key.begin(), key.end(), [&] { return random.byte(); });
    encode(frame, Role::server, key, wire);
  }
  const auto count = 1 + random.below(4);
  for (std::size_t i = 0; i < count; ++i) mutate_bytes(random, wire);
  if (random.chance(20)) protocol::append(wire, random.bytes(1 + random.below(300)));
  input.script.steps.emplace_back(SendBytes{std::move(wire)});
  input.mutations.emplace_back("other bytes on the wire");
}

void add_end(Random& random, Input& input) {
  auto& steps = input.script.steps;
  if (random.chance(5)) {
    steps.emplace_back(Reset{});
    input.mutations.emplace_back("TCP is reset");
    return;
  }
  steps.emplace_back(Send{{{.opcode = protocol::Opcode::ping, .payload = last_ping}}});
  if (!random.chance(50)) return;
  steps.emplace_back(ShutdownWrite{});
  input.mutations.emplace_back("TCP ends on our side");
}

}  // namespace

const Bytes last_ping = protocol::to_bytes("parley: the last of it");

Input make_input(std::uint64_t seed, std::uint64_t number) {
  Random random(seed, number);
  Input input;
  input.number = number;
  input.script.key = protocol::base64_encode(random.bytes(16));
  const auto compression = random.chance(40) ? Compression::deflate : Compression::none;
  if (compression == Compression::deflate) input.script.extensions = random.pick(offers);
  auto frames = make_conversation(random, compression);
  const auto kind = random.below(100);
  if (kind < 30) mutate_head(random, input);
  if (kind >= 25 && kind < 85) mutate_frames(random, input, frames);
  if (kind < 8) {
    input.script.with_head = frames;
    input.mutations.emplace_back("frames with the head");
  } else if (kind >= 80) {
    add_wire(random, input, frames);
  } else {
    add_sends(random, input, frames);
  }
  add_end(random, input);
  return input;
}

}  // namespace parley::conformance::fuzz
