#include "protocol/http_grammar.hpp"

#include <gmock/gmock.h>

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HttpGrammar, Tokens) {
  EXPECT_TRUE(is_token("!#$%&'*+-.^_`|~09AZaz"));
  EXPECT_FALSE(is_token(""));
  for (const char c : std::string_view("\"(),/:;<=>?@[\\]{} \t\0\x7F\x80\xFF", 22)) {
    EXPECT_FALSE(is_token(std::string(1, c))) << static_cast<int>(c);
  }
}

TEST(HttpGrammar, FieldValues) {
  EXPECT_TRUE(is_field_value(""));
  EXPECT_TRUE(is_field_value("a\tb \xFF"));
  EXPECT_FALSE(is_field_value("a\r\nb"));
  EXPECT_FALSE(is_field_value(std::string_view("\0", 1)));
  EXPECT_FALSE(is_field_value("\x7F"));
}

TEST(HttpGrammar, CaseIsOfAsciiLettersOnly) {
  EXPECT_TRUE(equals_ignoring_case("WebSocket", "wEBsOCKET"));
  EXPECT_FALSE(equals_ignoring_case("websocket", "websocke"));
  EXPECT_FALSE(equals_ignoring_case("@", "`"));
  EXPECT_FALSE(equals_ignoring_case("\xC4", "\xE4"));
  EXPECT_EQ(to_lower("A[\xC4z"), "a[\xC4z");
}

TEST(HttpGrammar, Lists) {
  EXPECT_THAT(split_list(""), IsEmpty());
  EXPECT_THAT(split_list(" ,\t, "), IsEmpty());
  EXPECT_THAT(split_list("a"), ElementsAre("a"));
  EXPECT_THAT(split_list(" a ,b,, c d"), ElementsAre("a", "b", "c d"));
  EXPECT_THAT(split_list("a=\"b,c\", d"), ElementsAre("a=\"b,c\"", "d"));
  EXPECT_THAT(split_list("\"a\\\",b\",c"), ElementsAre("\"a\\\",b\"", "c"));
  EXPECT_THAT(split_list("\"a,b"), ElementsAre("\"a,b"));
  EXPECT_THAT(split_list("\"a,\\"), ElementsAre("\"a,\\"));
}

TEST(HttpGrammar, Decimals) {
  EXPECT_EQ(parse_decimal("0"), 0U);
  EXPECT_EQ(parse_decimal("0042"), 42U);
  EXPECT_EQ(parse_decimal("18446744073709551615"), ~std::uint64_t{0});
  for (const std::string_view text : {"", "18446744073709551616", "-1", "+1", " 1", "1 ", "0x1", "1.0"}) {
    EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
  }
}

TEST(HttpGrammar, QuotedForPeople) {
  EXPECT_EQ(in_quotes("a b"), "\"a b\"");
  EXPECT_EQ(in_quotes("\r\n\x1B[31m\xC3"), "\"\\x0D\\x0A\\x1B[31m\\xC3\"");
  EXPECT_EQ(in_quotes(std::string(65, 'x')), "\"" + std::string(64, 'x') + "\"…");
}

}  // namespace
}  // namespace parley::protocol
