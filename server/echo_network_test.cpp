// Long messages on /echo: they begin to come back before they have been sent whole, and nobody has to read them before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

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

/// Of a binary frame of `size` bytes; `mask` with the key that follows, of zeros.
std::string header(bool mask) {
  std::string bytes = "\x82";
  bytes += mask ? '\xFF' : '\x7F';
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 0xFFU);
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
