#include "harness/conformance/survey.hpp"

#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using namespace std::chrono_literals;

TEST(TimeToAnswer, IsTheLongestFromWhatWasSentToWhatCame) {
  Transcript transcript;
  EXPECT_EQ(time_to_answer(transcript), 0ns);
  transcript.add(1ms, Direction::sent, protocol::as_bytes("GET"));
  transcript.add(5ms, Direction::received, protocol::as_bytes("HTTP"));
  EXPECT_EQ(time_to_answer(transcript), 4ms);
  transcript.add(6ms, Direction::sent, protocol::as_bytes("ping"));
  transcript.add(15ms, Direction::received, protocol::as_bytes("po"));
  transcript.add(16ms, Direction::received, protocol::as_bytes("ng"));
  EXPECT_EQ(time_to_answer(transcript), 10ms);
}

TEST(TimeToAnswer, DoesNotTakeAPeerThatAnswersNoPingForASlowOne) {
  Transcript transcript;
  transcript.add(1ms, Direction::sent, protocol::as_bytes("GET"));
  transcript.add(5ms, Direction::received, protocol::as_bytes("HTTP"));
  transcript.add(6ms, Direction::sent, protocol::as_bytes("ping"));
  transcript.note(3s, "patience is over");
  transcript.add(3001ms, Direction::sent, protocol::as_bytes("close"));
  transcript.add(3002ms, Direction::received, protocol::as_bytes("close"));
  EXPECT_EQ(time_to_answer(transcript), 4ms);
}

TEST(PatienceFor, FollowsASlowPeerAndHasAFloor) {
  Survey survey;
  const auto floor = Patience{}.answer;
  EXPECT_EQ(patience_for(survey).answer, floor);
  survey.round_trip = floor;
  EXPECT_EQ(patience_for(survey).answer, 20 * floor);
}

}  // namespace
}  // namespace parley::conformance
