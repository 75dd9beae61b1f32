// Who gets in, and what the others are told: the whole server over loopback sockets, on both engines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "server/server.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::server {
namespace {

using protocol::EngineKind;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawClient;
using ::testing::StartsWith;

std::string with_subprotocols(std::string_view names) {
  return "Sec-WebSocket-Protocol: " + std::string(names) + "\r\n";
}

class AdmissionNetworkTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  static ServerOptions options() {
    ServerOptions options;
    options.port = 0;
    options.engine = GetParam();
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, AdmissionNetworkTest, ::testing::Values(EngineKind::native, EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == EngineKind::native ? "native" : "websocketpp";
                         });

TEST_P(AdmissionNetworkTest, ServesHttpBesidesWebSocket) {
  const Server server(options());
  const auto ask = [&](std::string_view method, std::string_view target) {
    return RawClient(server.port()).request(method, target);
  };
  EXPECT_THAT(ask("GET", "/healthz"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\nok\n"),
                                            HasSubstr("Connection: close\r\n"), HasSubstr("Content-Length: 3\r\n")));
  EXPECT_THAT(ask("HEAD", "/healthz"), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("\r\n\r\n"), Not(HasSubstr("ok\n")),
                                             HasSubstr("Content-Length: 3\r\n")));
  EXPECT_THAT(ask("GET", "/metrics"), AllOf(HasSubstr("version=0.0.4"), HasSubstr("# TYPE parley_connections gauge")));
  EXPECT_THAT(ask("GET", "/"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("text/html")));
  EXPECT_THAT(ask("GET", "/nope"), StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(ask("GET", "/echo"),
              AllOf(StartsWith("HTTP/1.1 426 Upgrade Required\r\n"), HasSubstr("Upgrade: websocket\r\n"),
                    HasSubstr("Connection: close, Upgrade\r\n"), HasSubstr("Sec-WebSocket-Version: 13\r\n")));
  EXPECT_THAT(ask("DELETE", "/echo"), AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET\r\n")));
}

TEST_P(AdmissionNetworkTest, AnswersNonsenseWith400) {
  const Server server(options());
  RawClient client(server.port());
  client.send("This is not HTTP\r\n\r\n");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 400 "));
}

TEST_P(AdmissionNetworkTest, RefusesUnknownPaths) {
  const Server server(options());
  EXPECT_THAT(RawClient(server.port()).upgrade("/nope"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(RawClient(server.port()).upgrade("/echo/"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(RawClient(server.port()).upgrade("/healthz"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(RawClient(server.port()).upgrade("/%65cho?x"), StartsWith("HTTP/1.1 101 "));
}

TEST_P(AdmissionNetworkTest, RefusesForeignOrigins) {
  auto strict = options();
  strict.origins = {"https://good.example"};
  const Server server(strict);
  const auto from = [&](std::string_view origin) {
    return RawClient(server.port()).upgrade("/echo", "Origin: " + std::string(origin) + "\r\n");
  };
  EXPECT_THAT(from("https://evil.example"), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(from("https://good.example"), StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(RawClient(server.port()).upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
}

TEST_P(AdmissionNetworkTest, ChoosesASubprotocol) {
  auto speaking = options();
  speaking.subprotocols = {"chat", "superchat"};
  const Server server(speaking);
  EXPECT_THAT(RawClient(server.port()).upgrade("/echo", with_subprotocols("x, superchat, chat")),
              HasSubstr("Sec-WebSocket-Protocol: superchat\r\n"));
  EXPECT_THAT(RawClient(server.port()).upgrade("/echo", with_subprotocols("x")),
              AllOf(StartsWith("HTTP/1.1 101 "), Not(HasSubstr("Sec-WebSocket-Protocol"))));
}

TEST_P(AdmissionNetworkTest, LimitsItsConnections) {
  auto two = options();
  two.max_connections = 2;
  const Server server(two);
  RawClient first(server.port());
  RawClient second(server.port());
  EXPECT_THAT(first.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(second.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(RawClient(server.port()).upgrade("/echo"), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(server.connections(), 2U);
  first.send_frame(0x88, "");
  EXPECT_EQ(first.read_frame().first, 0x88);
  (void)first.read_to_end();
  { const RawClient gone = std::move(first); }
  // The place is free once the server has seen the end of TCP, which nothing tells the client.
  while (server.connections() == 2) std::this_thread::yield();
  EXPECT_THAT(RawClient(server.port()).upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
}

}  // namespace
}  // namespace parley::server
