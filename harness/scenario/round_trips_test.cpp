#include "harness/scenario/round_trips.hpp"

#include <gtest/gtest.h>

#include "harness/scenario/content.hpp"

namespace parley::scenario {
namespace {

using protocol::MessageType;
using std::chrono::nanoseconds;

struct Fixture : ::testing::Test {
  void start(std::string_view text, int at, Answer answer = Answer::echo) {
    trips.start(answer, MessageType::text, protocol::as_bytes(text), zero + nanoseconds(at));
  }
  void arrive(std::string_view text, int at, MessageType type = MessageType::text) {
    trips.arrive(type, protocol::as_bytes(text), zero + nanoseconds(at));
  }

  const RoundTrips::TimePoint zero{};
  load::Histogram times;
  RoundTrips trips{times};
};

using RoundTripsTest = Fixture;

TEST_F(RoundTripsTest, EndWithTheEqualMessage) {
  start("a", 10);
  start("b", 20);
  arrive("clock", 30);
  arrive("a", 40, MessageType::binary);
  EXPECT_EQ(trips.waiting(), 2U);
  arrive("b", 50);
  EXPECT_EQ(times.max(), 30U);
  arrive("a", 60);
  EXPECT_EQ(times.max(), 50U);
  EXPECT_EQ(trips.waiting(), 0U);
  arrive("a", 70);
  EXPECT_EQ(times.count(), 2U);
}

TEST_F(RoundTripsTest, EndWithTheNextMessage) {
  start("a", 10, Answer::next);
  start("b", 10, Answer::not_timed);
  EXPECT_EQ(trips.waiting(), 1U);
  arrive("whatever", 15);
  EXPECT_EQ(times.max(), 5U);
  EXPECT_EQ(trips.waiting(), 0U);
}

TEST_F(RoundTripsTest, TakeEqualMessagesInTheirOrder) {
  start("x", 10);
  start("x", 20);
  arrive("x", 30);
  EXPECT_EQ(times.max(), 20U);
  arrive("x", 31);
  EXPECT_EQ(times.min(), 11U);
}

TEST(ContentTest, MakesPayloads) {
  const Json i = 7;
  const Lookup lookup = [&](const Placeholder& placeholder) { return placeholder.name == "i" ? &i : nullptr; };
  const auto text = [&](const Content& content) {
    return std::string(protocol::as_text(make_payload(content, lookup, 1)));
  };
  EXPECT_EQ(text(Text{"n={{i}}"}), "n=7");
  EXPECT_EQ(text(JsonContent{{{"n", "{{i}}"}}}), "{\"n\":7}");
  EXPECT_EQ(text(FillerText{7, "abc"}), "abcabca");
  EXPECT_EQ(text(FixedBytes{{'x'}}), "x");
  EXPECT_TRUE(depends_on_i(Text{"{{i}}"}));
  EXPECT_TRUE(depends_on_i(JsonContent{{{"n", "{{i}}"}}}));
  EXPECT_FALSE(depends_on_i(Text{"{{client}}"}));
}

TEST(ContentTest, DrawsTheSameBytesFromTheSameSeed) {
  const Lookup none = [](const Placeholder&) -> const Json* { return nullptr; };
  const auto bytes = [&](std::uint64_t size, std::uint64_t seed) {
    return make_payload(SeededBytes{size}, none, seed);
  };
  EXPECT_EQ(bytes(100, 1), bytes(100, 1));
  EXPECT_NE(bytes(100, 1), bytes(100, 2));
  for (std::uint64_t size = 0; size < 20; ++size) EXPECT_EQ(bytes(size, 1).size(), size);
}

}  // namespace
}  // namespace parley::scenario
