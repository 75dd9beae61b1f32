#include "harness/scenario/json_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::scenario {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> problems(std::string_view text) {
  std::vector<std::string> lines;
  for (const Problem& problem : parse_json_text(text, "f").problems) lines.push_back(problem.to_string());
  return lines;
}

TEST(JsonTextTest, KnowsWhereKeysAndValuesStand) {
  const JsonText json = parse_json_text("{\n  \"a\": [1, {\"b/c\": true}],\n  \"ü\": null}", "f");
  ASSERT_TRUE(json.problems.empty());
  EXPECT_EQ(json.value.dump(), "{\"a\":[1,{\"b/c\":true}],\"ü\":null}");
  EXPECT_EQ(json.places.value(""), (Position{1, 1}));
  EXPECT_EQ(json.places.key("/a"), (Position{2, 3}));
  EXPECT_EQ(json.places.value("/a"), (Position{2, 8}));
  EXPECT_EQ(json.places.value("/a/0"), (Position{2, 9}));
  EXPECT_EQ(json.places.key("/a/1/b~1c"), (Position{2, 13}));
  EXPECT_EQ(json.places.value("/a/1/b~1c"), (Position{2, 20}));
  EXPECT_EQ(json.places.value("/ü"), (Position{3, 8}));
}

TEST(JsonTextTest, GivesTheNearestAncestorOfWhatIsNotThere) {
  const JsonText json = parse_json_text("{\"a\":\n [1]}", "f");
  EXPECT_EQ(json.places.value("/a/7/x"), (Position{2, 2}));
  EXPECT_EQ(json.places.key("/a/0"), (Position{2, 3}));  // an element has no key
}

TEST(JsonTextTest, CountsCharactersNotBytes) {
  EXPECT_EQ(parse_json_text("[\"äö€😀\", 1]", "f").places.value("/1"), (Position{1, 10}));
}

TEST(JsonTextTest, RefusesEveryKeyThatStandsTwice) {
  EXPECT_THAT(problems("{\"a\":1,\n\"b\":{\"c\":1,\"c\":2},\n\"a\":3}"),
              ElementsAre("f:2:12: /b/c: the key \"c\" stands here a second time; the first is in line 2",
                          "f:3:1: /a: the key \"a\" stands here a second time; the first is in line 1"));
}

struct Fault {
  std::string_view text;
  std::string_view problem;
};

class JsonSyntaxTest : public ::testing::TestWithParam<Fault> {};

TEST_P(JsonSyntaxTest, IsToldWithItsPlace) {
  EXPECT_THAT(problems(GetParam().text), ElementsAre(GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, JsonSyntaxTest,
    ::testing::Values(Fault{"", "f:1:1: expected a value, found the end of the file"},
                      Fault{"{\"a\": 1,}", "f:1:9: expected a key in double quotes, found '}'"},
                      Fault{"{\"a\" 1}", "f:1:6: expected ':' after the key \"a\", found 1"},
                      Fault{"{\"a\": 1\n \"b\": 2}", "f:2:2: expected ',' or '}' after a member, found a string"},
                      Fault{"[1 2]", "f:1:4: expected ',' or ']' after an element, found 2"},
                      Fault{"[1,]", "f:1:4: expected a value, found ']'"},
                      Fault{"{\n\"a\": [1", "f:2:8: the list that began in line 2 is not closed"},
                      Fault{"{\"a\": 1", "f:1:8: the object that began in line 1 is not closed"},
                      Fault{"[tru]", "f:1:2: expected a value, found tru"},
                      Fault{"[01]", "f:1:2: expected a value, found 01"},
                      Fault{"[1.]", "f:1:2: expected a value, found 1."},
                      Fault{"{a: 1}", "f:1:2: expected a key in double quotes, found a"},
                      Fault{"[\"a\nb\"]", "f:1:2: the string is not closed on its line"},
                      Fault{"[\"a\tb\"]", "f:1:4: a control character in a string: write it as \\u00XX"},
                      Fault{"[\"\\q\"]", "f:1:2: the string holds a wrong escape or bytes that are not UTF-8"},
                      Fault{"[\"\\ud800\"]", "f:1:2: the string holds a wrong escape or bytes that are not UTF-8"},
                      Fault{"[\"\xff\"]", "f:1:2: the string holds a wrong escape or bytes that are not UTF-8"},
                      Fault{"{} {}", "f:1:4: expected the end of the file after the document, found '{'"},
                      Fault{"// no\n{}", "f:1:1: expected a value, found //"},
                      Fault{"{\xC2\xA0}", "f:1:2: expected a key in double quotes, found \xC2\xA0 (U+00A0)"},
                      Fault{"[\xEF\xBB\xBF"
                            "1]",
                            "f:1:2: expected a value, found \xEF\xBB\xBF"
                            "1 (U+FEFF)"},
                      Fault{std::string_view("[1,\0]", 5), "f:1:4: expected a value, found \\x00"},
                      Fault{"\xFF\xFE{", "f:1:1: the file is UTF-16: JSON is UTF-8 (RFC 8259 §8.1)"},
                      Fault{std::string_view("\0{\0}", 4),
                            "f:1:1: the file is UTF-16: JSON is UTF-8 (RFC 8259 §8.1)"}));

/// RFC 8259 §8.1. Columns are counted as an editor does, which does not show the mark.
TEST(JsonTextTest, PassesOverAByteOrderMark) {
  const JsonText json = parse_json_text("\xEF\xBB\xBF{\"a\": 1}", "f");
  ASSERT_TRUE(json.problems.empty());
  EXPECT_EQ(json.places.value("/a"), (Position{1, 7}));
}

TEST(JsonTextTest, RefusesWhatIsNestedTooDeep) {
  EXPECT_THAT(problems(std::string(101, '[')), ElementsAre("f:1:102: nested more than 100 deep"));
  EXPECT_THAT(problems(std::string(100000, '[')), ElementsAre("f:1:102: nested more than 100 deep"));
  EXPECT_TRUE(problems(std::string(100, '[') + std::string(100, ']')).empty());
}

/// No cut of a valid document is valid, and none is read beyond its end.
TEST(JsonTextTest, RefusesEveryCut) {
  const std::string text = R"({"a": [1.5e3, "x\né", {"b": null}], "c": false})";
  ASSERT_TRUE(problems(text).empty());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(problems(text.substr(0, size)).size(), 1U) << text.substr(0, size);
  }
}

}  // namespace
}  // namespace parley::scenario
