#include "server/behaviours/broadcast.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;

class BroadcastTest : public ::testing::Test {
 protected:
  void open(ConnectionId id, std::string target) {
    protocol::HttpRequest request;
    request.target = std::move(target);
    broadcast.on_open(id, request, now, actions);
  }
  std::vector<std::string> say(ConnectionId id, std::string_view text) {
    broadcast.on_message(id, MessageType::text, protocol::as_bytes(text), now, actions);
    return actions.take();
  }

  const Now now = testing::now_at(std::chrono::milliseconds(0));
  testing::RecordingActions actions;
  Broadcast broadcast;
};

TEST_F(BroadcastTest, IncludesTheSender) {
  open(1, "/broadcast");
  EXPECT_THAT(say(1, "a"), ElementsAre("broadcast text a"));
}

TEST_F(BroadcastTest, LeavesTheSenderOutWhenItSaysSo) {
  open(1, "/broadcast?self=0");
  open(2, "/broadcast?self=1");
  open(3, "/broadcast?room=x&self=0");
  EXPECT_THAT(say(1, "a"), ElementsAre("broadcast except 1 text a"));
  EXPECT_THAT(say(2, "b"), ElementsAre("broadcast text b"));
  EXPECT_THAT(say(3, "c"), ElementsAre("broadcast except 3 text c"));
}

TEST_F(BroadcastTest, ForgetsAConnectionThatClosed) {
  open(1, "/broadcast?self=0");
  broadcast.on_close(1, now, actions);
  open(1, "/broadcast");
  EXPECT_THAT(say(1, "a"), ElementsAre("broadcast text a"));
}

TEST_F(BroadcastTest, KeepsTheType) {
  open(1, "/broadcast");
  broadcast.on_message(1, MessageType::binary, protocol::Bytes{1, 2}, now, actions);
  EXPECT_THAT(actions.take(), ElementsAre("broadcast binary 0102"));
}

}  // namespace
}  // namespace parley::server
