#include "net/connector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "net/listener.hpp"

namespace parley::net {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ConnectorTest : public ::testing::Test {
 protected:
  void try_to_connect() {
    attempt = connect(
        loop, options,
        [this](std::unique_ptr<Stream> its_stream) {
          stream = std::move(its_stream);
          if (listener) listener->close();
        },
        [this](const ConnectFailure& its_failure) {
          failure = its_failure;
          if (listener) listener->close();
        });
    EXPECT_FALSE(stream || failure);  // never before it returns
  }

  void listen(const std::string& address) {
    listener.emplace(loop, ListenerOptions{.address = address},
                     [this](std::unique_ptr<Stream> accepted) { accepted_from = accepted->info().peer; });
    options.port = listener->port();
  }

  /// A port on which nobody listens: one that was free a moment ago.
  std::uint16_t closed_port() {
    Listener short_lived(loop, {}, [](std::unique_ptr<Stream>) {});
    return short_lived.port();
  }

  Loop loop;
  ConnectOptions options{.host = "127.0.0.1"};
  std::optional<Listener> listener;
  std::string accepted_from;
  std::unique_ptr<Stream> stream;
  std::optional<ConnectFailure> failure;
  std::shared_ptr<void> attempt;
};

TEST_F(ConnectorTest, RefusedConnectionNamesAddressAndReason) {
  options.port = closed_port();
  try_to_connect();
  loop.run();
  ASSERT_TRUE(failure);
  EXPECT_FALSE(stream);
  EXPECT_EQ(failure->error, asio::error::connection_refused);
  EXPECT_EQ(failure->what, "cannot connect to 127.0.0.1:" + std::to_string(options.port) + ": Connection refused");
}

TEST_F(ConnectorTest, ANameWithSeveralAddressesIsTriedAtEach) {
  listen("127.0.0.1");
  options.host = "localhost";  // ::1 first on many systems, where nobody listens
  try_to_connect();
  loop.run();
  EXPECT_TRUE(stream) << failure->what;
}

TEST_F(ConnectorTest, ANameThatNobodyAnswersForTellsEveryAttempt) {
  options.host = "localhost";
  options.port = closed_port();
  try_to_connect();
  loop.run();
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->what, StartsWith("cannot connect to localhost:" + std::to_string(options.port) + ": "));
  EXPECT_THAT(failure->what, HasSubstr("Connection refused"));
}

TEST_F(ConnectorTest, AnUnknownNameSaysSo) {
  options.host = "no-such-host.invalid";  // RFC 6761 §6.4: never exists
  options.port = 80;
  try_to_connect();
  loop.run();
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->what, StartsWith("cannot resolve no-such-host.invalid: "));
}

TEST_F(ConnectorTest, ADroppedHandleCallsNeither) {
  listen("127.0.0.1");
  try_to_connect();
  attempt.reset();
  listener->close();
  loop.run();
  EXPECT_FALSE(stream || failure);
}

TEST_F(ConnectorTest, TheHandleMayBeDroppedFromWithin) {
  listen("127.0.0.1");
  bool called = false;
  attempt = connect(
      loop, options,
      [&](std::unique_ptr<Stream>) {
        attempt.reset();
        called = true;
        listener->close();
      },
      [](const ConnectFailure& its_failure) { ADD_FAILURE() << its_failure.what; });
  loop.run();
  EXPECT_TRUE(called);
}

TEST_F(ConnectorTest, ConnectsFromTheGivenAddress) {
  listen("127.0.0.1");
  options.source_address = "127.0.0.2";
  try_to_connect();
  loop.run();
  ASSERT_TRUE(stream) << failure->what;
  EXPECT_THAT(stream->info().local, StartsWith("127.0.0.2:"));
}

TEST_F(ConnectorTest, TellsTheStagesOfAnAttempt) {
  using Stages = std::vector<ConnectStage>;
  Stages stages;
  options.on_stage = [&](ConnectStage stage) {
    EXPECT_FALSE(stream);
    stages.push_back(stage);
  };
  options.host = "127.0.0.1";
  listen("127.0.0.1");
  try_to_connect();
  loop.run();
  EXPECT_EQ(stages, Stages{ConnectStage::connected});

  stages.clear();
  stream.reset();
  options.host = "localhost";
  options.tls = make_client_tls({.verify = false});
  listener.emplace(loop, ListenerOptions{.tls = make_server_tls({})}, [](std::unique_ptr<Stream>) {});
  options.port = listener->port();
  try_to_connect();
  loop.run();
  EXPECT_EQ(stages, (Stages{ConnectStage::resolved, ConnectStage::connected, ConnectStage::secured}));
}

TEST_F(ConnectorTest, TimesOutInTlsWhenTheServerIsSilent) {
  std::unique_ptr<Stream> silent;
  listener.emplace(loop, ListenerOptions{}, [&](std::unique_ptr<Stream> accepted) { silent = std::move(accepted); });
  options.port = listener->port();
  options.tls = make_client_tls({});
  options.timeout = std::chrono::milliseconds(20);
  try_to_connect();
  loop.run();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->error, asio::error::timed_out);
  // On a busy machine the deadline may come before TCP stands.
  const std::string name = "127.0.0.1:" + std::to_string(options.port);
  EXPECT_THAT(failure->what, AnyOf("TLS handshake with " + name + " failed: timed out after 0.02 s",
                                   "cannot connect to " + name + ": timed out after 0.02 s"));
}

TEST_F(ConnectorTest, SpeaksIpv6) {
  try {
    listen("::1");
  } catch (const std::system_error& error) {
    GTEST_SKIP() << "no IPv6 here: " << error.what();
  }
  options.host = "::1";
  try_to_connect();
  loop.run();
  ASSERT_TRUE(stream) << failure->what;
  EXPECT_THAT(stream->info().peer, StartsWith("[::1]:"));
}

TEST_F(ConnectorTest, RefusedIpv6AddressIsShownInBrackets) {
  options.host = "::1";
  options.port = closed_port();
  try_to_connect();
  loop.run();
  ASSERT_TRUE(failure);
  EXPECT_THAT(failure->what, StartsWith("cannot connect to [::1]:" + std::to_string(options.port) + ": "));
}

}  // namespace
}  // namespace parley::net
