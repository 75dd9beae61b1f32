#include "server/behaviours/shootout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;
using ::testing::StartsWith;

class ShootoutTest : public ::testing::Test {
 protected:
  ShootoutTest() {
    shootout.on_open(1, {}, now, actions);
    shootout.on_open(2, {}, now, actions);
    shootout.on_open(3, {}, now, actions);
  }
  std::vector<std::string> say(std::string_view text) { return say(MessageType::text, protocol::as_bytes(text)); }
  std::vector<std::string> say(MessageType type, protocol::ByteView payload) {
    shootout.on_message(1, type, payload, now, actions);
    return actions.take();
  }

  const Now now = testing::now_at({});
  testing::RecordingActions actions;
  Shootout shootout;
};

TEST_F(ShootoutTest, Echoes) {
  EXPECT_THAT(say(R"({"type":"echo","payload":{"sendTime":"1508","padding":"x"}})"),
              ElementsAre(R"(send 1 text {"type":"echo","payload":{"sendTime":"1508","padding":"x"}})"));
  EXPECT_THAT(say(R"({"payload":null,"type":"echo","more":1})"),
              ElementsAre(R"(send 1 text {"type":"echo","payload":null})"));
}

TEST_F(ShootoutTest, BroadcastsThenTellsTheSenderToHowMany) {
  EXPECT_THAT(
      say(R"({"type":"broadcast","payload":[1,2.5]})"),
      ElementsAre(R"(broadcast text {"type":"broadcast","payload":[1,2.5]})",
                  R"(send 1 text {"type":"broadcastResult","payload":[1,2.5],"listenerCount":3,"listenCount":3})"));
  shootout.on_close(2, now, actions);
  EXPECT_THAT(say(R"({"type":"broadcast","payload":0})"),
              ElementsAre(R"(broadcast text {"type":"broadcast","payload":0})",
                          R"(send 1 text {"type":"broadcastResult","payload":0,"listenerCount":2,"listenCount":2})"));
}

const protocol::Bytes binary_message = {'e', 0, 0, 0, 9, 0, 0, 1, 2, 3, 4, 5, 6, 0xAA};

TEST_F(ShootoutTest, EchoesBinary) {
  EXPECT_THAT(say(MessageType::binary, binary_message), ElementsAre("send 1 binary 65000000090000010203040506aa"));
}

TEST_F(ShootoutTest, BroadcastsBinary) {
  auto message = binary_message;
  message[0] = 'b';
  EXPECT_THAT(say(MessageType::binary, message), ElementsAre("broadcast binary 62000000090000010203040506aa",
                                                             "send 1 binary 72000000090000010203040506aa"));
}

TEST_F(ShootoutTest, IgnoresTheRest) {
  for (const auto* const text : {"", "echo", "{}", "[]", R"({"type":"echo"})", R"({"payload":1})",
                                 R"({"type":"broadcastResult","payload":1})", R"({"type":1,"payload":1})"}) {
    EXPECT_THAT(say(text), ElementsAre(StartsWith("log ignored a text"))) << text;
  }
  auto message = binary_message;
  message[0] = 'r';
  EXPECT_THAT(say(MessageType::binary, message), ElementsAre(StartsWith("log ignored a binary")));
  EXPECT_THAT(say(MessageType::binary, protocol::ByteView(binary_message).first(12)),
              ElementsAre(StartsWith("log ignored a binary")));
  EXPECT_THAT(say(MessageType::binary, {}), ElementsAre(StartsWith("log ignored a binary")));
}

}  // namespace
}  // namespace parley::server
