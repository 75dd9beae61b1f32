#include "harness/conformance/fuzz/suspects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

namespace parley::conformance::fuzz {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// One connection for each letter, in the order in which they ended: 'a' was answered, '-' was not.
Round round_of(std::string_view answers) {
  Round round;
  for (const char answer : answers) {
    CaseResult result;
    result.transcript.add({}, Direction::sent, protocol::to_bytes("GET"));
    if (answer == 'a') result.transcript.add({}, Direction::received, protocol::to_bytes("HTTP"));
    round.finished.push_back(round.results.size());
    round.results.emplace_back(std::move(result));
  }
  return round;
}

TEST(Suspects, AreTheLatestFirst) {
  EXPECT_THAT(suspects_of(round_of("aaaaa"), 2), ElementsAre(4, 3));
  EXPECT_THAT(suspects_of(round_of("a"), 2), ElementsAre(0));
  EXPECT_THAT(suspects_of(round_of(""), 2), IsEmpty());
}

TEST(Suspects, AreAlsoThoseThatTheServerDidNotLiveToAnswer) {
  EXPECT_THAT(suspects_of(round_of("aaaa--"), 2), ElementsAre(5, 4, 3, 2));
  EXPECT_THAT(suspects_of(round_of("---"), 2), ElementsAre(1, 0)) << "a request can end it, too";
}

TEST(Suspects, AreNotThoseThatCameToADeafServer) {
  EXPECT_THAT(suspects_of(round_of("aaaa--------"), 2), ElementsAre(5, 4, 3, 2));
}

TEST(Suspects, AreInTheOrderInWhichTheyEnded) {
  auto round = round_of("aaa-");
  round.finished = {1, 0, 3, 2};
  EXPECT_THAT(suspects_of(round, 3), ElementsAre(2, 3, 0));
}

}  // namespace
}  // namespace parley::conformance::fuzz
