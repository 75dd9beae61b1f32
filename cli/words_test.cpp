#include "cli/words.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace parley::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SplitWords, AtSpaces) {
  EXPECT_THAT(split_words("  node server.js\t--port {{port}}\n"),
              ElementsAre("node", "server.js", "--port", "{{port}}"));
  EXPECT_THAT(split_words(" "), IsEmpty());
}

TEST(SplitWords, KeepsWhatIsQuoted) {
  EXPECT_THAT(split_words(R"('my server' "a b" c' 'd)"), ElementsAre("my server", "a b", "c d"));
  EXPECT_THAT(split_words(R"(a '' "")"), ElementsAre("a", "", ""));
  EXPECT_THAT(split_words(R"('"' "'")"), ElementsAre("\"", "'"));
}

TEST(SplitWords, BackslashKeepsTheNextCharacter) {
  EXPECT_THAT(split_words(R"(a\ b "\"" '\' \\)"), ElementsAre("a b", "\"", "\\", "\\"));
}

TEST(SplitWords, ReadsAQuoteAsCMakePackageWritesIt) {
  EXPECT_THAT(split_words(R"('it'\''s here' '{{port}}')"), ElementsAre("it's here", "{{port}}"));
}

TEST(JoinWords, QuotesWhatMeansSomethingToAShell) {
  EXPECT_EQ(join_words({"parley", "check", "ws://h:1/x", "--rate=5", "Grüße"}),
            "parley check ws://h:1/x --rate=5 Grüße");
  EXPECT_EQ(join_words({"ws://h/?a=b&c", "", "it's", "p99<5ms"}), R"('ws://h/?a=b&c' '' 'it'\''s' 'p99<5ms')");
}

TEST(JoinWords, IsReadBack) {
  std::vector<std::string> words = {"", "'", "''", "a b", "\n"};
  for (int c = 1; c < 256; ++c) words.push_back(std::string(1, static_cast<char>(c)) + "x");
  EXPECT_EQ(split_words(join_words(words)), words);
}

TEST(SplitWords, RefusesAQuoteWithoutEnd) {
  EXPECT_THROW((void)split_words("node 'server"), std::invalid_argument);
  EXPECT_THROW((void)split_words("node \"server"), std::invalid_argument);
}

}  // namespace
}  // namespace parley::cli
