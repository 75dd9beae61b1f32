// The grammar of Sec-WebSocket-Extensions (RFC 6455 §9.1).
#include "protocol/extension.hpp"

#include <gmock/gmock.h>

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string again(std::string_view value) {
  const auto extensions = parse_extensions(value);
  if (!extensions) return "error: " + extensions.error();
  std::string text;
  for (const Extension& extension : *extensions) text += "[" + to_string(extension) + "]";
  return text;
}

TEST(Extension, Lists) {
  EXPECT_EQ(again("foo"), "[foo]");
  EXPECT_EQ(again("foo; bar; baz=2"), "[foo; bar; baz=2]");
  EXPECT_EQ(again("deflate-stream"), "[deflate-stream]");                // RFC 6455 §9.1
  EXPECT_EQ(again("mux; max-channels=4; flow-control, deflate-stream"),  // RFC 6455 §9.1
            "[mux; max-channels=4; flow-control][deflate-stream]");
  EXPECT_EQ(again("private-extension"), "[private-extension]");
  EXPECT_EQ(again("foo;bar=1,foo;bar=2"), "[foo; bar=1][foo; bar=2]") << "twice is fine: preferences";
}

TEST(Extension, WhiteSpaceAndEmptyElements) {
  EXPECT_EQ(again(" \tfoo ;\tbar = 1 , baz "), "[foo; bar=1][baz]");
  EXPECT_EQ(again(",foo,,bar,"), "[foo][bar]");
}

TEST(Extension, QuotedValuesAreUnescaped) {
  EXPECT_EQ(again("foo; bar=\"1\""), "[foo; bar=1]");
  EXPECT_EQ(again("foo; bar=\"a\\b\\c\" ,baz"), "[foo; bar=abc][baz]");
}

TEST(Extension, ValuesTellMissingFromPresent) {
  const auto extensions = parse_extensions("foo; a; b=c");
  ASSERT_TRUE(extensions);
  EXPECT_THAT(extensions->front().parameters, ElementsAre(ExtensionParameter{"a", {}}, ExtensionParameter{"b", "c"}));
}

TEST(Extension, Malformed) {
  const std::vector<std::pair<std::string_view, std::string_view>> values = {
      {"", "expected the name of an extension at position 1 of \"\""},
      {" , ", "expected the name of an extension"},
      {";", "expected the name of an extension at position 1"},
      {"foo bar", "expected \",\" or \";\" at position 5 of \"foo bar\""},
      {"foo;", "expected the name of a parameter at position 5"},
      {"foo;;bar", "expected the name of a parameter at position 5"},
      {"foo; =1", "expected the name of a parameter at position 6"},
      {"foo; bar=", "expected a token or a quoted token at position 10"},
      {"foo; bar=,baz", "expected a token or a quoted token at position 10"},
      {"foo; bar=\"\"", "expected a token or a quoted token at position 10"},
      {"foo; bar=\"a b\"", "expected a token or a quoted token at position 10"},
      {"foo; bar=\"a,b\"", "expected a token or a quoted token at position 10"},
      {"foo; bar=\"a", "expected a token or a quoted token at position 10"},
      {"foo; bar=\"a\\", "expected a token or a quoted token at position 10"},
      {"foo; bar=1 2", "expected \",\" or \";\" at position 12"},
      {"foo; bar=\"1\"2", "expected \",\" or \";\" at position 13"},
      {"foo=1", "expected \",\" or \";\" at position 4"},
      {"\"foo\"", "expected the name of an extension at position 1"},
      {"f\xC3\xB6o", "expected \",\" or \";\" at position 2"},
  };
  for (const auto& [value, error] : values) EXPECT_THAT(again(value), HasSubstr(error)) << value;
}

}  // namespace
}  // namespace parley::protocol
