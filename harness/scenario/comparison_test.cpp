#include "harness/scenario/comparison.hpp"

#include <gtest/gtest.h>

#include "harness/scenario/suggest.hpp"

namespace parley::scenario {
namespace {

TEST(ComparisonTest, HoldsOnTheRightSideOfItsLimit) {
  struct Row {
    std::string_view text;
    bool below, at, above;
  };
  for (const Row& row :
       {Row{"< 5", true, false, false}, Row{"<= 5", true, true, false}, Row{"==5", false, true, false},
        Row{">=5.0", false, true, true}, Row{">  5", false, false, true}, Row{"!= 5", true, false, true}}) {
    const auto comparison = parse_comparison(row.text);
    ASSERT_TRUE(comparison) << row.text;
    EXPECT_EQ(comparison->holds(4.9), row.below) << row.text;
    EXPECT_EQ(comparison->holds(5), row.at) << row.text;
    EXPECT_EQ(comparison->holds(5.1), row.above) << row.text;
  }
}

TEST(ComparisonTest, IsRefusedWhenItIsNotOne) {
  for (const std::string_view text : {"", "5", "=> 5", "<", "< x", "< 5 6", "< 5ms", "< inf", "<< 5"}) {
    EXPECT_FALSE(parse_comparison(text)) << text;
  }
  for (const std::string_view text : {"", "5ms", "< 5", "< 5 ms", "< ms"}) {
    EXPECT_FALSE(parse_duration_comparison(text)) << text;
  }
}

TEST(ComparisonTest, ComparesDurationsInNanoseconds) {
  const auto comparison = parse_duration_comparison("<= 1.5ms");
  ASSERT_TRUE(comparison);
  EXPECT_TRUE(comparison->holds(1500000));
  EXPECT_FALSE(comparison->holds(1500001));
  EXPECT_EQ(comparison->to_duration_string(), "<= 1.5ms");
  EXPECT_EQ(parse_comparison(">= 1e3")->to_string(), ">= 1000");
}

TEST(SuggestTest, FindsTheNearestWord) {
  const std::vector<std::string_view> words = {"within", "client", "await", "send"};
  EXPECT_EQ(suggestion("wihtin", words), "; did you mean \"within\"?");
  EXPECT_EQ(suggestion("Client", words), "; did you mean \"client\"?");
  EXPECT_EQ(suggestion("sned", words), "; did you mean \"send\"?");
  EXPECT_EQ(suggestion("colour", words), "");
  EXPECT_EQ(suggestion("x", {}), "");
}

}  // namespace
}  // namespace parley::scenario
