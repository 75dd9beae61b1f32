// Sessions over real sockets on the loopback interface, plain and TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <deque>
#include <optional>

#include "net/connector.hpp"
#include "net/listener.hpp"
#include "net/testing/peer.hpp"

namespace parley::net {
namespace {

using protocol::Role;
using testing::Peer;

enum class Layer : std::uint8_t { tcp, tls };

class SocketTest : public ::testing::TestWithParam<Layer> {
 protected:
  SocketTest() {
    connect_options.host = "127.0.0.1";
    if (GetParam() == Layer::tcp) return;
    static const auto server_tls = make_server_tls({});
    listen_options.tls = server_tls;
    connect_options.tls = make_client_tls({.verify = false});
  }

  void listen(Listener::OnStream on_stream) {
    listener.emplace(loop, listen_options, std::move(on_stream));
    connect_options.port = listener->port();
  }

  std::shared_ptr<void> connect_to_it(std::function<void(std::unique_ptr<Stream>)> on_stream) {
    return connect(loop, connect_options, std::move(on_stream),
                   [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; });
  }

  /// Joins `server` and `client`.
  void join() {
    listen([this](std::unique_ptr<Stream> stream) {
      listener->close();
      server.attach(std::move(stream));
    });
    attempt = connect_to_it([this](std::unique_ptr<Stream> stream) { client.attach(std::move(stream)); });
  }

  void expect_clean_ends() {
    for (const Peer* peer : {&client, &server}) {
      ASSERT_EQ(peer->ends.size(), 1U);
      EXPECT_TRUE(peer->ends[0].close.clean());
      EXPECT_FALSE(peer->ends[0].error) << peer->ends[0].error.message();
      EXPECT_EQ(peer->ends[0].reason, "");
    }
  }

