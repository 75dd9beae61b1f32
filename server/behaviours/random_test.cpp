#include "server/behaviours/random.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

// From the reference implementation, which its author has put into the public domain.
TEST(Random, GivesTheNumbersOfSplitMix64) {
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(Random, ReachesBothEndsOfARange) {
  Random random(1);
  bool low = false;
  bool high = false;
  for (int i = 0; i < 1000; ++i) {
    const int drawn = random.between(-2, 2);
    ASSERT_GE(drawn, -2);
    ASSERT_LE(drawn, 2);
    low |= drawn == -2;
    high |= drawn == 2;
  }
  EXPECT_TRUE(low && high);
}

TEST(Random, FractionsAreEvenlySpread) {
  Random random(1);
  int below = 0;
  for (int i = 0; i < 10000; ++i) {
    const double drawn = random.fraction();
    ASSERT_GE(drawn, 0);
    ASSERT_LT(drawn, 1);
    if (drawn < 0.1) ++below;
  }
  EXPECT_NEAR(below, 1000, 100);
}

}  // namespace
}  // namespace parley::server
