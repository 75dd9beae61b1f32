#include "server/behaviours/json_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley::server {
namespace {

std::string again(std::string_view text) {
  const auto value = parse_json(text);
  return value ? json_text(*value) : "nothing";
}

TEST(JsonText, KeepsOrderNumbersAndCharacters) {
  EXPECT_EQ(again(R"( {"b":1, "a":[20.01,"℃",null,true,-0.5,12345678901234567890]} )"),
            R"({"b":1,"a":[20.01,"℃",null,true,-0.5,12345678901234567890]})");
}

TEST(JsonText, RefusesWhatIsNone) {
  for (const auto* const text : {"", "{", "[1,]", "nul", "'a'", "{\"a\":1}x", "[\"\\ud800\"]", "\"\x01\"", "NaN"}) {
    EXPECT_EQ(again(text), "nothing") << text;
  }
}

TEST(JsonText, RefusesWhatIsNestedTooDeep) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(again(nested(100)), nested(100));
  EXPECT_EQ(again(nested(101)), "nothing");
  EXPECT_EQ(again(std::string(1U << 20, '[')), "nothing");
}

TEST(JsonText, DoesNotTakeBracketsInStringsForNesting) {
  const auto text = "[\"" + std::string(200, '[') + "\",\"\\\"" + std::string(200, '{') + "\"]";
  EXPECT_EQ(again(text), text);
}

}  // namespace
}  // namespace parley::server
