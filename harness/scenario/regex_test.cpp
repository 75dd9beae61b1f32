#include "harness/scenario/regex.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace parley::scenario {
namespace {

TEST(Regex, FindsAnywhereUnlessAnchored) {
  EXPECT_TRUE(Regex("clock").is_in("my clock is"));
  EXPECT_FALSE(Regex("^clock").is_in("my clock is"));
  EXPECT_TRUE(Regex("^\\w{3}, \\d{2}$").is_in("Sat, 03"));
  EXPECT_FALSE(Regex().is_in(""));
}

TEST(Regex, DollarIsTheVeryEnd) {
  EXPECT_TRUE(Regex("end$").is_in("end"));
  EXPECT_FALSE(Regex("end$").is_in("end\n"));
}

TEST(Regex, WorksOnCharactersNotBytes) {
  EXPECT_TRUE(Regex("^.$").is_in("🙂"));
  EXPECT_TRUE(Regex("^\\u00e9$").is_in("é"));
  EXPECT_TRUE(Regex("[é-ü]").is_in("ö"));
}

TEST(Regex, BytesThatAreNoUtf8MatchNothing) {
  EXPECT_TRUE(
      Regex("b").is_in("a\xff"
                       "b"));
  EXPECT_FALSE(
      Regex("^a.b$").is_in("a\xff"
                           "b"));
}

TEST(Regex, LongTextsNeedNoStack) {
  std::string text;
  for (int i = 0; i < (1 << 18); ++i) text += "abc ";
  EXPECT_EQ(Regex("^(abc )+$").search(text), Search::found);
  EXPECT_EQ(Regex("^(abc|x| )+$").search(text), Search::found);
}

TEST(Regex, GivesUpInsteadOfRunningForEver) {
  EXPECT_EQ(Regex("^(a+)+$").search(std::string(40, 'a') + "b"), Search::gave_up);
}

TEST(Regex, TellsGroups) {
  const Regex regex("^server: (.*)$");
  EXPECT_EQ(regex.groups(), 1U);
  EXPECT_EQ(regex.first_group("server: hello"), "hello");
  EXPECT_EQ(regex.first_group("client: hello"), std::nullopt);
  EXPECT_EQ(Regex("a(b)?").first_group("a"), "");
  EXPECT_EQ(Regex("a").groups(), 0U);
}

TEST(Regex, SaysWhatIsWrongWithIt) {
  try {
    Regex("clock is (");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "missing closing parenthesis at character 11");
  }
}

}  // namespace
}  // namespace parley::scenario
