#include "net/tls_control.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "net/connector.hpp"
#include "net/listener.hpp"

namespace parley::net {
namespace {

/// Two ends of a connection over TLS.
class TlsControlTest : public ::testing::Test {
 protected:
  TlsControlTest() {
    listener_.emplace(loop_, ListenerOptions{.tls = make_server_tls({})}, [this](std::unique_ptr<Stream> stream) {
      server = std::move(stream);
      listener_->close();
    });
    attempt_ = connect(
        loop_, {.host = "127.0.0.1", .port = listener_->port(), .tls = make_client_tls({.verify = false})},
        [this](std::unique_ptr<Stream> stream) { client = std::move(stream); },
        [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; });
    loop_.run();
  }

  static void write(Stream& stream, const std::string& text) {
    const std::array pieces{protocol::as_bytes(text)};
    EXPECT_EQ(stream.write(pieces).bytes, text.size());
  }

  /// All that comes until so much is there, or the end.
  std::string read(Stream& stream, std::size_t size) {
    std::string text;
    read_on(stream, text, size);
    loop_.run();
    return text;
  }

  std::unique_ptr<Stream> server;
  std::unique_ptr<Stream> client;

 private:
  void read_on(Stream& stream, std::string& text, std::size_t size) {
    std::array<std::uint8_t, 64> room;
    const auto [bytes, error] = stream.read(room);
    text += protocol::as_text(protocol::ByteView(room).first(bytes));
    if (text.size() >= size || (error && error != asio::error::would_block)) return;
    if (!error) return loop_.post([this, &stream, &text, size] { read_on(stream, text, size); });
    stream.wait_readable([this, &stream, &text, size](std::error_code) { read_on(stream, text, size); });
  }

  Loop loop_;
  std::optional<Listener> listener_;
  std::shared_ptr<void> attempt_;
};

constexpr std::size_t to_the_end = 1000;

TEST_F(TlsControlTest, BytesGoOnBothWaysUnderNewKeys) {
  write(*client, "old ");
  EXPECT_TRUE(update_keys(*client));
  write(*client, "new");
  EXPECT_EQ(read(*server, 7), "old new");
  EXPECT_TRUE(update_keys(*server));
  write(*server, "the same");
  EXPECT_EQ(read(*client, 8), "the same");
}

TEST_F(TlsControlTest, AnEndInOrderIsNoTruncation) {
  write(*client, "all");
  client->shutdown_write();
  EXPECT_EQ(read(*server, to_the_end), "all");
  EXPECT_FALSE(is_truncated(*server));
}

TEST_F(TlsControlTest, AnEndWithoutNoticeIs) {
  write(*client, "half");
  EXPECT_FALSE(is_truncated(*server));
  shutdown_without_notice(*client);
  EXPECT_EQ(read(*server, to_the_end), "half");
  EXPECT_TRUE(is_truncated(*server));
  write(*server, "and back");
  EXPECT_EQ(read(*client, 8), "and back");
}

TEST_F(TlsControlTest, AResetIsNoTruncation) {
  client->reset();
  EXPECT_EQ(read(*server, to_the_end), "");
  EXPECT_FALSE(is_truncated(*server));
}

}  // namespace
}  // namespace parley::net
