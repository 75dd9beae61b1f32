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

TEST(Survey, LeavesServersOutThatSendOneTypeBackOnly) {
  Survey found;
  found.no_binary_echo = "text only";
  Case test;
  test.needs = {Need::open, Need::echo};
  test.allowed = {{Grade::strict, Answers{{{true, {'a'}}}}}};
  EXPECT_EQ(found.lacks(test), "");
  test.allowed = {{Grade::strict, Answers{{{true, {'a'}}, {false, {'b'}}}}}};
  EXPECT_EQ(found.lacks(test), "text only");
  test.allowed = {{Grade::strict, Exchanges{1}}};
  test.script.steps = {Exchange{.opcode = protocol::Opcode::binary}};
  EXPECT_EQ(found.lacks(test), "text only");
  EXPECT_TRUE(found.echoes());
  found.no_text_echo = "silent";
  test.allowed = {{Grade::strict, Answers{}}};
  test.script.steps = {};
  EXPECT_EQ(found.lacks(test), "silent") << "a case that needs an echo of either";
  EXPECT_FALSE(found.echoes());
}

TEST(PatienceFor, FollowsASlowPeerAndHasAFloor) {
  Survey survey;
  const auto floor = Patience{}.answer;
  EXPECT_EQ(patience_for(survey).answer, floor);
  survey.round_trip = floor;
  EXPECT_EQ(patience_for(survey).answer, 20 * floor);
}

/// What it never does need not be awaited in each of two thousand cases.
TEST(PatienceFor, IsShortWithWhoNeverCloses) {
  Survey survey;
  EXPECT_EQ(patience_for(survey).closing, std::nullopt);
  survey.closes = false;
  EXPECT_EQ(patience_for(survey).closing, 500ms);
  EXPECT_EQ(patience_for(survey).answer, Patience{}.answer) << "of all else it may be capable";
  survey.round_trip = 100ms;
  EXPECT_EQ(patience_for(survey).closing, 2s);
}

TEST(JobsFor, AreMoreWithWhoLetsUsWait) {
  Survey survey;
  const auto usual = jobs_for(survey);
  survey.answers = false;
  EXPECT_GT(jobs_for(survey), usual);
  survey.answers = true;
  survey.closes = false;
  EXPECT_GT(jobs_for(survey), usual);
}

}  // namespace
}  // namespace parley::conformance
