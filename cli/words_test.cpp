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

TEST(SplitWords, RefusesAQuoteWithoutEnd) {
  EXPECT_THROW((void)split_words("node 'server"), std::invalid_argument);
  EXPECT_THROW((void)split_words("node \"server"), std::invalid_argument);
}

}  // namespace
}  // namespace parley::cli
