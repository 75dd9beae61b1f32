#include "net/polled_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <numeric>

#include "net/listener.hpp"
#include "net/loop.hpp"
#include "net/poller.hpp"
#include "net/tcp_socket.hpp"
#include "net/tls.hpp"

namespace parley::net {
namespace {

using ::testing::HasSubstr;

enum class Layer : std::uint8_t { tcp, tls };

/// The socket under test, and a stream of ours at the other end. Neither waits: both are asked in turn.
class PolledSocketTest : public ::testing::TestWithParam<Layer> {
 protected:
  PolledSocketTest() {
    if (GetParam() == Layer::tls) tls = make_server_tls({});
    listener = std::make_unique<Listener>(loop, ListenerOptions{.tls = tls},
                                          [this](std::unique_ptr<Stream> stream) { peer = std::move(stream); });
  }

  /// Lets the peer's side go on until `done`.
  void turn_until(const std::function<bool()>& done) {
    while (!done()) {
      loop.poll();
    }
  }

  [[nodiscard]] PolledSocket::Endpoint endpoint() const {
    return {asio::ip::make_address("127.0.0.1"), listener->port()};
  }

  void open() {
    ASSERT_FALSE(socket.connect(endpoint(), std::nullopt));
    Poller poller;
    poller.add(socket.descriptor(), Poller::Interest::output, this);
    ASSERT_EQ(poller.wait(std::nullopt).size(), 1U);
    ASSERT_FALSE(socket.connect_result());
    if (tls) {
      socket.secure(*make_client_tls({.verify = false, .ca_file = ""}), "localhost");
      turn_until([this] { return socket.handshake().step == SocketStep::done; });
    }
    turn_until([this] { return peer != nullptr; });
  }

  Loop loop;
  std::shared_ptr<TlsContext> tls;
  std::unique_ptr<Listener> listener;
  std::unique_ptr<Stream> peer;
  PolledSocket socket;
};

TEST_P(PolledSocketTest, CarriesBytesBothWays) {
  open();
  protocol::Bytes sent(300'000);
  std::iota(sent.begin(), sent.end(), std::uint8_t{1});
  protocol::Bytes there;
  protocol::Bytes back;
  std::size_t written = 0;
  protocol::Bytes room(65536);
  while (there.size() < sent.size()) {
    const auto put = socket.write(protocol::ByteView(sent).subspan(written));
    ASSERT_TRUE(!put.error || put.error == asio::error::would_block);
    written += put.bytes;
    const auto got = peer->read(room);
    there.insert(there.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(got.bytes));
  }
  EXPECT_EQ(there, sent);
  const std::array hello{protocol::as_bytes("hello")};
  ASSERT_EQ(peer->write(hello).bytes, 5U);
  IoResult got;
  turn_until([&] { return (got = socket.read(room)).bytes > 0; });
  EXPECT_EQ(protocol::as_text(protocol::ByteView(room).first(got.bytes)), "hello");
  EXPECT_EQ(socket.read(room).error, asio::error::would_block);
  EXPECT_EQ(socket.read_wants(), SocketStep::wants_input);
}

TEST_P(PolledSocketTest, SeesTheEndAgainAndAgain) {
  open();
  const std::array hello{protocol::as_bytes("bye")};
  ASSERT_EQ(peer->write(hello).bytes, 3U);
  peer->shutdown_write();
  protocol::Bytes room(64);
  IoResult got;
  turn_until([&] { return (got = socket.read(room)).bytes > 0; });
  turn_until([&] { return (got = socket.read(room)).error != asio::error::would_block; });
  EXPECT_EQ(got.error, asio::error::eof);
  EXPECT_EQ(socket.read(room).error, asio::error::eof);
}

TEST_P(PolledSocketTest, ConnectsAgainAfterClose) {
  open();
  const auto first = socket.local_port();
  EXPECT_NE(first, 0);
  socket.close();
  peer.reset();
  open();
  EXPECT_NE(socket.local_port(), first);
}

INSTANTIATE_TEST_SUITE_P(Layers, PolledSocketTest, ::testing::Values(Layer::tcp, Layer::tls),
                         [](const auto& layer) { return layer.param == Layer::tls ? "Tls" : "Tcp"; });

TEST(PolledSocketFailureTest, TellsThatNobodyListens) {
  std::uint16_t port = 0;
  {
    Loop loop;
    Listener listener(loop, ListenerOptions{}, [](std::unique_ptr<Stream>) {});
    port = listener.port();
  }
  PolledSocket socket;
  ASSERT_FALSE(socket.connect({asio::ip::make_address("127.0.0.1"), port}, std::nullopt));
  Poller poller;
  poller.add(socket.descriptor(), Poller::Interest::output, &socket);
  ASSERT_EQ(poller.wait(std::nullopt).size(), 1U);
  EXPECT_EQ(socket.connect_result(), asio::error::connection_refused);
}

TEST(PolledSocketFailureTest, TellsWhyACertificateIsRefused) {
  Loop loop;
  Listener listener(loop, ListenerOptions{.tls = make_server_tls({})}, [](std::unique_ptr<Stream>) {});
  PolledSocket socket;
  ASSERT_FALSE(socket.connect({asio::ip::make_address("127.0.0.1"), listener.port()}, std::nullopt));
  Poller poller;
  poller.add(socket.descriptor(), Poller::Interest::output, &socket);
  ASSERT_EQ(poller.wait(std::nullopt).size(), 1U);
  socket.secure(*make_client_tls({}), "localhost");
  SocketOutcome outcome;
  while ((outcome = socket.handshake()).step != SocketStep::failed) {
    loop.poll();
  }
  EXPECT_THAT(outcome.what, HasSubstr("certificate verify failed: self-signed certificate"));
}

TEST(PolledSocketFailureTest, ConnectsFromTheAddressThatItIsGiven) {
  Loop loop;
  std::unique_ptr<Stream> peer;
  Listener listener(loop, ListenerOptions{}, [&](std::unique_ptr<Stream> stream) { peer = std::move(stream); });
  PolledSocket socket;
  ASSERT_FALSE(
      socket.connect({asio::ip::make_address("127.0.0.1"), listener.port()}, asio::ip::make_address("127.0.0.77")));
  while (!peer) {
    loop.poll();
  }
  EXPECT_THAT(peer->info().peer, HasSubstr("127.0.0.77:"));
}

TEST(EndpointTest, IsReadAsStreamsWriteIt) {
  for (const auto* text : {"127.0.0.1:8081", "[::1]:80"}) {
    const auto endpoint = parse_endpoint(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(to_string(*endpoint), text);
  }
  for (const auto* text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999", "host:80"}) {
    EXPECT_FALSE(parse_endpoint(text)) << text;
  }
}

}  // namespace
}  // namespace parley::net
