#include "server/behaviours/utc_string.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

using namespace std::chrono;

// The expected texts are what Node prints for new Date(seconds * 1000).toUTCString().
std::string at(std::int64_t unix_seconds) {
  return utc_string(sys_seconds(seconds(unix_seconds)));
}

TEST(UtcString, PadsDaysAndTimes) {
  EXPECT_EQ(at(1706933106), "Sat, 03 Feb 2024 04:05:06 GMT");
  EXPECT_EQ(at(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(UtcString, KnowsLeapDays) {
  EXPECT_EQ(at(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(at(1709251199), "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST(UtcString, WorksBeforeTheEpoch) {
  EXPECT_EQ(at(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
  EXPECT_EQ(at(-11644473600), "Mon, 01 Jan 1601 00:00:00 GMT");
}

TEST(UtcString, WritesYearsWithAtLeastFourDigits) {
  EXPECT_EQ(at(-61599139200), "Mon, 01 Jan 0018 00:00:00 GMT");
  EXPECT_EQ(at(253402300800), "Sat, 01 Jan 10000 00:00:00 GMT");
  EXPECT_EQ(at(-62198755200), "Fri, 01 Jan -0001 00:00:00 GMT");
}

TEST(UtcString, NamesEveryMonthAndDay) {
  const char* const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char* const days = "ThuFriSatSunMonTueWed";  // 1 January 2026 is a Thursday
  for (unsigned i = 0; i < 12; ++i) {
    const sys_days first = year(2026) / month(i + 1) / 1;
    EXPECT_EQ(utc_string(first).substr(8, 3), std::string(months + std::size_t{3} * i, 3));
  }
  for (unsigned i = 0; i < 7; ++i) {
    const sys_days day = year(2026) / January / std::chrono::day(i + 1);
    EXPECT_EQ(utc_string(day).substr(0, 3), std::string(days + std::size_t{3} * i, 3));
  }
}

}  // namespace
}  // namespace parley::server
