#include "protocol/subprotocol.hpp"

#include <gmock/gmock.h>

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;

TEST(Subprotocols, Lists) {
  EXPECT_THAT(*parse_subprotocols("chat"), ElementsAre("chat"));
  EXPECT_THAT(*parse_subprotocols("v2.chat, ,chat,"), ElementsAre("v2.chat", "chat"));
  EXPECT_THAT(*parse_subprotocols("chat, Chat"), ElementsAre("chat", "Chat")) << "they differ: case counts";
}

TEST(Subprotocols, Refused) {
  EXPECT_EQ(parse_subprotocols("").error(), "the list of subprotocols is empty, expected a token");
  EXPECT_EQ(parse_subprotocols("a, b, a").error(), "the subprotocol \"a\" comes twice");
  EXPECT_EQ(parse_subprotocols("a/b").error(), "the subprotocol \"a/b\" is not a token");
}

}  // namespace
}  // namespace parley::protocol
