#include "client/message_parse.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parley::client {
namespace {

Value parse(std::string_view text) {
  return parse_message(protocol::MessageType::text, protocol::as_bytes(text));
}

struct Vector {
  const char* text;
  const char* data;  // as JSON
};

class ParseMessage : public testing::TestWithParam<Vector> {};

TEST_P(ParseMessage, GivesTheData) {
  // Compared as text: 72 and "72" must differ, and so must {"a":1,"b":2} and {"b":2,"a":1}.
  EXPECT_EQ(parse(GetParam().text).dump(), GetParam().data);
}

constexpr Vector json[] = {
    {R"({"time":1513152655902,"value":95})", R"({"time":1513152655902,"value":95})"},
    {R"([1,"a",null,false,0,""])", R"([1,"a",null,false,0,""])"},
    {"  [1]", "[1]"},
    {"\t\r\n {\"b\":1,\"a\":2} \n", R"({"b":1,"a":2})"},
    {"[]", "[]"},
    {"{}", "{}"},
    {"true", "true"},
    {" true ", "true"},
    {R"("quoted")", R"("quoted")"},
    {R"("72")", R"("72")"},
    {R"("\u00e9")", "\"\xC3\xA9\""},
    {R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})"},
    {"[9007199254740993]", "[9007199254740993]"},
    {"[18446744073709551615]", "[18446744073709551615]"},
    {R"(["clown.talk/-/config/set", {}])"
     "\n",
     R"(["clown.talk/-/config/set",{}])"},
};
INSTANTIATE_TEST_SUITE_P(Json, ParseMessage, testing::ValuesIn(json));

constexpr Vector numbers[] = {
    {"72", R"("72")"},         {"-5", R"("-5")"},
    {"72 bpm", R"("72 bpm")"}, {"0", R"("0")"},
    {" 7", R"(" 7")"},         {"+3", R"("+3")"},
    {"1e3", R"("1e3")"},       {"3.25", R"("3.25")"},
    {"1,2,3", R"("1,2,3")"},   {"2024-02-03", R"("2024-02-03")"},
};
INSTANTIATE_TEST_SUITE_P(StartsLikeANumber, ParseMessage, testing::ValuesIn(numbers));

constexpr Vector kept[] = {
    {"false", R"("false")"}, {"null", R"("null")"},     {R"("")", R"("\"\"")"},
    {"", R"("")"},           {" null ", R"(" null ")"}, {" ", R"(" ")"},
};
INSTANTIATE_TEST_SUITE_P(FalsyKeepsTheText, ParseMessage, testing::ValuesIn(kept));

