#include "harness/load/sequence.hpp"

#include <gtest/gtest.h>

namespace parley::load {
namespace {

using Arrival = Sequence::Arrival;

TEST(SequenceTest, SeesMessagesInOrder) {
  Sequence sequence;
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_EQ(sequence.take(i).arrival, Arrival::in_order);
  EXPECT_EQ(sequence.next(), 10U);
  EXPECT_EQ(sequence.missing(), 0U);
}

TEST(SequenceTest, CountsThoseThatDoNotCome) {
  Sequence sequence;
  const auto arrived = sequence.take(3);
  EXPECT_EQ(arrived.arrival, Arrival::ahead);
  EXPECT_EQ(arrived.missed, 3U);
  EXPECT_EQ(sequence.missing(), 3U);
  EXPECT_EQ(sequence.take(4).arrival, Arrival::in_order);
}

TEST(SequenceTest, TellsLateOnesFromDoubledOnes) {
  Sequence sequence;
  static_cast<void>(sequence.take(2));
  EXPECT_EQ(sequence.take(1).arrival, Arrival::reordered);
  EXPECT_EQ(sequence.take(1).arrival, Arrival::doubled);
  EXPECT_EQ(sequence.take(2).arrival, Arrival::doubled);
  EXPECT_EQ(sequence.missing(), 1U);  // 0
  EXPECT_EQ(sequence.take(3).arrival, Arrival::in_order);
}

TEST(SequenceTest, RemembersTheLastOfManyMissingAndCountsAll) {
  Sequence sequence;
  static_cast<void>(sequence.take(5000));
  static_cast<void>(sequence.take(5500));
  EXPECT_EQ(sequence.missing(), 5000U + 499U);
  EXPECT_EQ(sequence.take(5499).arrival, Arrival::reordered);
  EXPECT_EQ(sequence.take(4999).arrival, Arrival::reordered);
  EXPECT_EQ(sequence.take(0).arrival, Arrival::doubled);  // it might as well be
  EXPECT_EQ(sequence.missing(), 5497U);
}

}  // namespace
}  // namespace parley::load
