#include "harness/scenario/matcher.hpp"

#include <gtest/gtest.h>

#include "harness/scenario/build.hpp"

namespace parley::scenario {
namespace {

using protocol::MessageType;

/// A matcher as it stands in a file.
Matcher matcher(std::string_view json) {
  ProblemList problems("f", {});
  const Matcher result = build_value(Json::parse(json), "", BuildContext{problems, {}});
  EXPECT_TRUE(problems.is_clean("")) << json;
  return result;
}

std::string on_value(std::string_view expected, std::string_view value) {
  return mismatch(matcher(expected), Json::parse(value));
}

std::string on_text(std::string_view expected, std::string_view text) {
  return mismatch(matcher(expected), MessageType::text, protocol::as_bytes(text));
}

TEST(MatcherTest, ComparesTextWithText) {
  EXPECT_EQ(on_text(R"("hello")", "hello"), "");
  EXPECT_EQ(on_text(R"("hello")", "hello!"), "expected \"hello\", found \"hello!\"");
  EXPECT_EQ(on_text(R"("{\"a\":1}")", R"({"a":1})"), "");
  EXPECT_NE(on_text(R"("{\"a\":1}")", R"({"a": 1})"), "");  // another text, if the same JSON
}

TEST(MatcherTest, ComparesJsonByValue) {
  EXPECT_EQ(on_text(R"({"equals": {"a": 1, "b": [true]}})", R"({ "b": [true], "a": 1.0 })"), "");
  EXPECT_NE(on_text(R"({"equals": {"a": 1}})", R"({"a": 1, "b": 2})"), "");
  EXPECT_NE(on_text(R"({"equals": 5})", "five"), "");
  EXPECT_EQ(on_value("5", "5.0"), "");
  EXPECT_EQ(on_value("null", "null"), "");
  EXPECT_NE(on_value("false", "null"), "");
}

TEST(MatcherTest, LooksIntoParts) {
  EXPECT_EQ(on_text(R"({"contains": "ell"})", "hello"), "");
  EXPECT_NE(on_text(R"({"contains": "all"})", "hello"), "");
  EXPECT_EQ(on_value(R"({"contains": {"n": 1}})", R"([{"n": 0}, {"n": 1}])"), "");
  EXPECT_NE(on_value(R"({"contains": 3})", "[1, 2]"), "");
  // A message that is a list is also a text: ["topic", {payload}] of Clown.Hub.
  EXPECT_EQ(on_text(R"({"contains": "lux"})", R"(["lux",{"lux":[1]}])"), "");
  EXPECT_EQ(on_text(R"({"contains": "\"lux\":[1]"})", R"(["lux",{"lux":[1]}])"), "");
  EXPECT_NE(on_text(R"({"contains": "dark"})", R"(["lux",{"lux":[1]}])"), "");
  EXPECT_EQ(on_text(R"({"includes": {"user": {"id": 7}}})", R"({"user": {"id": 7, "x": 1}, "y": 2})"), "");
  EXPECT_NE(on_text(R"({"includes": {"user": {"id": 8}}})", R"({"user": {"id": 7}})"), "");
  EXPECT_EQ(on_value(R"({"includes": [{"a": 1}, 2]})", R"([{"a": 1, "b": 2}, 2])"), "");
  EXPECT_NE(on_value(R"({"includes": [1]})", "[1, 2]"), "");
}

TEST(MatcherTest, FindsRegularExpressionsAnywhere) {
  EXPECT_EQ(on_text(R"({"matches": "l+o$"})", "hello"), "");
  EXPECT_EQ(on_text(R"({"matches": "^l"})", "hello"), "expected a text that matches \"^l\", found \"hello\"");
  EXPECT_NE(on_value(R"({"matches": "5"})", "5"), "");  // a number is no text
}

TEST(MatcherTest, FollowsPointers) {
  const std::string_view range = R"({"values": {"/value": {"min": 61, "max": 99}, "/unit": "bpm"}})";
  EXPECT_EQ(on_text(range, R"({"value": 61, "unit": "bpm"})"), "");
  EXPECT_EQ(on_text(range, R"({"value": 120, "unit": "bpm"})"), "/value: expected a number of at most 99, found 120");
  EXPECT_EQ(on_text(range, R"({"value": 60, "unit": "bpm"})"), "/value: expected a number of at least 61, found 60");
  EXPECT_EQ(on_text(range, R"({"value": "70", "unit": "bpm"})"),
            "/value: expected a number of at least 61, found \"70\"");
  EXPECT_EQ(on_text(range, R"({"value": 70})"), "there is no /unit in \"{\\\"value\\\": 70}\"");
  EXPECT_NE(on_text(range, "not JSON"), "");
  EXPECT_NE(on_text(R"({"values": {"/x": 1}})", "[1]"), "");  // a name into a list
}

TEST(MatcherTest, KnowsTypes) {
  EXPECT_EQ(on_text(R"({"type": "text"})", ""), "");
  EXPECT_NE(on_text(R"({"type": "binary"})", ""), "");
  EXPECT_EQ(on_text(R"({"type": "object"})", "{}"), "");
  EXPECT_EQ(on_value(R"({"type": "integer"})", "5.0"), "");
  EXPECT_NE(on_value(R"({"type": "integer"})", "5.5"), "");
  EXPECT_EQ(on_value(R"({"type": "number"})", "5.5"), "");
  EXPECT_EQ(on_value(R"({"type": "boolean"})", "false"), "");
  EXPECT_EQ(on_value(R"({"type": "null"})", "null"), "");
  EXPECT_EQ(on_value(R"({"type": "array"})", "[]"), "");
  EXPECT_EQ(on_value(R"({"type": "string"})", "\"\""), "");
  EXPECT_EQ(on_value(R"({"type": "array"})", "{}"), "expected a list, found {}");
}

TEST(MatcherTest, CountsItemsCharactersAndBytes) {
  EXPECT_EQ(on_value(R"({"length": 2})", "[1, 2]"), "");
  EXPECT_EQ(on_value(R"({"length": "< 2"})", "[1, 2]"), "expected a length < 2, found 2");
  EXPECT_EQ(on_text(R"({"length": 2})", "äö"), "");
  EXPECT_EQ(on_text(R"({"size": 4})", "äö"), "");
  EXPECT_EQ(on_text(R"({"size": ">= 5"})", "äö"), "expected a size >= 5 bytes, found 4");
}

TEST(MatcherTest, ComparesBytes) {
  const protocol::Bytes bytes = {0x00, 0xff};
  EXPECT_EQ(mismatch(matcher(R"({"hex": "00 FF"})"), MessageType::binary, bytes), "");
  EXPECT_EQ(mismatch(matcher(R"({"base64": "AP8="})"), MessageType::binary, bytes), "");
  EXPECT_EQ(mismatch(matcher(R"({"hex": "00"})"), MessageType::binary, bytes),
            "expected the bytes 00, found binary 00ff");
  EXPECT_EQ(mismatch(matcher(R"({"hex": ""})"), MessageType::binary, bytes), "expected no bytes, found binary 00ff");
  EXPECT_EQ(mismatch(matcher(R"({"hex": "00"})"), MessageType::binary, {}),
            "expected the bytes 00, found binary of 0 bytes");
  EXPECT_EQ(mismatch(matcher(R"({"hex": "00ff"})"), Json::binary({0x00, 0xff})), "");
  EXPECT_NE(mismatch(matcher(R"("x")"), MessageType::binary, bytes), "");
}

TEST(MatcherTest, MatchesEverythingWhenItSaysNothing) {
  EXPECT_TRUE(matcher("{}").is_empty());
  EXPECT_EQ(on_text("{}", "anything"), "");
  EXPECT_EQ(matcher("{}").describe(), "");
}

TEST(MatcherTest, FillsInPlaceholdersAtEveryDepth) {
  const Json name = "bob";
  const Lookup lookup = [&](const Placeholder& placeholder) { return placeholder.name == "client" ? &name : nullptr; };
  const Matcher resolved =
      resolve(matcher(R"({"matches": "^{{client}}$", "values": {"/a": {"equals": "{{client}}"}}})"), lookup);
  EXPECT_EQ(resolved.describe(), "matching \"^bob$\" and with /a \"bob\"");
  EXPECT_EQ(mismatch(resolve(matcher(R"({"matches": "^{{client}}$"})"), lookup), Json("bob")), "");
}

TEST(PreviewTest, IsShortAndWholeInItsCharacters) {
  const std::string text(200, 'x');
  EXPECT_EQ(preview(MessageType::text, protocol::as_bytes(text)), "\"" + std::string(119, 'x') + "… (200 bytes)");
  EXPECT_EQ(preview(MessageType::text, protocol::as_bytes("a\xff")), "\"a\xef\xbf\xbd\"");
  EXPECT_EQ(readable(Json::array({Json::binary({1, 2})})), "[\n  \"hex 0102\"\n]");
}

}  // namespace
}  // namespace parley::scenario
