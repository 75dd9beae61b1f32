#include "protocol/bytes.hpp"

#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

TEST(Hex, WritesLowerCaseWithoutSeparators) {
  EXPECT_EQ(to_hex({}), "");
  EXPECT_EQ(to_hex(Bytes{0x00, 0x0F, 0xA5, 0xFF}), "000fa5ff");
}

TEST(Hex, ReadsEveryByteBackInEitherCase) {
  Bytes all;
  for (unsigned value = 0; value < 256; ++value) all.push_back(static_cast<std::uint8_t>(value));
  const std::string lower = to_hex(all);
  std::string upper = lower;
  for (char& digit : upper) digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));

  EXPECT_EQ(from_hex(lower), all);
  EXPECT_EQ(from_hex(upper), all);
}

TEST(Hex, AllowsSpacesBetweenBytesOnly) {
  EXPECT_EQ(from_hex("81 05  48"), (Bytes{0x81, 0x05, 0x48}));
  for (const std::string_view bad : {"8 1", " 81", "81 ", "8", "81 0", "8g", "0x81", "81,05", "81\n05", "8\xC3"}) {
    EXPECT_EQ(from_hex(bad), std::nullopt) << bad;
  }
}

TEST(Bytes, TextAndBytesShareTheirStorage) {
  const std::string text = "h\xC3\xA9";
  EXPECT_EQ(as_bytes(text).size(), 3U);
  EXPECT_EQ(as_text(as_bytes(text)).data(), text.data());

  Bytes joined = to_bytes("a");
  append(joined, "b");
  append(joined, as_bytes("c"));
  EXPECT_EQ(as_text(joined), "abc");
}

}  // namespace
}  // namespace parley::protocol
