#include "harness/report/text.hpp"

#include <gtest/gtest.h>

namespace parley::harness {
namespace {

using namespace std::chrono_literals;

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("hello"), 5U);
  EXPECT_EQ(display_width("µs → é"), 6U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("漢字"), 4U);
  EXPECT_EQ(display_width("\U0001F600"), 2U);
  EXPECT_EQ(display_width("\xFF\xE2\x82"), 3U);
}

TEST(Pad, FillsToColumns) {
  EXPECT_EQ(pad("µs", 4, Align::left), "µs  ");
  EXPECT_EQ(pad("漢", 4, Align::right), "  漢");
  EXPECT_EQ(pad("longer", 3, Align::left), "longer");
}

TEST(Truncate, NeverExceedsTheColumns) {
  EXPECT_EQ(truncate("hello", 5), "hello");
  EXPECT_EQ(truncate("hello!", 5), "hell…");
  EXPECT_EQ(truncate("漢字漢字", 4), "漢…");
  EXPECT_EQ(truncate("漢字", 0), "");
  for (std::size_t columns = 0; columns < 12; ++columns) {
    EXPECT_LE(display_width(truncate("a漢b字c\U0001F600 d", columns)), columns);
  }
}

TEST(Printable, SpellsOutWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(printable("\r\t\x7f"), "\\x0d\\x09\\x7f");
  EXPECT_EQ(printable("\u009b"), "\\x9b");
  EXPECT_EQ(printable("two\nlines µ"), "two\nlines µ");
}

TEST(Printable, SpellsOutWhatXmlCannotHold) {  // XML 1.0 §2.2
  EXPECT_EQ(printable("a\uFFFE\uFFFF"), "a\\xfffe\\xffff");
  EXPECT_EQ(printable("\uFFFD"), "\uFFFD");
}

TEST(Printable, SpellsOutWhatTurnsTextAround) {
  EXPECT_EQ(printable("abc\u202Ecba\u2066"), "abc\\x202ecba\\x2066");
  EXPECT_EQ(printable("\u05D0\u200F"), "\u05D0\u200F");
}

TEST(Printable, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(printable("h\xFFi"), "h\uFFFDi");
  EXPECT_EQ(printable("\xC0\xAF"), "\uFFFD\uFFFD");              // overlong
  EXPECT_EQ(printable("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");    // a surrogate
  EXPECT_EQ(printable("\xF4\x90\x80\x80").size(), 4 * 3U);       // beyond U+10FFFF
  EXPECT_EQ(printable("\xF4\x8F\xBF\xBF"), "\xF4\x8F\xBF\xBF");  // U+10FFFF
}

TEST(FormatDuration, HasThreeDigits) {
  EXPECT_EQ(format_duration(0ns), "0 ns");
  EXPECT_EQ(format_duration(999ns), "999 ns");
  EXPECT_EQ(format_duration(1000ns), "1.00 µs");
  EXPECT_EQ(format_duration(41'000ns), "41.0 µs");
  EXPECT_EQ(format_duration(999'499ns), "999 µs");
  EXPECT_EQ(format_duration(999'500ns), "1.00 ms");
  EXPECT_EQ(format_duration(12'345ms), "12.3 s");
  EXPECT_EQ(format_duration(125s), "2 min 05 s");
  EXPECT_EQ(format_duration(119'600ms), "2 min 00 s");
}

TEST(FormatQuantity, IsExactWhenSmallAndWhole) {
  EXPECT_EQ(format_quantity(0), "0");
  EXPECT_EQ(format_quantity(9999), "9999");
  EXPECT_EQ(format_quantity(0.52), "0.52");
  EXPECT_EQ(format_quantity(12.345), "12.3");
  EXPECT_EQ(format_quantity(45'600), "45.6k");
  EXPECT_EQ(format_quantity(1'234'567), "1.23M");
  EXPECT_EQ(format_quantity(9.996), "10.0");
}

TEST(FormatCounted, KnowsOneFromMany) {
  EXPECT_EQ(format_counted(1, "error"), "1 error");
  EXPECT_EQ(format_counted(0, "error"), "0 errors");
}

TEST(FormatUtc, HasMilliseconds) {
  const std::chrono::system_clock::time_point time{std::chrono::milliseconds(1'700'000'000'007)};
  EXPECT_EQ(format_utc(time), "2023-11-14T22:13:20.007Z");
}

}  // namespace
}  // namespace parley::harness
