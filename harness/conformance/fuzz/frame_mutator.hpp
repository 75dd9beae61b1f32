// Mutations of a sequence of frames that know what a frame is.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "harness/conformance/fuzz/random.hpp"
#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

struct FrameMutation {
  std::string_view name;                                      // "a length that lies"
  void (*apply)(Random& random, std::vector<Frame>& frames);  // of one frame at least
};

[[nodiscard]] std::span<const FrameMutation> frame_mutations();

/// Of bytes that stand for anything: flips, inserts, deletes, repeats.
void mutate_bytes(Random& random, protocol::Bytes& bytes);

}  // namespace parley::conformance::fuzz
