#include "server/behaviours/utf8_replacement.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

std::string replaced(std::string_view bytes) {
  return with_replacements(protocol::as_bytes(bytes));
}

#define FFFD "\xEF\xBF\xBD"

TEST(Utf8Replacement, KeepsValidText) {
  using namespace std::string_view_literals;
  for (const auto text : {""sv, "hello"sv, "a\0b"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv,
                          "\xEE\x80\x80"sv, "\xEF\xBB\xBFx"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_EQ(replaced(text), text);
  }
}

TEST(Utf8Replacement, ReplacesTheByteOfTheNodeDemo) {
  EXPECT_EQ(replaced("h\xFFi"), "h" FFFD "i");
}

TEST(Utf8Replacement, ReplacesEachMaximalSubpartOnce) {
  // Unicode 15 §3.9, tables 3-8 to 3-11.
  EXPECT_EQ(replaced("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A");
  EXPECT_EQ(replaced("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD "A");
  EXPECT_EQ(replaced("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), FFFD FFFD FFFD FFFD FFFD "A" FFFD FFFD "B");
  EXPECT_EQ(replaced("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), FFFD FFFD FFFD FFFD "A");
}

TEST(Utf8Replacement, ReplacesWhatEndsTooSoonOnce) {
  for (const auto* text : {"\xC2", "\xE0\xA0", "\xE2", "\xF0\x90\x80", "\xF4\x8F", "\xF1"}) {
    EXPECT_EQ(replaced(text), FFFD) << testing::PrintToString(text);
  }
}

TEST(Utf8Replacement, GoesOnWithTheByteThatBroke) {
  EXPECT_EQ(replaced("\xE2\x82"
                     "a"),
            FFFD "a");
  EXPECT_EQ(replaced("\xE2\xC3\xA9"), FFFD "\xC3\xA9");
}

#undef FFFD

}  // namespace
}  // namespace parley::server
