#include "harness/conformance/fuzz/wire_script.hpp"

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace parley::conformance::fuzz {
namespace {

class Encoder {
 public:
  explicit Encoder(const Script& script) {
    std::seed_seq seed(script.key.begin(), script.key.end());
    random_.seed(seed);
  }

  protocol::Bytes encode(const std::vector<Frame>& frames) {
    protocol::Bytes bytes;
    for (const auto& frame : frames) {
      const auto value = random_();
      protocol::MaskKey key{};
      for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(value >> (8 * i));
      conformance::encode(frame, Role::server, key, bytes);
    }
    return bytes;
  }

 private:
  std::mt19937_64 random_;
};

void add_pieces(std::vector<Step>& steps, protocol::ByteView bytes, std::size_t piece) {
  if (piece == 0) piece = bytes.size();
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(piece, bytes.size()))) {
    const auto part = bytes.first(std::min(piece, bytes.size()));
    steps.emplace_back(SendBytes{{part.begin(), part.end()}});
  }
}

}  // namespace

Script wire_script(const Script& script) {
  Encoder encoder(script);
  Script wire = script;
  wire.request += protocol::as_text(encoder.encode(script.with_head));
  wire.with_head.clear();
  wire.steps.clear();
  for (const auto& step : script.steps) {
    if (const auto* const send = std::get_if<Send>(&step)) {
      add_pieces(wire.steps, encoder.encode(send->frames), send->piece);
    } else {
      wire.steps.push_back(step);
    }
  }
  return wire;
}

}  // namespace parley::conformance::fuzz
