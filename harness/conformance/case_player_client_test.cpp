// What the player makes of clients that do as little as the RFC lets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>

#include "harness/conformance/case_player.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"
#include "net/memory_stream.hpp"

namespace parley::conformance {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view request =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// Keeps what comes, and does what the test wants of it.
class Client {
 public:
  explicit Client(std::unique_ptr<net::Stream> stream) : stream_(std::move(stream)) { wait(); }

  std::function<void(Client&)> on_bytes = [](Client&) {};
  std::function<void(Client&)> on_end = [](Client&) {};

  void send(const Frame& frame) {
    protocol::Bytes bytes;
    encode(frame, Role::server, {1, 2, 3, 4}, bytes);
    const std::array<protocol::ByteView, 1> pieces{bytes};
    EXPECT_EQ(stream_->write(pieces).bytes, bytes.size());
  }
  void close() { stream_->close(); }
  [[nodiscard]] bool has(const protocol::Bytes& frame) const {
    return std::search(received_.begin(), received_.end(), frame.begin(), frame.end()) != received_.end();
  }

 private:
  void wait() {
    stream_->wait_readable([this](std::error_code error) {
      if (!error) read();
    });
  }

  void read() {
    protocol::Bytes buffer(4096);
    const auto [bytes, error] = stream_->read(buffer);
    protocol::append(received_, protocol::ByteView(buffer).first(bytes));
    if (error && error != asio::error::would_block) return on_end(*this);
    wait();
    const auto task = on_bytes;  // it may be replaced from within
    task(*this);
  }

  std::unique_ptr<net::Stream> stream_;
  protocol::Bytes received_;
};

void ping_once(Client& client) {
  client.on_bytes = [](Client&) {};
  client.send(ping("mine"));
}

class CasePlayerWithClient : public ::testing::Test {
 protected:
  CasePlayerWithClient() {
    peer_.role = Role::client;
    auto pair = net::make_memory_pair(loop_);
    ours_ = std::move(pair.first);
    client_.emplace(std::move(pair.second));
    test_.script.steps = {Send{{{.payload = {0xFF}}}}};
    test_.allowed = failed_with(code(1007));
  }

  CaseResult play(std::string_view head = request) {
    constexpr auto patience = std::chrono::milliseconds(300);
    std::optional<CaseResult> result;
    const auto on_done = [&](CaseResult its) {
      result = std::move(its);
      loop_.stop();
    };
    const auto player = std::make_shared<CasePlayer>(loop_, peer_, Patience{patience, std::chrono::milliseconds(20)},
                                                     test_, on_done, [] { return false; });
    player->start(std::move(ours_), protocol::to_bytes(head));
    loop_.run();
    return std::move(result).value();
  }

  net::Loop loop_;
  Peer peer_;
  Case test_;
  std::unique_ptr<net::Stream> ours_;
  std::optional<Client> client_;
};

// RFC 6455 §7.1.7, §7.1.1: no Close is due that says why, nothing more is read, and the server ends TCP first.
TEST_F(CasePlayerWithClient, AFailingClientMayWaitForUsToEndTcp) {
  client_->on_end = [](Client& client) { client.close(); };
  const auto result = play();
  EXPECT_EQ(result.verdict, Verdict::pass_lenient) << result.why;
  EXPECT_THAT(result.why, HasSubstr("only after us"));
  EXPECT_EQ(result.closing, Closing::dropped);
  EXPECT_EQ(result.tcp_ender, TcpEnder::we);
}

TEST_F(CasePlayerWithClient, WhoEndsTcpFirstIsTold) {
  client_->on_bytes = [](Client& client) { client.close(); };
  EXPECT_EQ(play().tcp_ender, TcpEnder::peer);
}

TEST_F(CasePlayerWithClient, ASilentClientThatStaysHasNotFailedTheConnection) {
  const auto result = play();
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.closing, Closing::not_judged) << "nobody sent it a Close";
}

