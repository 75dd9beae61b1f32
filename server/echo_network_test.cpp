// Long messages on /echo: they begin to come back before they have been sent whole, and nobody has to read them before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "server/server.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::server {
namespace {

using protocol::EngineKind;
using ::testing::HasSubstr;
using testing::RawClient;
using ::testing::StartsWith;

constexpr std::size_t size = 16U << 20;  // more than the buffers of both sockets and the server's queue hold

ServerOptions options_for(EngineKind engine) {
  ServerOptions options;
  options.port = 0;
  options.engine = engine;
  return options;
}

std::string message() {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i % 251);
  return bytes;
}

/// Of a binary frame; `mask` with the key that follows, of zeros.
std::string header(bool mask, std::size_t payload_size = size) {
  std::string bytes = "\x82";
  bytes += mask ? '\xFF' : '\x7F';
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(payload_size >> shift & 0xFFU);
  return mask ? bytes + std::string(4, '\0') : bytes;
}

TEST(EchoNetworkTest, ALongMessageComesBackAsItComes) {
  const Server server(options_for(EngineKind::native));
  RawClient client(server.port());
  EXPECT_THAT(client.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  const std::string whole = message();
  client.send(header(true));
  client.send(whole.substr(0, size / 8));
  EXPECT_EQ(client.read(10), header(false));
  EXPECT_TRUE(client.read(size / 8) == whole.substr(0, size / 8));
  for (std::size_t part = 1; part < 8; ++part) {
    client.send(whole.substr(part * (size / 8), size / 8));
    EXPECT_TRUE(client.read(size / 8) == whole.substr(part * (size / 8), size / 8));
  }
  client.send_text("and on");
  EXPECT_EQ(client.read_text(), "and on");
  EXPECT_THAT(RawClient(server.port()).request("GET", "/metrics"),
              HasSubstr("parley_messages_received_total{path=\"/echo\",behaviour=\"echo\"} 2\n"));
}

/// Within a message the server reads on, but one that sends and never reads must not fill its memory (nor the write
/// queue, whose end would be the connection's).
TEST(EchoNetworkTest, WhoSendsManyAndDoesNotReadIsHeldBack) {
  constexpr int count = 100;  // far more than the limit of the queue
  const std::string one(1'000'000, 'x');
  const std::string frame = header(true, one.size()) + one;
  const std::size_t half = frame.size() / 2;
  const Server server(options_for(EngineKind::native));
  RawClient client(server.port());
  EXPECT_THAT(client.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  std::atomic<int> sent = 0;
  const std::jthread sender([&] {
    try {
      client.send(frame.substr(0, half));
      // So that a message begins in the read in which another one ends.
      const std::string across = frame.substr(half) + frame.substr(0, half);
      for (; sent < count - 1; ++sent) client.send(across);
      client.send(frame.substr(half));
      ++sent;
    } catch (const std::runtime_error&) {  // the reading side tells
    }
  });
  for (int before = -1; before != sent;) {
    before = sent;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  EXPECT_LT(sent, count);
  for (int i = 0; i < count; ++i) EXPECT_TRUE(client.read_frame().payload == one);
}

class EchoOfEngineTest : public ::testing::TestWithParam<EngineKind> {};

INSTANTIATE_TEST_SUITE_P(Engines, EchoOfEngineTest, ::testing::Values(EngineKind::native, EngineKind::websocketpp),
                         [](const auto& test) { return test.param == EngineKind::native ? "native" : "websocketpp"; });

TEST_P(EchoOfEngineTest, MayBeReadWhenAllHasBeenSent) {
  const Server server(options_for(GetParam()));
  RawClient client(server.port());
  EXPECT_THAT(client.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  const std::string whole = message();
  client.send(header(true));
  client.send(whole);
  EXPECT_EQ(client.read(10), header(false));
  EXPECT_TRUE(client.read(size) == whole);
}

}  // namespace
}  // namespace parley::server
