#include "harness/conformance/second_hearing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace parley::conformance {
namespace {

using ::testing::HasSubstr;

CaseResult result(Verdict verdict, bool silent, Closing closing = Closing::clean) {
  CaseResult made;
  made.verdict = verdict;
  made.why = is_passing(verdict) ? "" : "no echo";
  made.silent = silent;
  made.closing = closing;
  return made;
}

TEST(SecondHearing, IsForWhoeverIsAccusedOfSilence) {
  EXPECT_TRUE(deserves_second_hearing(result(Verdict::fail, true)));
  EXPECT_TRUE(deserves_second_hearing(result(Verdict::error, true)));
  EXPECT_TRUE(deserves_second_hearing(result(Verdict::pass, false, Closing::unanswered)));
  EXPECT_FALSE(deserves_second_hearing(result(Verdict::fail, false)));
  EXPECT_FALSE(deserves_second_hearing(result(Verdict::pass, true)));
  EXPECT_FALSE(deserves_second_hearing(result(Verdict::skipped, true)));
  auto nobody = result(Verdict::error, true);
  nobody.unreachable = true;
  EXPECT_FALSE(deserves_second_hearing(nobody));
}

struct Hearing {
  CaseResult first;
  CaseResult second;
  Verdict verdict;
  Closing closing = Closing::clean;
};

TEST(SecondHearing, TakesBackWhatSilenceAccusedThePeerOf) {
  const auto silent = result(Verdict::fail, true, Closing::unanswered);
  const auto wrong = result(Verdict::fail, false, Closing::left_open);
  const auto good = result(Verdict::pass, false);
  const std::vector<Hearing> hearings{
      {silent, good, Verdict::pass_lenient},
      {silent, silent, Verdict::fail, Closing::unanswered},
      {silent, result(Verdict::pass, false, Closing::left_open), Verdict::pass_lenient, Closing::left_open},
      {silent, result(Verdict::skipped, false, Closing::not_judged), Verdict::fail, Closing::unanswered},
      {silent, result(Verdict::error, false, Closing::not_judged), Verdict::fail, Closing::unanswered},
      {result(Verdict::error, true, Closing::not_judged), good, Verdict::pass_lenient},
      {wrong, good, Verdict::fail},
      {result(Verdict::pass, false, Closing::left_open), silent, Verdict::pass, Closing::left_open},
      {result(Verdict::pass, false, Closing::left_open), wrong, Verdict::pass, Closing::left_open},
      {result(Verdict::pass, false, Closing::left_open), good, Verdict::pass},
  };
  for (const auto& [first, second, verdict, closing] : hearings) {
    const auto heard = after_second_hearing(first, second);
    EXPECT_EQ(heard.verdict, verdict) << &first - &hearings.front().first;
    EXPECT_EQ(heard.closing, closing) << &first - &hearings.front().first;
    EXPECT_THAT(heard.why, HasSubstr(verdict == Verdict::pass_lenient ? "the first time: no echo" : first.why));
  }
}

TEST(SecondHearing, ForgetsNothingThatBytesProved) {
  auto first = result(Verdict::fail, true);
  first.findings = {{Rule::reserved_bits, "RSV1"}, {Rule::one_close, "two"}};
  auto second = result(Verdict::pass, false);
  second.findings = {{Rule::one_close, "two again"}};
  const auto heard = after_second_hearing(first, second);
  ASSERT_EQ(heard.findings.size(), 2U);
  EXPECT_EQ(heard.findings[0].what, "two again");
  EXPECT_EQ(heard.findings[1].what, "RSV1");
}

TEST(SecondHearing, IsWorthWhileUntilSomeInARowChangedNothing) {
  Hearings hearings(2);
  for (const bool changed : {false, true, false}) {
    hearings.count(changed);
    EXPECT_TRUE(hearings.worth_while());
  }
  hearings.count(false);
  EXPECT_FALSE(hearings.worth_while());
}

}  // namespace
}  // namespace parley::conformance
