// The whole server over loopback sockets, on both engines.
#include "server/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "server/testing/raw_client.hpp"

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using protocol::EngineKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::RawClient;
using testing::RawFrame;
using ::testing::StartsWith;

ServerOptions options(EngineKind engine = EngineKind::native) {
  ServerOptions options;
  options.port = 0;
  options.engine = engine;
  return options;
}

class ServerTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  static ServerOptions options() { return parley::server::options(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Engines, ServerTest, ::testing::Values(EngineKind::native, EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == EngineKind::native ? "native" : "websocketpp";
                         });

TEST_P(ServerTest, PlaysTheNodeDemo) {
  auto demo = options();
  demo.routes = {parse_route("/=node-demo?interval=50ms")};
  const Server server(demo);
  RawClient client(server.port());
  EXPECT_THAT(client.upgrade("/"), StartsWith("HTTP/1.1 101 "));
  EXPECT_EQ(client.read_text(), "server: Welcome to websocket server.");
  const std::string clock = "server: my clock is [A-Z][a-z][a-z], [0-9]+ [A-Z][a-z][a-z] [0-9]+ [0-9:]+ GMT";
  for (int tick = 0; tick < 3; ++tick) EXPECT_THAT(client.read_text(), MatchesRegex(clock));
  client.send_frame(0x82, "h\xFFi");
  std::string answer;
  while ((answer = client.read_text()).find("clock") != std::string::npos) {
  }
  EXPECT_EQ(answer, "server: h\xEF\xBF\xBDi");
  EXPECT_THAT(client.read_text(), MatchesRegex(clock));
}

TEST_P(ServerTest, EchoesEveryLengthForm) {
  const Server server(options());
  RawClient client(server.port());
  ASSERT_THAT(client.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  for (const std::size_t size : {0UL, 1UL, 125UL, 126UL, 65535UL, 65536UL, 1UL << 20}) {
    std::string payload(size, '\0');
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(i * 7);
    client.send_frame(0x82, payload);
    EXPECT_TRUE(client.read_frame() == (RawFrame{0x82, payload})) << size;
    client.send_text(std::string(size, 'x'));
    EXPECT_TRUE(client.read_frame() == (RawFrame{0x81, std::string(size, 'x')})) << size;
  }
}

TEST_P(ServerTest, AnswersManyFramesOfOneReadInOrder) {
  const Server server(options());
  RawClient client(server.port());
  (void)client.upgrade("/echo");
  for (int i = 0; i < 1000; ++i) client.send_text(std::to_string(i));
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.read_text(), std::to_string(i));
}

TEST_P(ServerTest, ClosesAsTheClientAsks) {
  const Server server(options());
  RawClient client(server.port());
  (void)client.upgrade("/echo");
  client.send_frame(0x88,
                    "\x0F\xA0"
                    "bye");  // 4000
  EXPECT_EQ(client.read_close_code(), 4000);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_P(ServerTest, FailsTheConnectionAtAViolation) {
  const Server server(options());
  const auto code_after = [&](std::uint8_t first, std::string_view payload) {
    RawClient client(server.port());
    (void)client.upgrade("/echo");
    client.send_frame(first, payload);
    const auto code = client.read_close_code();
    EXPECT_EQ(client.read_to_end(), "");
    return code;
  };
  EXPECT_EQ(code_after(0xC1, "rsv1"), 1002);
  EXPECT_EQ(code_after(0x83, "reserved opcode"), 1002);
  EXPECT_EQ(code_after(0x09, "fragmented ping"), 1002);
  EXPECT_EQ(code_after(0x80, "continuation of nothing"), 1002);
  EXPECT_EQ(code_after(0x81, "\xFF"), 1007);
  EXPECT_EQ(code_after(0x88, "\x03\xEC"), 1002);  // 1004
}

TEST_P(ServerTest, KeepsToItsMessageLimit) {
  auto small = options();
  small.limits.max_message = small.limits.max_frame = 1000;
  const Server server(small);
  RawClient client(server.port());
  (void)client.upgrade("/echo");
  client.send_text(std::string(1000, 'x'));
  EXPECT_EQ(client.read_text().size(), 1000U);
  client.send_text(std::string(1001, 'x'));
  EXPECT_EQ(client.read_close_code(), 1009);
}

TEST_P(ServerTest, CompressesUnlessToldNotTo) {
  constexpr auto offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
  const Server server(options());
  RawClient client(server.port());
  EXPECT_THAT(client.upgrade("/echo", offer), HasSubstr("Sec-WebSocket-Extensions: permessage-deflate"));
  client.send_frame(0xC1, std::string_view("\xF2\x48\xCD\xC9\xC9\x07\x00", 7));  // RFC 7692 §7.2.3.1
  EXPECT_EQ(client.read_frame().first, 0xC1);

  auto plain = options();
  plain.deflate.reset();
  const Server second(plain);
  EXPECT_THAT(RawClient(second.port()).upgrade("/echo", offer), Not(HasSubstr("Sec-WebSocket-Extensions")));
}

TEST_P(ServerTest, SpeaksTls) {
  auto secure = options();
  secure.tls = net::make_server_tls({});
  const Server server(secure);
  EXPECT_EQ(server.url(), "wss://127.0.0.1:" + std::to_string(server.port()));
  RawClient client(server.port(), RawClient::Transport::tls);
  ASSERT_THAT(client.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
  const std::string large(300'000, 'x');
  client.send_text(large);
  EXPECT_EQ(client.read_text(), large);
  client.send_frame(0x88, "\x03\xE8");
  EXPECT_EQ(client.read_close_code(), 1000);
}

TEST_P(ServerTest, CountsWhatItDoes) {
  const Server server(options());
  {
    RawClient client(server.port());
    (void)client.upgrade("/echo");
    client.send_text("12345");
    (void)client.read_text();
    EXPECT_THAT(server.metrics(), HasSubstr("parley_connections{path=\"/echo\",behaviour=\"echo\"} 1\n"));
    client.send_frame(0x88, "\x03\xE8");
    (void)client.read_to_end();
  }
  (void)RawClient(server.port()).upgrade("/nope");
  (void)RawClient(server.port()).request("GET", "/healthz");
  while (server.connections() > 0) std::this_thread::yield();
  EXPECT_THAT(server.metrics(),
              AllOf(HasSubstr("parley_connections{path=\"/echo\",behaviour=\"echo\"} 0\n"),
                    HasSubstr("parley_connections_total{path=\"/echo\",behaviour=\"echo\"} 1\n"),
                    HasSubstr("parley_messages_received_total{path=\"/echo\",behaviour=\"echo\"} 1\n"),
                    HasSubstr("parley_messages_sent_total{path=\"/echo\",behaviour=\"echo\"} 1\n"),
                    HasSubstr("parley_payload_bytes_received_total{path=\"/echo\",behaviour=\"echo\"} 5\n"),
                    HasSubstr("parley_payload_bytes_sent_total{path=\"/echo\",behaviour=\"echo\"} 5\n"),
                    HasSubstr("parley_handshakes_refused_total{status=\"404\"} 1\n"),
                    HasSubstr("parley_http_responses_total{status=\"200\"} 1\n"),
                    HasSubstr("parley_closes_total{code=\"1000\"} 1\n")));
}

TEST_P(ServerTest, SaysGoingAwayWhenItDrains) {
  auto draining = options();
  draining.threads = 2;
  Server server(draining);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    (void)clients.back()->upgrade("/echo");
  }
  std::thread drain([&] { server.drain(); });
  for (const auto& client : clients) {
    EXPECT_EQ(client->read_close_code(), 1001);
    client->send_frame(0x88, "\x03\xE9");
    EXPECT_EQ(client->read_to_end(), "");
  }
  clients.clear();
  drain.join();
  EXPECT_EQ(server.connections(), 0U);
  EXPECT_ANY_THROW(RawClient(server.port()));
}

TEST_P(ServerTest, DoesNotWaitForHttpClientsWhenItDrains) {
  auto draining = options();
  draining.drain_timeout = 1h;
  Server server(draining);
  RawClient scraper(server.port());
  (void)scraper.request("GET", "/healthz");  // and keeps the connection
  server.drain();                            // returns: it would not for an hour
  EXPECT_EQ(scraper.read_to_end(), "");
}

TEST_P(ServerTest, EndsThoseThatDoNotAnswerItsClose) {
  auto draining = options();
  draining.drain_timeout = 50ms;
  Server server(draining);
  RawClient silent(server.port());
  (void)silent.upgrade("/echo");
  RawClient unfinished(server.port());
  unfinished.send("GET / HT");
  server.drain();
  EXPECT_EQ(silent.read_close_code(), 1001);
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_EQ(unfinished.read_to_end(), "");
  server.drain();  // again: nothing happens
}

TEST_P(ServerTest, StopsAtOnceWithoutDraining) {
  RawClient* client = nullptr;
  std::unique_ptr<RawClient> owner;
  {
    const Server server(options());
    owner = std::make_unique<RawClient>(server.port());
    client = owner.get();
    (void)client->upgrade("/echo");
  }
  EXPECT_EQ(client->read_to_end(), "");
}

TEST(Server, NamesWhatIsWrongWithItsRoutes) {
  auto unknown = options();
  unknown.routes = {{"/x", "ecco", {}}};
  EXPECT_THROW(Server{unknown}, std::invalid_argument);
  auto twice = options();
  twice.routes = {{"/x", "echo", {}}, {"/%78", "echo", {}}};
  EXPECT_THROW(Server{twice}, std::invalid_argument);
}

TEST(Server, SaysThatItCannotBind) {
  const Server first(options());
  for (const unsigned threads : {1U, 2U}) {
    auto second = options();
    second.port = first.port();
    second.threads = threads;
    EXPECT_THROW(Server{second}, std::system_error);
  }
}

TEST(Server, ShowsItsAddress) {
  const Server v4(options());
  EXPECT_EQ(v4.url(), "ws://127.0.0.1:" + std::to_string(v4.port()));
  auto six = options();
  six.address = "::1";
  const Server v6(six);
  EXPECT_EQ(v6.url(), "ws://[::1]:" + std::to_string(v6.port()));
}

TEST(Server, LogsConnections) {
  std::mutex mutex;
  std::vector<std::string> lines;
  auto logged = options();
  logged.log = [&](const std::string& line) {
    const std::lock_guard lock(mutex);
    lines.push_back(line);
  };
  {
    const Server server(logged);
    RawClient client(server.port());
    (void)client.upgrade("/echo?x=1");
    client.send_frame(0x88, "\x03\xE8");
    (void)client.read_to_end();
  }
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], MatchesRegex("127.0.0.1:[0-9]+ opened /echo\\?x=1"));
  EXPECT_THAT(lines[1], MatchesRegex("127.0.0.1:[0-9]+ ended with 1000 \\(normal closure\\)"));
}

}  // namespace
}  // namespace parley::server
