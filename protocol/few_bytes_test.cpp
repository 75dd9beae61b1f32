#include "protocol/few_bytes.hpp"

#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

constexpr std::size_t largest = 67;

Bytes counting(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i + 1);
  return bytes;
}

TEST(FewBytes, StepsCoverEachByteOnce) {
  for (std::size_t size = 0; size <= largest; ++size) {
    std::size_t next = 0;
    in_few_steps(size, [&](std::size_t offset, auto width) {
      EXPECT_EQ(offset, next) << size;
      next = offset + width();
    });
    EXPECT_EQ(next, size);
  }
}

TEST(FewBytes, CopiesExactlyTheBytes) {
  for (std::size_t size = 0; size <= largest; ++size) {
    const Bytes from = counting(size);
    Bytes to(size + 1, 0xEE);
    copy_few(from, to.data());
    EXPECT_EQ(Bytes(to.begin(), to.end() - 1), from);
    EXPECT_EQ(to.back(), 0xEE) << size;
  }
}

TEST(FewBytes, SeesADifferenceInEachByte) {
  for (std::size_t size = 0; size <= largest; ++size) {
    const Bytes one = counting(size);
    EXPECT_TRUE(are_few_equal(one, Bytes(one)));
    for (std::size_t at = 0; at < size; ++at) {
      Bytes other = one;
      other[at] ^= 0x80;
      EXPECT_FALSE(are_few_equal(one, other)) << at << " of " << size;
    }
  }
}

}  // namespace
}  // namespace parley::protocol
