#include "protocol/byte_size.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace parley::protocol {
namespace {

TEST(ByteSize, ReadsEveryUnit) {
  EXPECT_EQ(parse_byte_size("0"), 0U);
  EXPECT_EQ(parse_byte_size("65536"), 65536U);
  EXPECT_EQ(parse_byte_size("12B"), 12U);
  EXPECT_EQ(parse_byte_size("1k"), 1000U);
  EXPECT_EQ(parse_byte_size("1K"), 1000U);
  EXPECT_EQ(parse_byte_size("1kB"), 1000U);
  EXPECT_EQ(parse_byte_size("64KiB"), 65536U);
  EXPECT_EQ(parse_byte_size("16MiB"), 16777216U);
  EXPECT_EQ(parse_byte_size("16mib"), 16777216U);
  EXPECT_EQ(parse_byte_size("2M"), 2000000U);
  EXPECT_EQ(parse_byte_size("1GiB"), 1073741824U);
  EXPECT_EQ(parse_byte_size("1.5KiB"), 1536U);
}

TEST(ByteSize, RefusesWhatDoesNotFit) {
  EXPECT_EQ(parse_byte_size("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_FALSE(parse_byte_size("18446744073709551616"));
  EXPECT_FALSE(parse_byte_size("17179869184GiB"));
}

TEST(ByteSize, SaysWhatIsWrong) {
  EXPECT_THAT(parse_byte_size("big").error(), ::testing::HasSubstr("does not begin with a number"));
  EXPECT_THAT(parse_byte_size("1TB").error(), ::testing::HasSubstr("unknown unit \"TB\""));
  EXPECT_THAT(parse_byte_size("1TB").error(), ::testing::HasSubstr("\"16MiB\""));
}

TEST(ByteSize, FormatsExactly) {
  EXPECT_EQ(format_byte_size(0), "0B");
  EXPECT_EQ(format_byte_size(1025), "1025B");
  EXPECT_EQ(format_byte_size(1000), "1kB");
  EXPECT_EQ(format_byte_size(16U << 20), "16MiB");
  for (const std::uint64_t size : {1ULL, 1023ULL, 1024ULL, 3000000ULL, 5ULL << 30, ~0ULL}) {
    EXPECT_EQ(parse_byte_size(format_byte_size(size)), size);
  }
}

}  // namespace
}  // namespace parley::protocol
