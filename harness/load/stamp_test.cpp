#include "harness/load/stamp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "protocol/utf8.hpp"

namespace parley::load {
namespace {

using protocol::MessageType;

const Stamp samples[] = {{0, 0},  {1, 0},          {63, 1},
                         {64, 2}, {0xFFFFFFFF, 3}, {std::numeric_limits<std::uint64_t>::max(), 0xFFFFFF}};

class StampTest : public ::testing::TestWithParam<MessageType> {};

TEST_P(StampTest, ComesBackAsItWasWritten) {
  for (const Stamp& stamp : samples) {
    const auto bytes = encode_stamp(stamp, GetParam());
    EXPECT_EQ(decode_stamp(bytes, GetParam()), stamp) << stamp.sequence;
  }
}

TEST_P(StampTest, IsNotSeenWhereAByteIsWrong) {
  // In a text the check has six bits: a wrong byte passes for another stamp once in 64 times.
  int seen = 0;
  for (std::uint64_t sequence = 0; sequence < 100; ++sequence) {
    for (std::size_t at = 0; at < stamp_size; ++at) {
      auto bytes = encode_stamp({sequence, 7}, GetParam());
      bytes[at] ^= 1U;
      const auto other = decode_stamp(bytes, GetParam());
      EXPECT_NE(other, (Stamp{sequence, 7}));
      if (other) ++seen;
    }
  }
  EXPECT_LE(seen, GetParam() == MessageType::binary ? 0 : 1600 / 16);
}

TEST_P(StampTest, TellsNeighboursApartByItsFirstByte) {
  for (std::uint64_t sequence = 0; sequence < 200; ++sequence) {
    EXPECT_NE(encode_stamp({sequence, 7}, GetParam())[0], encode_stamp({sequence + 1, 7}, GetParam())[0]);
  }
}

INSTANTIATE_TEST_SUITE_P(Types, StampTest, ::testing::Values(MessageType::text, MessageType::binary));

TEST(TextStampTest, IsPrintable) {
  for (const Stamp& stamp : samples) {
    const auto bytes = encode_stamp(stamp, MessageType::text);
    EXPECT_THAT(std::string(bytes.begin(), bytes.end()), ::testing::MatchesRegex("[-0-9A-Za-z_]{16}"));
  }
}

TEST(TextStampTest, IsNotSeenInOtherCharacters) {
  auto bytes = encode_stamp({1, 1}, MessageType::text);
  bytes[3] = '"';
  EXPECT_EQ(decode_stamp(bytes, MessageType::text), std::nullopt);
}

}  // namespace
}  // namespace parley::load
