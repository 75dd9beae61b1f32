#include "protocol/duration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

nanoseconds parsed(std::string_view text) {
  const auto result = parse_duration(text);
  EXPECT_TRUE(result.has_value()) << text;
  return result.value_or(nanoseconds(-1));
}

TEST(Duration, ReadsEveryUnit) {
  EXPECT_EQ(parsed("7ns"), 7ns);
  EXPECT_EQ(parsed("250us"), 250us);
  EXPECT_EQ(parsed("500ms"), 500ms);
  EXPECT_EQ(parsed("5s"), 5s);
  EXPECT_EQ(parsed("2m"), 2min);
  EXPECT_EQ(parsed("3h"), 3h);
  EXPECT_EQ(parsed("0s"), 0s);
  EXPECT_EQ(parsed("500MS"), 500ms);
}

TEST(Duration, ReadsFractionsExactly) {
  EXPECT_EQ(parsed("1.5s"), 1500ms);
  EXPECT_EQ(parsed("0.1s"), 100ms);
  EXPECT_EQ(parsed("0.000000001s"), 1ns);
  EXPECT_EQ(parsed("0.0000000009s"), 0ns);
  EXPECT_EQ(parsed("1.000000000000000000000000000001h"), 1h);
  EXPECT_EQ(parsed("2.25m"), 135s);
}

TEST(Duration, SaysWhatIsWrong) {
  const auto error = [](std::string_view text) { return parse_duration(text).error(); };
  using ::testing::HasSubstr;
  EXPECT_THAT(error(""), HasSubstr("does not begin with a number"));
  EXPECT_THAT(error("s"), HasSubstr("does not begin with a number"));
  EXPECT_THAT(error("-5s"), HasSubstr("does not begin with a number"));
  EXPECT_THAT(error("5"), HasSubstr("\"5\" has no unit"));
  EXPECT_THAT(error("5 s"), HasSubstr("unknown unit \" s\""));
  EXPECT_THAT(error("5.s"), HasSubstr("no digits after the point"));
  EXPECT_THAT(error("5d"), HasSubstr("unknown unit \"d\""));
  EXPECT_THAT(error("5d"), HasSubstr("for example \"500ms\""));
}

TEST(Duration, RefusesWhatDoesNotFit) {
  EXPECT_EQ(parsed("9223372036854775807ns"), nanoseconds::max());
  EXPECT_FALSE(parse_duration("9223372036854775808ns"));
  EXPECT_FALSE(parse_duration("2562048h"));
  EXPECT_FALSE(parse_duration("99999999999999999999s"));
}

TEST(Duration, FormatsShortly) {
  EXPECT_EQ(format_duration(0ns), "0s");
  EXPECT_EQ(format_duration(7ns), "7ns");
  EXPECT_EQ(format_duration(1500us), "1.5ms");
  EXPECT_EQ(format_duration(1005ms), "1.005s");
  EXPECT_EQ(format_duration(90s), "90s");
  EXPECT_EQ(format_duration(120s), "2m");
  EXPECT_EQ(format_duration(24h), "24h");
}

TEST(Duration, FormattedIsReadBackExactly) {
  for (const auto duration : {1ns, 999ns, 1001ns, nanoseconds(1min) + 1ns, nanoseconds(3h), nanoseconds::max()}) {
    EXPECT_EQ(parsed(format_duration(duration)), duration);
  }
}

}  // namespace
}  // namespace parley::protocol
