#include "server/behaviours/echo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;

TEST(Echo, ReturnsTypeAndBytes) {
  testing::RecordingActions actions;
  Echo echo;
  const auto now = testing::now_at(std::chrono::milliseconds(0));
  echo.on_message(3, MessageType::text, protocol::as_bytes("hello"), now, actions);
  echo.on_message(4, MessageType::binary, protocol::Bytes{0x00, 0xFF, 0x80}, now, actions);
  echo.on_message(3, MessageType::text, {}, now, actions);
  echo.on_message(3, MessageType::binary, {}, now, actions);
  EXPECT_THAT(actions.take(),
              ElementsAre("send 3 text hello", "send 4 binary 00ff80", "send 3 text ", "send 3 binary "));
}

TEST(Echo, ReturnsWhatCameTogetherInItsOrder) {
  testing::RecordingActions actions;
  Echo echo;
  const std::array messages{protocol::MessageView{MessageType::text, protocol::as_bytes("one")},
                            protocol::MessageView{MessageType::binary, protocol::as_bytes("2")},
                            protocol::MessageView{MessageType::text, {}}};
  echo.on_messages(3, messages, testing::now_at(std::chrono::milliseconds(0)), actions);
  EXPECT_THAT(actions.take(), ElementsAre("send 3 text one", "send 3 binary 32", "send 3 text "));
}

TEST(Echo, SaysNothingUnasked) {
  testing::RecordingActions actions;
  Echo echo;
  const auto now = testing::now_at(std::chrono::milliseconds(0));
  echo.on_open(1, {}, now, actions);
  echo.on_close(1, now, actions);
  EXPECT_THAT(actions.take(), ::testing::IsEmpty());
}

TEST(Echo, MayGreet) {
  testing::RecordingActions actions;
  Echo echo("hello");
  const auto now = testing::now_at(std::chrono::milliseconds(0));
  echo.on_open(1, {}, now, actions);
  echo.on_message(1, MessageType::binary, protocol::Bytes{0x00}, now, actions);
  EXPECT_THAT(actions.take(), ElementsAre("send 1 text hello", "send 1 binary 00"));
}

}  // namespace
}  // namespace parley::server