  ListenerOptions listen_options;
  ConnectOptions connect_options;
  Loop loop;
  Peer server{loop, Role::server};
  Peer client{loop, Role::client};
  std::optional<Listener> listener;
  std::shared_ptr<void> attempt;
};

INSTANTIATE_TEST_SUITE_P(Streams, SocketTest, ::testing::Values(Layer::tcp, Layer::tls),
                         [](const auto& test) { return test.param == Layer::tcp ? "Tcp" : "Tls"; });

TEST_P(SocketTest, EchoesAndClosesInOrder) {
  server.echoes = true;
  client.when_open = [&] { client.send("hello"); };
  client.when_data = [&] {
    if (client.received == "hello") client.close();
  };
  join();
  loop.run();
  EXPECT_EQ(client.received, "hello");
  expect_clean_ends();
}

TEST_P(SocketTest, TellsAddressesAndTheTlsLayer) {
  StreamInfo of_server;
  StreamInfo of_client;
  server.when_open = [&] { of_server = server.session->info(); };
  client.when_open = [&] {
    of_client = client.session->info();
    client.close();
  };
  join();
  loop.run();
  EXPECT_EQ(of_server.local, "127.0.0.1:" + std::to_string(connect_options.port));
  EXPECT_EQ(of_server.local, of_client.peer);
  EXPECT_EQ(of_server.peer, of_client.local);
  ASSERT_EQ(of_client.tls.has_value(), GetParam() == Layer::tls);
  if (of_client.tls) {
    EXPECT_EQ(of_client.tls->version, "TLSv1.3");
    ASSERT_TRUE(of_client.tls->certificate);
    EXPECT_EQ(of_client.tls->certificate->subject, "CN=parley self-signed");
    ASSERT_TRUE(of_server.tls);
    EXPECT_FALSE(of_server.tls->certificate);
    EXPECT_NE(of_client.tls->cipher, "");
  }
}

/// Text whose pieces cannot be swapped or doubled unnoticed.
std::string numbers(std::size_t size) {
  std::string text;
  text.reserve(size + 16);
  for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i) + " ";
  text.resize(size);
  return text;
}

TEST_P(SocketTest, CarriesSixteenMebibytesBothWaysAtOnce) {
  const std::string text = numbers(16U << 20);
  const auto close_when_both_have_all = [&] {
    if (client.received.size() == text.size() && server.received.size() == text.size()) client.close();
  };
  server.when_open = [&] { server.send(text); };
  client.when_open = [&] { client.send(text); };
  server.when_data = client.when_data = close_when_both_have_all;
  join();
  loop.run();
  EXPECT_TRUE(server.received == text);  // not EQ: nobody wants to see 16 MiB twice
  EXPECT_TRUE(client.received == text);
  expect_clean_ends();
}

TEST_P(SocketTest, EchoesSixteenMebibytesUnderBackpressure) {
  const std::string text = numbers(16U << 20);
  server.echoes = true;
  server.options.high_water = 64U << 10;
  client.when_open = [&] { client.send(text); };
  client.when_data = [&] {
    if (client.received.size() == text.size()) client.close();
  };
  join();
  loop.run();
  EXPECT_TRUE(client.received == text);
  expect_clean_ends();
}

TEST_P(SocketTest, CarriesManySmallPiecesInOrder) {
  std::string text;
  client.when_open = [&] {
    for (int i = 0; i < 5'000; ++i) {
      const std::string piece = std::to_string(i) + " ";
      text += piece;
      client.send(piece);
    }
  };
  server.echoes = true;
  client.when_data = [&] {
    if (client.received.size() == text.size()) client.close();
  };
  join();
  loop.run();
  EXPECT_EQ(client.received, text);
  expect_clean_ends();
}

TEST_P(SocketTest, DropIsTheEndOfInputForThePeer) {
  client.when_open = [&] { client.session->drop(); };
  join();
  loop.run();
  ASSERT_EQ(server.ends.size(), 1U);
  EXPECT_FALSE(server.ends[0].error) << server.ends[0].error.message();
  EXPECT_EQ(server.ends[0].close.code(), 1006);
}

TEST_P(SocketTest, ResetIsAnErrorForThePeer) {
  client.when_open = [&] { client.session->reset(); };
  join();
  loop.run();
  ASSERT_EQ(server.ends.size(), 1U);
  EXPECT_EQ(server.ends[0].error, asio::error::connection_reset) << server.ends[0].error.message();
}

// SIGPIPE would end the test program.
TEST_P(SocketTest, SendingToAPeerThatHasResetEndsTheSessionOnly) {
  server.when_open = [&] { server.session->pause_reading(); };
  client.when_open = [&] { client.session->reset(); };
  client.when_ended = [&] { loop.post([&] { server.send(std::string(100'000, 'x')); }); };
  join();
  loop.run();
  ASSERT_EQ(server.ends.size(), 1U);
  EXPECT_TRUE(server.ends[0].error);
}

TEST_P(SocketTest, HalfClosedStreamStillReceives) {
  std::unique_ptr<Stream> ours;
  std::unique_ptr<Stream> theirs;
  listen([&](std::unique_ptr<Stream> stream) { theirs = std::move(stream); });
  attempt = connect_to_it([&](std::unique_ptr<Stream> stream) { ours = std::move(stream); });
  while (!ours || !theirs) loop.run_one();
  ours->shutdown_write();
  ours->shutdown_write();
  std::array<std::uint8_t, 100> room{};
  // The bytes need a moment even on the loopback interface.
  const auto read = [&](Stream& stream) {
    IoResult result;
    do {
      result = stream.read(room);
    } while (result.error == asio::error::would_block);
    return result;
  };
  EXPECT_EQ(read(*theirs).error, asio::error::eof);
  const std::array pieces{protocol::as_bytes("still "), protocol::as_bytes("here")};
  EXPECT_EQ(theirs->write(pieces).bytes, 10U);
  const auto got = read(*ours);
  EXPECT_EQ(protocol::as_text(protocol::ByteView(room).first(got.bytes)), "still here");
  EXPECT_TRUE(ours->write(pieces).error);  // we have said that nothing would follow
}

TEST_P(SocketTest, ClosingEndsPendingWaitsExactlyOnce) {
  std::unique_ptr<Stream> ours;
  std::unique_ptr<Stream> theirs;
  listen([&](std::unique_ptr<Stream> stream) { theirs = std::move(stream); });
  attempt = connect_to_it([&](std::unique_ptr<Stream> stream) { ours = std::move(stream); });
  while (!ours || !theirs) loop.run_one();
  std::vector<std::error_code> woken;
  const auto wake = [&](std::error_code error) { woken.push_back(error); };
  // A socket that is writable already: its wait could have succeeded when close comes.
  ours->wait_writable(wake);
  ours->wait_readable(wake);
  ours->close();
  EXPECT_TRUE(woken.empty());
  theirs->wait_readable(wake);
  theirs.reset();
  ours->wait_readable(wake);
  testing::settle(loop);
  EXPECT_EQ(woken.size(), 4U);
  EXPECT_THAT(woken, ::testing::Each(std::error_code(asio::error::operation_aborted)));
  std::array<std::uint8_t, 1> room{};
  EXPECT_EQ(ours->read(room).error, asio::error::operation_aborted);
  ours->reset();
  ours->shutdown_write();
  listener->close();
}

TEST_P(SocketTest, ServesManyConnectionsAtOnce) {
  constexpr std::size_t count = 200;
  std::deque<Peer> servers;
  std::deque<Peer> clients;
  std::vector<std::shared_ptr<void>> attempts;
  std::size_t ended = 0;
  listen([&](std::unique_ptr<Stream> stream) {
    servers.emplace_back(loop, Role::server).echoes = true;
    servers.back().attach(std::move(stream));
  });
  for (std::size_t i = 0; i < count; ++i) {
    Peer& peer = clients.emplace_back(loop, Role::client);
    peer.when_open = [&peer] { peer.send("hello"); };
    peer.when_data = [&peer] {
      if (peer.received == "hello") peer.close();
    };
    peer.when_ended = [&] {
      if (++ended == count) listener->close();
    };
    attempts.push_back(connect_to_it([&peer](std::unique_ptr<Stream> stream) { peer.attach(std::move(stream)); }));
  }
  loop.run();
  EXPECT_EQ(servers.size(), count);
  for (const auto& peer : clients) {
    ASSERT_EQ(peer.ends.size(), 1U);
    EXPECT_TRUE(peer.ends[0].close.clean());
  }
}

}  // namespace
}  // namespace parley::net
