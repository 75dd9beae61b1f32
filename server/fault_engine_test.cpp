#include "server/fault_engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocol/testing/cuts.hpp"

namespace parley::server {
namespace {

using protocol::Bytes;
using protocol::EngineState;
using protocol::faulty::Fault;
using protocol::testing::hex;
using ::testing::HasSubstr;
using ::testing::Not;

class Application final : public protocol::ServerEvents {
 public:
  std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest& request) override {
    upgraded = request.target;
    return protocol::Accept{};
  }
  protocol::HttpResponse on_http(const protocol::HttpRequest& /*request*/) override { return {}; }
  void on_open(const protocol::Negotiated& /*agreed*/) override {}
  void on_message(protocol::MessageType /*type*/, protocol::ByteView payload) override {
    message = protocol::as_text(payload);
  }

  std::string upgraded;
  std::string message;
};

class FaultEngineTest : public ::testing::Test {
 protected:
  Application application;
  const std::vector<std::string> routes{"/fault/*"};
  const protocol::ServerEngineOptions options;
  FaultEngine engine{routes, options, application,
                     [this] { return protocol::make_native_engine(options, application); }};
  Bytes out;

  void receive(std::string_view text) {
    Bytes data = protocol::to_bytes(text);
    engine.receive(data, out);
  }
  std::string answer_to(std::string_view target) {
    receive("GET " + std::string(target) +
            " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    return std::string(protocol::as_text(out));
  }
};

constexpr const char* proof = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

TEST_F(FaultEngineTest, OtherPathsGetTheUsualEngine) {
  EXPECT_THAT(answer_to("/echo"), HasSubstr(proof));
  EXPECT_TRUE(engine.takes_encoded_frames());
}

TEST_F(FaultEngineTest, MakesWayForTheEngineThatItChose) {
  static_cast<void>(answer_to("/echo"));
  const auto successor = engine.successor();
  ASSERT_NE(successor, nullptr);
  EXPECT_EQ(successor->state(), EngineState::open);
  Bytes frame = hex("82 81 00 00 00 00 61");
  successor->receive(frame, out);
  EXPECT_EQ(application.message, "a");
  EXPECT_EQ(engine.successor(), nullptr);
}

TEST_F(FaultEngineTest, APathNamesItsFault) {
  EXPECT_THAT(answer_to("/fault/accept-wrong"), ::testing::AllOf(HasSubstr(" 101 "), Not(HasSubstr(proof))));
  EXPECT_EQ(engine.state(), EngineState::open);
  EXPECT_FALSE(engine.takes_encoded_frames());
}

TEST_F(FaultEngineTest, TheControlSampleIsSound) {
  EXPECT_THAT(answer_to("/fault/none"), HasSubstr(proof));
}

TEST_F(FaultEngineTest, PathsComeInManyForms) {
  for (const char* target : {"/fault/accept-missing?x=1", "http://a/fault/accept-missing", "/f%61ult/accept-missing"}) {
    FaultEngine fresh(routes, options, application, [] { return nullptr; });
    Bytes data = protocol::to_bytes("GET " + std::string(target) +
                                    " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    Bytes answer;
    fresh.receive(data, answer);
    EXPECT_THAT(protocol::as_text(answer), ::testing::AllOf(HasSubstr(" 101 "), Not(HasSubstr("-Accept"))));
  }
}

TEST_F(FaultEngineTest, NamesThatNoServerCanHaveGetTheUsualEngine) {
  EXPECT_THAT(answer_to("/fault/unmasked"), HasSubstr(proof));
  EXPECT_TRUE(engine.takes_encoded_frames());
}

TEST_F(FaultEngineTest, AnyCutOfTheRequestMakesTheSameChoice) {
  const std::string request =
      "GET /fault/accept-missing HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  for (const auto& pieces : protocol::testing::ways_to_cut(protocol::as_bytes(request))) {
    FaultEngine fresh(routes, options, application, [] { return nullptr; });
    Bytes answer;
    for (Bytes piece : pieces) fresh.receive(piece, answer);
    EXPECT_THAT(protocol::as_text(answer), ::testing::AllOf(HasSubstr(" 101 "), Not(HasSubstr("-Accept"))));
  }
}

TEST_F(FaultEngineTest, FramesBehindTheRequestAreNotLost) {
  Bytes data = protocol::to_bytes(
      "GET /fault/none HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  protocol::append(data, protocol::ByteView(hex("81 85 00 00 00 00 48 65 6c 6c 6f")));
  engine.receive(data, out);
  EXPECT_EQ(application.message, "Hello");
}

TEST_F(FaultEngineTest, WhatIsNoRequestIsRefusedAtOnce) {
  Bytes client_hello = hex("16 03 01");
  engine.receive(client_hello, out);
  EXPECT_THAT(protocol::as_text(out), HasSubstr(" 400 "));
  EXPECT_EQ(engine.state(), EngineState::closed);
}

TEST_F(FaultEngineTest, ALineWithoutAnEndIsNotHeldForEver) {
  receive(std::string(std::size_t{9} << 10, 'A'));
  EXPECT_EQ(engine.state(), EngineState::opening);  // the usual engine reads on, within its own limits
  receive(std::string(std::size_t{64} << 10, 'A'));
  EXPECT_EQ(engine.state(), EngineState::closed);
}

TEST_F(FaultEngineTest, TheEndOfTcpBeforeTheRequestIsTheEnd) {
  receive("GET /fa");
  engine.receive_eof(out);
  EXPECT_EQ(engine.state(), EngineState::closed);
  EXPECT_EQ(protocol::as_text(out), "");
}

}  // namespace
}  // namespace parley::server
