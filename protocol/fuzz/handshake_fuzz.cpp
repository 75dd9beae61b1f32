// Any bytes, cut anywhere, make the same of an engine of either role: same events, same answers, same state.
#include "protocol/fuzz/expect.hpp"
#include "protocol/testing/engine_player.hpp"

namespace {

using namespace parley::protocol;
using parley::protocol::testing::Ending;
using parley::protocol::testing::EngineOutcome;

constexpr Limits small{.max_frame = 4096, .max_message = 4096, .max_fragments = 16, .max_head = 1024, .max_fields = 16};

testing::ServerSetup server_setup() {
  testing::ServerSetup setup;
  setup.options = {small, DeflateOptions{}};
  return setup;
}

ClientEngineOptions client_options() {
  ClientEngineOptions options = testing::client_engine_options();
  options.limits = small;
  options.subprotocols = {"chat", "superchat"};
  options.deflate = DeflateOptions{};
  return options;
}

template <class Play>
void check(const Play& play, std::size_t step, ByteView wire) {
  const EngineOutcome whole = play({testing::copy(wire)});
  for (const auto& pieces : {testing::cut_every(step, wire), testing::cut_every(1, wire)}) {
    fuzz::expect_equal(whole, play(pieces), "outcomes of whole and of cut input");
  }
  fuzz::expect_equal(EngineState::closed, whole.state, "the state after the end of input");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = data[0] % 16 + 1U;
  const ByteView wire = ByteView(data, size).subspan(1);
  const auto as_server = [](const testing::Pieces& pieces) {
    return testing::play_server(server_setup(), pieces, Ending::eof);
  };
  const auto as_client = [](const testing::Pieces& pieces) {
    return testing::play_client(client_options(), pieces, Ending::eof);
  };
  check(as_server, step, wire);
  check(as_client, step, wire);
  return 0;
}
