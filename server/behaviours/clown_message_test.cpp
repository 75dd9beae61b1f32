#include "server/behaviours/clown_message.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

std::string again(std::string_view text) {
  const auto message = parse_clown_message(text);
  return message ? to_text(*message) : "nothing";
}

TEST(ClownMessage, IsATopicAndAnObject) {
  const auto message = parse_clown_message("[\"thermometer/i2c0-48\", {\"temperature\": [20.01, \"℃\"]}]\n");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->topic, "thermometer/i2c0-48");
  EXPECT_EQ(to_text(*message), "[\"thermometer/i2c0-48\",{\"temperature\":[20.01,\"℃\"]}]\n");
}

TEST(ClownMessage, MayLackItsLineFeed) {
  EXPECT_EQ(again(R"(["boot",{}])"), "[\"boot\",{}]\n");
  EXPECT_EQ(again(" [ \"boot\" , { } ] \r\n"), "[\"boot\",{}]\n");
}

TEST(ClownMessage, IsNothingElse) {
  for (const auto* const text :
       {"", "\n", "boot", "{}", "[]", "[\"a\"]", "[\"a\",{},{}]", "[{},\"a\"]", "[1,{}]", "[\"a\",1]", "[\"a\",[]]",
        "[\"a\",null]", "[\"a\",\"{}\"]", "[\"a\",{}", "[\"a\",{}]x", "[\"a\",{}]\n[\"b\",{}]\n"}) {
    EXPECT_EQ(again(text), "nothing") << text;
  }
}

TEST(ClownMessage, HasATopicThatCanBePublished) {
  for (const auto* const topic : {"", "a/+/b", "#", "a/#", "\\u0000"}) {
    EXPECT_EQ(again("[\"" + std::string(topic) + "\",{}]"), "nothing") << topic;
  }
  EXPECT_EQ(again("[\"" + std::string(65535, 'a') + "\",{}]"), "[\"" + std::string(65535, 'a') + "\",{}]\n");
  EXPECT_EQ(again("[\"" + std::string(65536, 'a') + "\",{}]"), "nothing");
}

TEST(BaseTopic, IsInTheLastSegmentOfThePath) {
  EXPECT_EQ(base_topic("/auth/clown-talk-server_nodes_bridge_0"), "nodes/bridge/0");
  EXPECT_EQ(base_topic("/auth/x_nodes_bridge_0"), "nodes/bridge/0");
  EXPECT_EQ(base_topic("/auth/kitchen"), "kitchen");
  EXPECT_EQ(base_topic("/auth/x_"), "");
  EXPECT_EQ(base_topic("/auth/x_a%20b_c"), "a b/c");
  EXPECT_EQ(base_topic("x_a"), "a");
}

}  // namespace
}  // namespace parley::server
