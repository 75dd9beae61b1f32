// Any bytes, cut anywhere, make a Connection say and write the same, also when it sends back by itself what comes. The
// first byte chooses the connection, the second one the size of the pieces.
#include <algorithm>
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

/// What an echoing server writes, and how much it echoed.
struct Echoes {
  Bytes sent;
  std::uint64_t messages = 0;
  std::uint64_t payload_bytes = 0;

  friend bool operator==(const Echoes&, const Echoes&) = default;
};

/// Sends back what comes, or has the connection do so.
struct Echoing final : testing::EventLog {
  void on_message(MessageType type, ByteView payload) override {
    connection->send(type, payload, {}, out);
    on_echoed(1, payload.size());
  }
  bool echoes() override { return willing; }
  void on_echoed(std::uint64_t messages, std::uint64_t payload_bytes) override {
    echoed.messages += messages;
    echoed.payload_bytes += payload_bytes;
  }
  bool send_frames(ByteView frames) override {
    if (frames.size() % 2 == 0) return false;
    write();
    append(echoed.sent, frames);
    return true;
  }
  /// All that waits leaves.
  void write() {
    append(echoed.sent, out);
    out.clear();
  }

  Connection* connection = nullptr;
  bool willing = true;
  Bytes out;
  Echoes echoed;
};

Echoes echo(ConnectionOptions options, const testing::Pieces& input, bool willing) {
  // Of a longer one the beginning goes back although the end may never come.
  options.limits.max_message = std::min<std::uint64_t>(options.limits.max_message, 200'000);
  Echoing echoing;
  echoing.willing = willing;
  Connection connection(options, echoing);
  echoing.connection = &connection;
  for (Bytes piece : input) connection.receive(piece, echoing.out);
  echoing.write();
  return echoing.echoed;
}

void expect_same_echoes(const Echoes& expected, const Echoes& actual) {
  fuzz::expect_equal(expected, actual, to_hex(expected.sent) + "\n" + to_hex(actual.sent));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const ConnectionOptions options = choose(data[0]);
  const std::size_t step = data[1] % 32 + 1U;
  const ByteView wire = ByteView(data, size).subspan(2);

  const testing::Outcome whole = testing::play(options, {testing::copy(wire)});
  const Echoes echoes = echo(options, {testing::copy(wire)}, false);
  for (const auto& pieces : {testing::cut_every(step, wire), testing::cut_every(1, wire)}) {
    const testing::Outcome cut = testing::play(options, pieces);
    std::ostringstream difference;
    if (!(cut == whole)) difference << "whole: " << whole << "\ncut: " << cut;
    fuzz::expect_equal(whole, cut, difference.str());
    expect_same_echoes(echoes, echo(options, pieces, true));
  }
  expect_same_echoes(echoes, echo(options, {testing::copy(wire)}, true));
  return 0;
}
