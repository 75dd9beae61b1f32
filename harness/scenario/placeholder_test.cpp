#include "harness/scenario/placeholder.hpp"

#include <gtest/gtest.h>

namespace parley::scenario {
namespace {

const Json* lookup(const Placeholder& placeholder) {
  static const std::map<std::string, Json> values = {
      {"n", 5}, {"name", "bob"}, {"list", Json::array({1, 2})}, {"braces", "{{n}}"}, {"yes", true}};
  const auto found = values.find(placeholder.name);
  return found == values.end() ? nullptr : &found->second;
}

TEST(PlaceholderTest, IsFilledInWithinAText) {
  EXPECT_EQ(expand_text("", lookup), "");
  EXPECT_EQ(expand_text("no", lookup), "no");
  EXPECT_EQ(expand_text("{{n}}", lookup), "5");
  EXPECT_EQ(expand_text("a {{name}} b {{ n }}{{n}}", lookup), "a bob b 55");
  EXPECT_EQ(expand_text("{{yes}} {{list}}", lookup), "true [1,2]");
}

TEST(PlaceholderTest, LeavesWhatIsUnknownOrNoName) {
  EXPECT_EQ(expand_text("{{i}} {{n}}", lookup), "{{i}} 5");
  EXPECT_EQ(expand_text("{{\"a\":1}} {{n}}", lookup), "{{\"a\":1}} 5");
  EXPECT_EQ(expand_text("{{}} {{n", lookup), "{{}} {{n");
}

TEST(PlaceholderTest, MayStandInsideJsonText) {
  EXPECT_EQ(expand_text(R"({"n": {{n}}})", lookup), R"({"n": 5})");
  EXPECT_EQ(expand_text(R"({"a":{"n":{{n}}}})", lookup), R"({"a":{"n":5}})");
  EXPECT_EQ(expand_text("{{{n}}}", lookup), "{5}");
}

TEST(PlaceholderTest, IsNotLookedAtAgain) {
  EXPECT_EQ(expand_text("{{braces}}", lookup), "{{n}}");
}

TEST(PlaceholderTest, KeepsItsTypeWhenItIsTheWholeString) {
  const Json value = {{"a", "{{n}}"}, {"b", "n={{n}}"}, {"c", {"{{list}}", 7}}, {"{{n}}", "{{i}}"}};
  EXPECT_EQ(expand_value(value, lookup).dump(), R"({"a":5,"b":"n=5","c":[[1,2],7],"{{n}}":"{{i}}"})");
}

TEST(PlaceholderTest, HasAFallback) {
  const auto found = find_placeholders("{{a|x y}}{{b|}}{{message/a/0}}");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].name, "a");
  EXPECT_EQ(found[0].fallback, "x y");
  EXPECT_EQ(found[1].fallback, "");
  EXPECT_EQ(found[2].name, "message/a/0");
  EXPECT_EQ(found[2].fallback, std::nullopt);
}

}  // namespace
}  // namespace parley::scenario