TEST_F(CasePlayerWithClient, NorHasOneThatAnswersOurQuestion) {
  client_->on_bytes = [](Client& client) { client.send(pong("parley: still there?")); };
  client_->on_end = [](Client& client) { client.close(); };
  EXPECT_EQ(play().verdict, Verdict::fail);
}

// RFC 6455 §5.5.2
TEST_F(CasePlayerWithClient, ItsPingsAreAnswered) {
  test_.script.steps = {Pause{std::chrono::milliseconds(50)}};
  test_.allowed = answered({});
  client_->on_bytes = ping_once;
  EXPECT_EQ(play().verdict, Verdict::pass);
  EXPECT_TRUE(client_->has({0x8A, 4, 'm', 'i', 'n', 'e'}));
}

TEST_F(CasePlayerWithClient, NoPongLiesWithinAFrameOfOurs) {
  test_.script.steps = {SendBytes{{0x81, 2, 'a'}}, Pause{std::chrono::milliseconds(50)}, SendBytes{{'b'}}};
  test_.allowed = answered({});
  client_->on_bytes = ping_once;
  EXPECT_EQ(play().verdict, Verdict::pass);
  EXPECT_TRUE(client_->has({0x81, 2, 'a', 'b'}));
}

// RFC 6455 §5.5.1 binds who receives a Close.
TEST_F(CasePlayerWithClient, NobodyOwesAnAnswerToACloseThatWasNotSent) {
  test_.script.steps = {ShutdownWrite{}};
  test_.allowed = {{Grade::informational, Ends{}}};
  EXPECT_EQ(play().closing, Closing::not_judged);
}

TEST_F(CasePlayerWithClient, NorToOneInAPayloadThatWeAnnounced) {
  test_.script.steps = {Send{{{.payload = {'a'}, .announced = 1000}}}};
  test_.allowed = answered({});
  EXPECT_EQ(play().closing, Closing::not_judged);
}

TEST_F(CasePlayerWithClient, ButToEveryOther) {
  test_.script.steps = {};
  test_.allowed = answered({});
  EXPECT_EQ(play().closing, Closing::unanswered);
}

/// It has not come as far as our Close, which lies behind the ping.
TEST_F(CasePlayerWithClient, NorDoesWhoIsStillBusyWithWhatWasSentBefore) {
  test_.script.steps = {Send{{ping("busy?")}}};
  test_.allowed = answered({}, {protocol::to_bytes("busy?")});
  test_.crowding = Crowding::alone;  // as floods are
  const auto result = play();
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.closing, Closing::not_judged);
}

TEST_F(CasePlayerWithClient, WhoHasNothingToBeBusyWithDoesNotAnswerOurClose) {
  test_.script.steps = {Send{{ping("there?")}}};
  test_.allowed = answered({}, {protocol::to_bytes("there?")});
  EXPECT_EQ(play().closing, Closing::unanswered);
}

TEST_F(CasePlayerWithClient, ASilentClientHasNotTurnedALargeMessageDown) {
  const protocol::Bytes large(65537);
  test_.script.steps = {Send{{binary(large)}}};
  test_.allowed = answered({{false, large}});
  EXPECT_EQ(play().verdict, Verdict::fail);
}

// RFC 7692 §7: it fails a connection whose terms it does not support.
TEST_F(CasePlayerWithClient, WhatAClientHasNotOfferedItMayRefuse) {
  const std::string offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
  auto head = std::string(request);
  head.replace(head.size() - 2, 2, offer);
  test_.needs = {Need::open, Need::deflate};
  test_.terms = Terms{};
  test_.script.extensions = "permessage-deflate; server_no_context_takeover";
  test_.allowed = answered({{true, protocol::to_bytes("x")}});
  client_->on_bytes = [](Client& client) { client.close(); };
  const auto result = play(head);
  EXPECT_EQ(result.verdict, Verdict::skipped);
  EXPECT_THAT(result.why, HasSubstr("does not support server_no_context_takeover"));
}

}  // namespace
}  // namespace parley::conformance
