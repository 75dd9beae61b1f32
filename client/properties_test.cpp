#include "client/properties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::client {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Properties, OfAService) {
  const Properties properties{{"websocket.chat.scheme", "ws"},
                              {"websocket.chat.host", "localhost:8081"},
                              {"websocket.chat.basepath", "/websocket"}};
  const auto* const text =
      "websocket.chat.basepath=/websocket\n"
      "websocket.chat.host=localhost:8081\n"
      "websocket.chat.scheme=ws\n";
  EXPECT_EQ(to_text(properties), text);
  EXPECT_EQ(parse_properties(text), properties);
}

TEST(Properties, CommentsBlanksAndSeparators) {
  EXPECT_THAT(parse_properties("# one\n  ! two\n\n a = 1 \nb:2\r\nc 3\nd=\ne\n"),
              ElementsAre(Pair("a", "1 "), Pair("b", "2"), Pair("c", "3"), Pair("d", ""), Pair("e", "")));
}

TEST(Properties, EscapesAndLinesThatGoOn) {
  EXPECT_THAT(parse_properties("url=jdbc\\:x\\=1\\\\\nk\\ ey=a\\\n   b\\tc\n"),
              ElementsAre(Pair("k ey", "ab\tc"), Pair("url", "jdbc:x=1\\")));
  EXPECT_THAT(parse_properties("a=b\\"), ElementsAre(Pair("a", "b\\")));
  EXPECT_EQ(to_text({{"a", "b\\c"}}), "a=b\\\\c\n");
}

TEST(Properties, TheLastOfAKeyCounts) {
  EXPECT_THAT(parse_properties("a=1\na=2"), ElementsAre(Pair("a", "2")));
}

}  // namespace
}  // namespace parley::client
