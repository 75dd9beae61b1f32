#include "harness/load/start_time.hpp"

#include <gtest/gtest.h>

#include "harness/report/text.hpp"

namespace parley::load {
namespace {

using namespace std::chrono_literals;
using std::chrono::system_clock;

TEST(StartTimeTest, IsATimeOfDayOrSecondsSince1970) {
  const system_clock::time_point known(1'700'000'000s);  // date -u -d @1700000000
  EXPECT_EQ(parse_utc("2023-11-14T22:13:20Z"), known);
  EXPECT_EQ(parse_utc("2023-11-14T22:13:20.250Z"), known + 250ms);
  EXPECT_EQ(parse_utc("1700000000"), known);
  EXPECT_EQ(parse_utc("1700000000.5"), known + 500ms);
  EXPECT_EQ(parse_utc(harness::format_utc(known + 7ms)), known + 7ms);
}

TEST(StartTimeTest, IsNothingElse) {
  for (const auto* text : {"", "now", "-5", "1e9", "2023-11-14", "2023-11-14T22:13:20", "2023-11-14T22:13:20+01:00",
                           "2023-02-30T00:00:00Z", "2023-11-14T24:00:00Z", "2023-11-14T22:13:20,5Z", "20x",
                           "1700000000000", "99999999999999999999"}) {
    EXPECT_FALSE(parse_utc(text)) << text;
  }
}

}  // namespace
}  // namespace parley::load
