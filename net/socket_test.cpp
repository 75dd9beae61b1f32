// Sessions over real sockets on the loopback interface, plain and TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/connector.hpp"
#include "net/listener.hpp"
#include "net/testing/peer.hpp"

namespace parley::net {
namespace {

using protocol::Role;
using testing::Peer;

struct Certificates {
  std::shared_ptr<TlsContext> server = make_server_tls({});
  std::shared_ptr<TlsContext> client = make_client_tls({.verify = false});
};

class SocketTest : public ::testing::TestWithParam<bool> {
 protected:
  SocketTest() {
    if (GetParam()) tls.emplace();
    listen_options.tls = tls ? tls->server : nullptr;
    connect_options.tls = tls ? tls->client : nullptr;
    connect_options.host = "127.0.0.1";
  }

  /// Listens, connects, and starts `server` and `client` on what comes.
  void join() {
    listener.emplace(loop, listen_options, [this](std::unique_ptr<Stream> stream) {
      listener->close();
      server.attach(std::move(stream));
    });
    connect_options.port = listener->port();
    attempt = connect(
        loop, connect_options, [this](std::unique_ptr<Stream> stream) { client.attach(std::move(stream)); },
        [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; });
  }

  std::optional<Certificates> tls;
  ListenerOptions listen_options;
  ConnectOptions connect_options;
  Loop loop;
  Peer server{loop, Role::server};
  Peer client{loop, Role::client};
  std::optional<Listener> listener;
  std::shared_ptr<void> attempt;
};

INSTANTIATE_TEST_SUITE_P(Streams, SocketTest, ::testing::Bool(),
                         [](const auto& test) { return std::string(test.param ? "Tls" : "Tcp"); });

TEST_P(SocketTest, EchoesAndClosesInOrder) {
  server.echoes = true;
  client.when_data = [&] {
    if (client.received == "hello") client.close();
  };
  client.when_open = [&] { client.send("hello"); };
  join();
  loop.run();
  EXPECT_EQ(client.received, "hello");
  for (const Peer* peer : {&client, &server}) {
    ASSERT_EQ(peer->ends.size(), 1U);
    EXPECT_TRUE(peer->ends[0].close.clean());
    EXPECT_FALSE(peer->ends[0].error) << peer->ends[0].error.message();
    EXPECT_EQ(peer->ends[0].reason, "");
  }
}

}  // namespace
}  // namespace parley::net
