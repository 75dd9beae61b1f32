#include "harness/load/hdr.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace parley::load {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

/// Written by hdr-histogram-js 3.0: 0, 1, 255, 256, 257, 1000, 123456, and 300 times 5000; two significant digits.
constexpr std::string_view of_another_tool =
    "HISTFAAAADJ4nJNpmSzMwMAgwMDAwMjAwMDEAAGMYJLfyQHGZ2L6yczE8pGZ6SDLDZblnEwAe3sGPA==";

TEST(HdrTest, ReadsWhatAnotherToolWrote) {
  const auto histogram = decode_hdr(of_another_tool).value();
  EXPECT_EQ(histogram.count(), 307U);
  EXPECT_EQ(histogram.min(), 0U);
  for (const std::uint64_t value : {1U, 255U, 257U, 1000U, 5000U, 123456U}) {
    Histogram with_more = histogram;
    with_more.record(value);
    // It falls into a bucket that is there already.
    const auto used = [](const Histogram& h) {
      return std::count_if(h.buckets().begin(), h.buckets().end(), [](auto count) { return count > 0; });
    };
    EXPECT_EQ(used(with_more), used(histogram)) << value;
  }
  EXPECT_NEAR(static_cast<double>(histogram.percentile(50)), 5000, 50);
  EXPECT_NEAR(static_cast<double>(histogram.max()), 123456, 1300);
}

TEST(HdrTest, ReadsWhatItWrites) {
  std::mt19937_64 random(3);
  Histogram histogram;
  for (int i = 0; i < 5000; ++i) histogram.record(random() >> (random() % 64));
  histogram.record(0, 123456789012ULL);
  histogram.record(std::numeric_limits<std::uint64_t>::max());
  const auto again = decode_hdr(encode_hdr(histogram)).value();
  EXPECT_TRUE(std::equal(again.buckets().begin(), again.buckets().end(), histogram.buckets().begin(),
                         histogram.buckets().end()));
  EXPECT_EQ(again.count(), histogram.count());
}

TEST(HdrTest, ReadsAnEmptyOne) {
  EXPECT_EQ(decode_hdr(encode_hdr({})).value().count(), 0U);
}

TEST(HdrTest, SaysWhatItDoesNotUnderstand) {
  EXPECT_THAT(decode_hdr("?").error(), HasSubstr("not base64"));
  EXPECT_THAT(decode_hdr("AAAA").error(), HasSubstr("not compressed V2"));
  EXPECT_THAT(decode_hdr(of_another_tool.substr(0, 40)).error(), HasSubstr("cut off"));
}

TEST(HdrTest, SurvivesEveryWrongCharacter) {
  const std::string right(of_another_tool);
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (const char c : {'A', '/', '9'}) {
      auto wrong = right;
      wrong[at] = c;
      static_cast<void>(decode_hdr(wrong).has_value());
    }
  }
}

TEST(HdrLogTest, HasTheLinesOfAStandardLog) {
  const std::chrono::system_clock::time_point start(std::chrono::milliseconds(1'800'000'000'250));
  EXPECT_EQ(hdr_log_head(start, "about"),
            "#[about]\n#[Histogram log format version 1.3]\n"
            "#[StartTime: 1800000000.250 (seconds since epoch), 2027-01-15T08:00:00Z]\n"
            "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");
  Histogram histogram;
  histogram.record(2'500'000);
  EXPECT_THAT(hdr_log_line("latency", std::chrono::seconds(3), std::chrono::milliseconds(1000), histogram),
              MatchesRegex("Tag=latency,3.000,1.000,2.500,HISTFAAA[A-Za-z0-9+/=]+\n"));
}

}  // namespace
}  // namespace parley::load
