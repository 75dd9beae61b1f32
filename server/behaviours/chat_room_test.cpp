#include "server/behaviours/chat_room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using namespace std::chrono_literals;
using protocol::MessageType;
using ::testing::ElementsAre;

class ChatRoomTest : public ::testing::Test {
 protected:
  void open(ConnectionId id, std::string target) {
    protocol::HttpRequest request;
    request.target = std::move(target);
    room.on_open(id, request, now, actions);
  }
  std::vector<std::string> say(ConnectionId id, std::string_view text, MessageType type = MessageType::text) {
    room.on_message(id, type, protocol::as_bytes(text), now, actions);
    return actions.take();
  }

  const Now now = testing::now_at(1507809721548ms);
  testing::RecordingActions actions;
  ChatRoom room;
};

TEST_F(ChatRoomTest, TellsAllWhoSaidWhatWhen) {
  open(1, "/websocket/chatroom?username=user1");
  EXPECT_THAT(actions.take(), ::testing::IsEmpty());
  EXPECT_THAT(say(1, "hello"),
              ElementsAre(R"(broadcast text {"username":"user1","message":"hello","time":1507809721548})"));
}

TEST_F(ChatRoomTest, DecodesNames) {
  open(1, "/websocket/chatroom?room=1&username=J%C3%BCrgen%20%26%20Zo%C3%AB%20%F0%9F%98%80");
  EXPECT_THAT(say(1, ""),
              ElementsAre(R"(broadcast text {"username":"Jürgen & Zoë 😀","message":"","time":1507809721548})"));
}

TEST_F(ChatRoomTest, LeavesMarkupAloneAndEscapesWhatJsonWants) {
  open(1, "/websocket/chatroom?username=%3Cb%3E%22%5C%0A");
  EXPECT_THAT(say(1, "<img src=x onerror=\"alert(1)\">\n\x01"),
              ElementsAre("broadcast text {\"username\":\"<b>\\\"\\\\\\n\",\"message\":"
                          "\"<img src=x onerror=\\\"alert(1)\\\">\\n\\u0001\",\"time\":1507809721548}"));
}

TEST_F(ChatRoomTest, CallsThoseWithoutANameAnonymous) {
  open(1, "/websocket/chatroom");
  open(2, "/websocket/chatroom?username=");
  for (const ConnectionId id : {1U, 2U}) {
    EXPECT_THAT(say(id, "x"),
                ElementsAre(R"(broadcast text {"username":"anonymous","message":"x","time":1507809721548})"));
  }
}

TEST_F(ChatRoomTest, TakesTheFirstOfTwoNames) {
  open(1, "/websocket/chatroom?username=a&username=b");
  EXPECT_THAT(say(1, "x"), ElementsAre(::testing::HasSubstr(R"("username":"a")")));
}

TEST_F(ChatRoomTest, IsValidUtf8WhateverComes) {
  open(1, "/websocket/chatroom?username=%FF");
  EXPECT_THAT(say(1, "\x68\xFF\x69", MessageType::binary),
              ElementsAre("broadcast text {\"username\":\"\xEF\xBF\xBD\",\"message\":\"h\xEF\xBF\xBDi\","
                          "\"time\":1507809721548}"));
}

TEST_F(ChatRoomTest, KeepsJsonInMessagesAsText) {
  open(1, "/websocket/chatroom?username=a");
  EXPECT_THAT(say(1, R"({"a":1})"),
              ElementsAre(R"(broadcast text {"username":"a","message":"{\"a\":1}","time":1507809721548})"));
}

TEST_F(ChatRoomTest, ForgetsANameWithItsConnection) {
  open(1, "/websocket/chatroom?username=a");
  room.on_close(1, now, actions);
  open(1, "/websocket/chatroom?username=b");
  EXPECT_THAT(say(1, "x"), ElementsAre(::testing::HasSubstr(R"("username":"b")")));
}

}  // namespace
}  // namespace parley::server
