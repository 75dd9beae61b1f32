// Any bytes, cut anywhere, make a Connection say and write the same, also when it sends back by itself what comes. The
// first byte chooses the connection, the second one the size of the pieces.
#include <sstream>

#include "protocol/fuzz/expect.hpp"
#include "protocol/testing/connection_player.hpp"

namespace {

using namespace parley::protocol;

constexpr unsigned as_client = 0x01;
constexpr unsigned with_deflate = 0x02;
constexpr unsigned with_small_limits = 0x04;
constexpr unsigned without_takeover = 0x08;
constexpr unsigned with_small_window = 0x10;

ConnectionOptions choose(unsigned bits) {
  ConnectionOptions options = (bits & as_client) != 0 ? testing::client_options() : testing::server_options();
  options.limits.max_message = 1U << 20;
  if ((bits & with_small_limits) != 0) {
    options.limits.max_frame = 20;
    options.limits.max_message = 30;
    options.limits.max_fragments = 3;
  }
  if ((bits & with_deflate) != 0) {
    DeflateParameters& agreed = options.deflate.emplace();
    agreed.client_no_context_takeover = agreed.server_no_context_takeover = (bits & without_takeover) != 0;
    agreed.client_max_window_bits = agreed.server_max_window_bits = (bits & with_small_window) != 0 ? 9 : 15;
  }
  return options;
}

/// Sends back what comes, or has the connection do so.
struct Echoing final : testing::EventLog {
  void on_message(MessageType type, ByteView payload) override { connection->send(type, payload, {}, sent); }
  bool echoes() override { return willing; }

  Connection* connection = nullptr;
  bool willing = true;
  Bytes sent;
};

Bytes echo(const ConnectionOptions& options, const testing::Pieces& input, bool willing) {
  Echoing echoing;
  echoing.willing = willing;
  Connection connection(options, echoing);
  echoing.connection = &connection;
  for (Bytes piece : input) connection.receive(piece, echoing.sent);
  return echoing.sent;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const ConnectionOptions options = choose(data[0]);
  const std::size_t step = data[1] % 32 + 1U;
  const ByteView wire = ByteView(data, size).subspan(2);

  const testing::Outcome whole = testing::play(options, {testing::copy(wire)});
  const Bytes echoes = echo(options, {testing::copy(wire)}, false);
  for (const auto& pieces : {testing::cut_every(step, wire), testing::cut_every(1, wire)}) {
    const testing::Outcome cut = testing::play(options, pieces);
    std::ostringstream difference;
    if (!(cut == whole)) difference << "whole: " << whole << "\ncut: " << cut;
    fuzz::expect_equal(whole, cut, difference.str());
    const Bytes by_itself = echo(options, pieces, true);
    fuzz::expect_equal(echoes, by_itself, to_hex(echoes) + "\n" + to_hex(by_itself));
  }
  fuzz::expect_equal(echoes, echo(options, {testing::copy(wire)}, true), to_hex(echoes));
  return 0;
}
