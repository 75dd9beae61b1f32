#include "client/value.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace parley::client {
namespace {

TEST(NumberText, IsWhatJavaScriptWrites) {
  EXPECT_EQ(number_text(1.0), "1");
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(20.01), "20.01");
  EXPECT_EQ(number_text(1e20), "100000000000000000000");
  EXPECT_EQ(number_text(1e21), "1e+21");
  EXPECT_EQ(number_text(0.000001), "0.000001");
  EXPECT_EQ(number_text(0.0000001), "1e-7");
  EXPECT_EQ(number_text(1.5e-10), "1.5e-10");
  EXPECT_EQ(number_text(1e100), "1e+100");
  EXPECT_EQ(number_text(-2.5), "-2.5");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "Infinity");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "NaN");
}

TEST(TextOf, StringsStayAndTheRestIsJson) {
  EXPECT_EQ(text_of("a \"b\""), "a \"b\"");
  EXPECT_EQ(text_of(nullptr), "null");
  EXPECT_EQ(text_of(false), "false");
  EXPECT_EQ(text_of(7), "7");
  EXPECT_EQ(text_of(7.0), "7");
  EXPECT_EQ(text_of(Value::parse(R"({"b":1,"a":[true,"x"]})")), R"({"b":1,"a":[true,"x"]})");
  EXPECT_EQ(text_of(binary_value(protocol::as_bytes("\x01\xFF"))), "\x01\xFF");
}

TEST(TextOf, BadUtf8WithinAnObjectIsReplacedNotThrown) {
  EXPECT_EQ(text_of(Value::array({"h\xFFi"})), "[\"h\xEF\xBF\xBDi\"]");
}

TEST(IsFalsy, IsJavaScriptsList) {
  for (const auto& falsy : {Value(nullptr), Value(false), Value(0), Value(0U), Value(-0.0), Value("")}) {
    EXPECT_TRUE(is_falsy(falsy)) << falsy;
  }
  const auto empty_bytes = binary_value({});
  for (const auto& truthy :
       {Value(true), Value(1), Value(0.1), Value("0"), Value(" "), Value::array(), Value::object(), empty_bytes}) {
    EXPECT_FALSE(is_falsy(truthy)) << truthy.type_name();
  }
}

TEST(SameValue, OrderOfKeysDoesNotMatterOrderOfItemsDoes) {
  EXPECT_TRUE(same_value(Value::parse(R"({"a":1,"b":{"c":2,"d":3}})"), Value::parse(R"({"b":{"d":3,"c":2},"a":1})")));
  EXPECT_FALSE(same_value(Value::parse(R"({"a":1})"), Value::parse(R"({"a":1,"b":2})")));
  EXPECT_FALSE(same_value(Value::parse(R"({"a":1,"c":2})"), Value::parse(R"({"a":1,"b":2})")));
  EXPECT_FALSE(same_value(Value::parse("[1,2]"), Value::parse("[2,1]")));
  EXPECT_TRUE(same_value(Value::parse(R"([{"a":1,"b":2}])"), Value::parse(R"([{"b":2,"a":1}])")));
  EXPECT_FALSE(same_value(Value::parse("[1]"), Value::parse("[1,1]")));
}

TEST(SameValue, NumbersByTheirValueAndTypesApart) {
  EXPECT_TRUE(same_value(1, 1.0));
  EXPECT_TRUE(same_value(1U, 1));
  EXPECT_FALSE(same_value(1, "1"));
  EXPECT_FALSE(same_value(0, false));
  EXPECT_FALSE(same_value(nullptr, false));
  EXPECT_TRUE(same_value(binary_value(protocol::as_bytes("ab")), binary_value(protocol::as_bytes("ab"))));
  EXPECT_FALSE(same_value(binary_value(protocol::as_bytes("ab")), "ab"));
}

}  // namespace
}  // namespace parley::client