constexpr Vector raw[] = {
    {"hello", R"("hello")"},
    {"{bad", R"("{bad")"},
    {"[1,]", R"("[1,]")"},
    {"{'a':1}", R"("{'a':1}")"},
    {"[1] x", R"("[1] x")"},
    {"[1][2]", R"("[1][2]")"},
    {"True", R"("True")"},
    {"-", R"("-")"},
    {".5", R"(".5")"},
    {"[01]", R"("[01]")"},
    {"[1e400]", R"("[1e400]")"},
    {"// x\n[1]", R"("// x\n[1]")"},
    {"\xEF\xBB\xBF[1]", "\"\xEF\xBB\xBF[1]\""},
    {"server: Welcome to websocket server.", R"("server: Welcome to websocket server.")"},
};
INSTANTIATE_TEST_SUITE_P(AnythingElseIsRaw, ParseMessage, testing::ValuesIn(raw));

constexpr Vector xml[] = {
    {R"(<a x="1"><b>2</b></a>)", R"({"x":"1","b":"2"})"},
    {"<a><b>1</b><b>2</b><b>3</b></a>", R"({"b":["1","2","3"]})"},
    {"<a>text</a>", R"("text")"},
    {"<?xml version=\"1.0\"?>\n<!-- c -->\n<a><b/></a>\n", R"({"b":""})"},
    {"<a><b><c>deep</c></b></a>", R"({"b":{"c":"deep"}})"},
    {"<a x='1'>text</a>", R"({"x":"1","__text":"text"})"},
    {"<a><b>1</b> and <b>2</b></a>", R"({"b":["1","2"],"__text":"and"})"},
    {"<a><![CDATA[1 < 2]]></a>", R"("1 < 2")"},
    {"<a>&lt;&amp;&#233;</a>", "\"<&\xC3\xA9\""},
    {"<n:a xmlns:n='u'><n:b>1</n:b></n:a>", R"({"xmlns:n":"u","b":"1"})"},
    {"  <a b=\"1\"/>", R"({"b":"1"})"},
    {"<a b='1'><b>2</b></a>", R"({"b":["1","2"]})"},
    {"<a>\n  <b> padded </b>\n</a>", R"({"b":"padded"})"},
    {"<!DOCTYPE a><a><b>1</b></a>", R"({"b":"1"})"},
};
INSTANTIATE_TEST_SUITE_P(Xml, ParseMessage, testing::ValuesIn(xml));

constexpr Vector not_xml[] = {
    {"<a>", R"("<a>")"},
    {"<a></b>", R"("<a></b>")"},
    {"<a/><b/>", R"("<a/><b/>")"},
    {"x<a/>", R"("x<a/>")"},
    {"<a><b>1</b></a> tail", R"("<a><b>1</b></a> tail")"},
    {"<", R"("<")"},
    {"<!-- only -->", R"("<!-- only -->")"},
    {"<3 you", R"("<3 you")"},
    {"<a/>", R"("<a/>")"},  // its value is "", which is falsy
};
INSTANTIATE_TEST_SUITE_P(NotXml, ParseMessage, testing::ValuesIn(not_xml));

TEST(ParseMessageBinary, StaysBytesWhateverTheyLookLike) {
  const auto value = parse_message(protocol::MessageType::binary, protocol::as_bytes("[1]"));
  ASSERT_TRUE(value.is_binary());
  EXPECT_EQ(protocol::as_text(value.get_binary()), "[1]");
  EXPECT_TRUE(parse_message(protocol::MessageType::binary, {}).is_binary());
}

TEST(ParseMessageText, ANulIsNoEndOfText) {
  const std::string text("[1]\0garbage", 11);
  EXPECT_EQ(parse(text), Value(text));
}

TEST(ParseMessageText, EntitiesOfADoctypeAreNotExpanded) {
  const auto value = parse(R"(<!DOCTYPE a [<!ENTITY e "boom"><!ENTITY f "&e;&e;">]><a>&f;</a>)");
  EXPECT_EQ(value.dump(), R"("&f;")");
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::string nested_xml(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "<a>";
  text += "x";
  for (std::size_t i = 0; i < depth; ++i) text += "</a>";
  return text;
}

TEST(ParseMessageDepth, UpToTheLimitIsAValueBeyondIsText) {
  EXPECT_TRUE(parse(nested(max_value_depth)).is_array());
  EXPECT_TRUE(parse(nested(max_value_depth + 1)).is_string());
  EXPECT_TRUE(parse(nested_xml(max_value_depth)).is_object());
  EXPECT_EQ(parse(nested_xml(max_value_depth + 1)), Value(nested_xml(max_value_depth + 1)));
}

TEST(ParseMessageDepth, BombsDoNotExhaustTheStack) {
  for (const std::size_t depth : {std::size_t{100'000}, std::size_t{1'000'000}}) {
    EXPECT_TRUE(parse(nested(depth)).is_string());
    EXPECT_TRUE(parse(std::string(depth, '[')).is_string());
    EXPECT_TRUE(parse(nested_xml(depth)).is_string());
  }
}

TEST(ParseMessageSize, ManyKeysAreFoundInOrder) {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i) text += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  text += "\"k7\":\"again\"}";
  const auto value = parse(text);
  ASSERT_EQ(value.size(), 50'000U);
  const auto& members = value.get_ref<const Value::object_t&>();
  EXPECT_EQ(members.begin()[7].second, Value("again"));
  EXPECT_EQ(members.begin()[49'999].first, "k49999");
  EXPECT_EQ(members.begin()[49'999].second, Value(49'999));
}

TEST(ParseMessageCut, APrefixOfADocumentIsTextAtEveryCut) {
  for (const std::string_view whole : {R"({"a":[1,{"b":"\u00e9"}],"c":null})", R"(<a x="1"><b>2</b><c/></a>)"}) {
    EXPECT_TRUE(parse(whole).is_object());
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      EXPECT_EQ(parse(whole.substr(0, cut)), Value(whole.substr(0, cut)));
    }
  }
}

}  // namespace
}  // namespace parley::client
