#include "protocol/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(PercentDecode, DecodesTwoHexDigitsInEitherCase) {
  EXPECT_EQ(percent_decode("a%20b"), "a b");
  EXPECT_EQ(percent_decode("%e2%82%AC"), "\xE2\x82\xAC");
  EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
  EXPECT_EQ(percent_decode("1+1"), "1+1");
  EXPECT_EQ(percent_decode(""), "");
}

TEST(PercentDecode, RefusesAPercentSignAlone) {
  for (const auto* text : {"%", "%2", "a%", "%zz", "%2g", "%g2"}) EXPECT_EQ(percent_decode(text), std::nullopt) << text;
}

TEST(Query, KeepsOrderAndDuplicates) {
  EXPECT_THAT(parse_query("b=1&a=2&b=3"), ElementsAre(Pair("b", "1"), Pair("a", "2"), Pair("b", "3")));
}

TEST(Query, SplitsAtTheFirstEqualsSign) {
  EXPECT_THAT(parse_query("a=b=c"), ElementsAre(Pair("a", "b=c")));
  EXPECT_THAT(parse_query("a"), ElementsAre(Pair("a", "")));
  EXPECT_THAT(parse_query("=v"), ElementsAre(Pair("", "v")));
}

TEST(Query, SkipsEmptyParts) {
  EXPECT_THAT(parse_query(""), IsEmpty());
  EXPECT_THAT(parse_query("&&a=1&"), ElementsAre(Pair("a", "1")));
}

TEST(Query, DecodesNamesAndValuesAfterSplitting) {
  EXPECT_THAT(parse_query("a%3D=1%262&%z=%"), ElementsAre(Pair("a=", "1&2"), Pair("%z", "%")));
}

TEST(Query, FindsTheFirstOfAName) {
  EXPECT_EQ(query_value("x=1&self=0&self=1", "self"), "0");
  EXPECT_EQ(query_value("x=1", "self"), std::nullopt);
}

}  // namespace
}  // namespace parley::protocol
