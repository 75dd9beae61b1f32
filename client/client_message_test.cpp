#include "client/client.hpp"

#include "client/testing/client_fixture.hpp"

namespace parley::client {
namespace {

using protocol::MessageType;
using std::chrono::milliseconds;
using testing::EchoPeer;
using ::testing::ElementsAre;

class ClientMessageTest : public testing::ClientFixture {};

TEST_P(ClientMessageTest, DeflateCanBeLeftOutForAMessage) {
  EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = {}, .refusal = {}, .tls = {}});
  auto with = options(peer.url());
  with.deflate.emplace();
  connect(with);
  const std::string text(50'000, 'x');
  when("open",
       [&] { client->send(MessageType::text, protocol::as_bytes(text), {.fragment_size = 0, .compress = false}); });
  when("text 50000 bytes", [&] { client->close({1000, ""}); });
  run();
  EXPECT_GT(events.wire_sent, 50'000U);
  EXPECT_EQ(protocol::as_text(events.last_message), text);
}

TEST_P(ClientMessageTest, FragmentsArriveWhole) {
  EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = {}, .refusal = {}, .tls = {}});
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{5}, std::uint64_t{1000}}) {
    for (const bool deflate : {false, true}) {
      events = {};
      steps.clear();
      auto with = options(peer.url());
      if (deflate) with.deflate.emplace();
      connect(with);
      const std::string_view text = "caf\xC3\xA9 \xF0\x9F\x98\x80 fragments";  // cut within characters too
      when("open", [&] { client->send(MessageType::text, protocol::as_bytes(text), {.fragment_size = size}); });
      when("text " + std::string(text), [&] { client->close({1000, ""}); });
      run();
      EXPECT_EQ(events.close.code(), 1000) << size;
      client.reset();
    }
  }
}

TEST_P(ClientMessageTest, SixteenMebibytesComeBackUnchanged) {
  EchoPeer peer(loop);
  connect(peer.url());
  protocol::Bytes large(16U << 20);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 2654435761U >> 13U);
  when("open", [&] { EXPECT_TRUE(client->send(MessageType::binary, large)); });
  when("binary " + std::to_string(large.size()) + " bytes", [&] { client->close({1000, ""}); });
  run();
  EXPECT_TRUE(events.last_message == large);
  EXPECT_EQ(events.close.code(), 1000);
}

TEST_P(ClientMessageTest, AMessageBeyondTheLimitFailsTheConnection) {
  EchoPeer peer(loop);
  auto with = options(peer.url());
  with.limits.max_message = 1000;
  with.limits.max_frame = 1000;
  connect(with);
  when("open", [&] { client->send(MessageType::binary, protocol::Bytes(1001)); });
  run();
  ASSERT_TRUE(events.close.violation);
  EXPECT_EQ(events.close.violation->code, protocol::CloseCode::message_too_big);
  ASSERT_TRUE(events.close.sent);
  EXPECT_EQ(events.close.sent->code, 1009);
}

TEST_P(ClientMessageTest, APausedClientReadsNothingUntilItResumes) {
  EchoPeer peer(loop);
  connect(peer.url());
  bool resumed = false;
  when("open", [&] {
    send("send 3");
    client->pause_reading();
    // The peer's pong cannot pass the pause either: the loop has nothing to do until this timer.
    loop.after(milliseconds(30), [&] {
      EXPECT_THAT(events.lines, ElementsAre("open"));
      resumed = true;
      client->resume_reading();
    });
  });
  when("text 3", [&] { client->close({1000, ""}); });
  run();
  EXPECT_TRUE(resumed);
  EXPECT_THAT(events.lines, ElementsAre("open", "text 1", "text 2", "text 3", "end 1000"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ClientMessageTest, testing::all_engines, testing::engine_name);

}  // namespace
}  // namespace parley::client
