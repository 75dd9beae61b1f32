#include "harness/load/flights.hpp"

#include <gtest/gtest.h>

namespace parley::load {
namespace {

TimePoint at(int nanoseconds) {
  return TimePoint(std::chrono::nanoseconds(nanoseconds));
}

TEST(FlightsTest, KeepsTimesFromDueToAnswer) {
  Flights flights;
  flights.add(at(10));
  flights.add(at(20));
  EXPECT_EQ(flights.waiting(), 2U);
  flights.send_until(1, at(15));
  EXPECT_EQ(flights.under_way(), 1U);
  EXPECT_EQ(flights.waiting(), 1U);
  EXPECT_EQ(flights[0].due, at(10));
  EXPECT_EQ(flights[0].sent, at(15));
  flights.answer_until(1);
  EXPECT_EQ(flights.under_way(), 0U);
  EXPECT_EQ(flights[1].due, at(20));
}

TEST(FlightsTest, KeepsEachInItsPlaceWhileItGrows) {
  Flights flights;
  int added = 0;
  for (int round = 1; round < 50; ++round) {
    for (int i = 0; i < round; ++i, ++added) flights.add(at(added));
    flights.send_until(flights.end(), at(-added));
    for (auto number = flights.answered(); number < flights.end(); ++number) {
      ASSERT_EQ(flights[number].due, at(static_cast<int>(number)));
    }
    flights.answer_until(flights.end() - static_cast<std::uint64_t>(round) / 2);
  }
}

}  // namespace
}  // namespace parley::load
