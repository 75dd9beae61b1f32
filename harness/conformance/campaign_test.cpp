// A server that ends in the midst of the suite.
#include "harness/conformance/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "harness/conformance/catalogue/vocabulary.hpp"
#include "harness/conformance/second_hearing.hpp"
#include "harness/scenario/testing/echo_server.hpp"

namespace parley::conformance {
namespace {

using scenario::testing::EchoServer;
using ::testing::HasSubstr;
using ::testing::Not;

Case echo_case(const std::string& word, Crowding crowding = Crowding::shared) {
  Case test;
  test.id = word;
  test.level = Level::must;
  test.needs = echoes;
  test.crowding = crowding;
  test.script.steps = {Send{{text(word)}}};
  test.allowed = answered({{true, protocol::to_bytes(word)}});
  // Most cases allow this, and so would not see that the server has ended.
  test.allowed.push_back({Grade::strict, Drops{}});
  return test;
}

class CampaignTest : public ::testing::Test {
 protected:
  CampaignTest() {
    start();
    options_.jobs = 8;
    options_.patience = {std::chrono::seconds(20), std::chrono::milliseconds(150)};
    options_.revive = [this]() -> Revival {
      ++ends_;
      start();
      return {"signal 11", peer_.uri};
    };
  }

  void start() {
    server_ = std::make_unique<EchoServer>();
    peer_.uri = protocol::parse_uri(server_->url()).value();
  }

  std::vector<CaseResult> play(const std::vector<Case>& cases) {
    std::vector<const Case*> all;
    for (const auto& test : cases) all.push_back(&test);
    const Peer peer = peer_;
    return Campaign(peer, all, options_, on_finish_).play();
  }

  std::unique_ptr<EchoServer> server_;
  Peer peer_;
  PlayOptions options_;
  OnFinish on_finish_;
  int ends_ = 0;
};

std::vector<Case> many(int count) {
  std::vector<Case> cases;
  for (int i = 0; i < count; ++i) cases.push_back(echo_case("case " + std::to_string(i)));
  return cases;
}

TEST_F(CampaignTest, FindsTheCaseThatEndsTheServer) {
  auto cases = many(60);
  cases.insert(cases.begin() + 30, echo_case("die"));
  const auto results = play(cases);
  ASSERT_EQ(results.size(), cases.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].test, &cases[i]);
    if (cases[i].id == "die") {
      EXPECT_EQ(results[i].verdict, Verdict::fail);
      EXPECT_THAT(results[i].why, HasSubstr("signal 11"));
    } else {
      EXPECT_EQ(results[i].verdict, Verdict::pass) << results[i].why;
      EXPECT_THAT(results[i].seen, HasSubstr(cases[i].id));
    }
  }
  EXPECT_EQ(ends_, 2) << "among others, and alone";
}

TEST_F(CampaignTest, SeesThatTheLastCaseEndedTheServer) {
  const std::vector cases{echo_case("die")};
  EXPECT_EQ(play(cases).at(0).verdict, Verdict::fail);
}

TEST_F(CampaignTest, GoesOnAfterACaseThatIsPlayedAlone) {
  const std::vector cases{echo_case("die", Crowding::alone), echo_case("after", Crowding::alone)};
  const auto results = play(cases);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::fail);
  EXPECT_EQ(results[1].verdict, Verdict::pass) << results[1].why;
  EXPECT_EQ(ends_, 1);
}

TEST_F(CampaignTest, GivesUpAServerThatStaysAway) {
  options_.revive = [] { return Revival{"exit code 1", std::nullopt}; };
  auto cases = many(60);
  cases.insert(cases.begin(), echo_case("die"));
  const auto results = play(cases);
  ASSERT_EQ(results.size(), cases.size());
  EXPECT_EQ(results.front().verdict, Verdict::error) << "it may have been another one";
  EXPECT_EQ(results.back().verdict, Verdict::error);
  EXPECT_EQ(results.back().why, "not played: the server is gone: exit code 1");
}

/// Nobody is accused because the run ends while the server is brought back, be it the first time or when the culprit is
/// looked for.
class StoppedCampaignTest : public CampaignTest {
 protected:
  /// The verdicts of a run that is stopped beside a server which has ended so many times.
  void stop_at_end(int end) {
    options_.stop = stop_.get_token();
    options_.revive = [this, end] {
      start();
      if (++ends_ < end) return Revival{"signal 11", peer_.uri};
      stop_.request_stop();
      return Revival{"nobody waited for it", std::nullopt};
    };
  }

  std::stop_source stop_;
};

TEST_F(StoppedCampaignTest, AccusesNobodyBesideAServerThatIsGone) {
  stop_at_end(1);
  auto cases = many(20);
  cases.push_back(echo_case("die"));
  const auto results = play(cases);
  EXPECT_TRUE(stop_.stop_requested());
  EXPECT_LT(results.size(), cases.size());
  for (const auto& result : results) EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
}

TEST_F(StoppedCampaignTest, AccusesNobodyWhileItLooksForTheCulprit) {
  stop_at_end(2);
  options_.jobs = 1;
  auto cases = many(20);
  cases.push_back(echo_case("die"));
  const auto results = play(cases);
  EXPECT_TRUE(stop_.stop_requested());
  EXPECT_EQ(results.size(), 20U);
  for (const auto& result : results) EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
}

TEST_F(StoppedCampaignTest, AccusesNoCaseThatIsPlayedAlone) {
  stop_at_end(1);
  auto cases = many(20);
  cases.push_back(echo_case("die", Crowding::alone));
  const auto results = play(cases);
  EXPECT_TRUE(stop_.stop_requested());
  EXPECT_EQ(results.size(), 20U);
  for (const auto& result : results) EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
}

TEST_F(CampaignTest, GivesUpAServerThatEndsAgainAndAgain) {
  std::vector<Case> cases;
  for (int i = 0; i < 40; ++i) cases.push_back(echo_case("die"));
  options_.jobs = 1;
  const auto results = play(cases);
  ASSERT_EQ(results.size(), cases.size());
  EXPECT_EQ(results.front().verdict, Verdict::fail);
  EXPECT_THAT(results.back().why, HasSubstr("it has ended"));
  EXPECT_EQ(ends_, 10);
  for (const auto& result : results) EXPECT_THAT(result.why, HasSubstr("signal 11"));
}

TEST_F(CampaignTest, JudgesSeveralConnectionsByThoseThatCameAbout) {
  auto refused = echo_case("refused", Crowding::alone);
  refused.script.request = "GET / HTTP/1.1\r\n\r\n";
  refused.connections = 3;
  const auto results = play({refused});
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::skipped) << results[0].why;
  EXPECT_THAT(results[0].why, HasSubstr("none of 3 connections"));
  refused.connections = 1;
  EXPECT_EQ(play({refused}).at(0).verdict, Verdict::error);
}

/// With 8 jobs, four cases are heard a second time in a round: here the first of each four, then the second ones, and
/// so on.
class SecondHearingTest : public CampaignTest {
 protected:
  SecondHearingTest() {
    options_.patience.answer = std::chrono::seconds(1);
    for (int i = 0; i < 16; ++i) {
      const auto* const word = i % 4 == 0 ? "miss 2 " : "miss 1 ";
      auto test = echo_case(word + std::to_string(i));
      test.allowed.pop_back();
      cases_.push_back(std::move(test));
    }
  }

  std::vector<Case> cases_;
};

TEST_F(SecondHearingTest, ClearsWhoOnlyOnceDidNotAnswerInTime) {
  cases_[8] = echo_case("miss 1 8");
  const auto results = play(cases_);
  ASSERT_EQ(results.size(), cases_.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const bool silent_twice = i % 4 == 0 && i != 8;
    EXPECT_EQ(results[i].verdict, silent_twice ? Verdict::fail : Verdict::pass_lenient) << i << results[i].why;
    EXPECT_EQ(results[i].why.find("second time") == std::string::npos, silent_twice) << i << results[i].why;
  }
}

TEST_F(SecondHearingTest, StopsWhenARoundChangesNothing) {
  for (const auto& result : play(cases_)) EXPECT_EQ(result.verdict, Verdict::fail) << result.why;
}

TEST_F(SecondHearingTest, IsForTheCasesThatArePlayedAloneToo) {
  auto test = echo_case("miss 1", Crowding::alone);
  test.allowed.pop_back();
  EXPECT_EQ(play({test}).at(0).verdict, Verdict::pass_lenient);
  EXPECT_EQ(play({echo_case("miss 2", Crowding::alone)}).at(0).verdict, Verdict::fail);
}

TEST_F(SecondHearingTest, IsNotForWhoAnsweredWrongly) {
  auto test = echo_case("good");
  test.allowed = answered({{true, protocol::to_bytes("better")}});
  const auto result = play({test}).at(0);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_FALSE(deserves_second_hearing(result));
}

TEST_F(SecondHearingTest, ThatEndsTheServerIsTold) {
  auto test = echo_case("miss 1 and die");
  test.allowed.pop_back();
  const auto results = play({echo_case("good"), test});
  EXPECT_EQ(results.at(0).verdict, Verdict::pass);
  EXPECT_EQ(results.at(1).verdict, Verdict::error) << "the new server has to hear it twice, too";
  EXPECT_THAT(results.at(1).why, HasSubstr("signal 11"));
}

TEST_F(CampaignTest, ReportsWhoWasNeverThere) {
  server_.reset();
  options_.revive = {};
  const auto results = play(many(3));
  ASSERT_EQ(results.size(), 3U);
  for (const auto& result : results) {
    EXPECT_EQ(result.verdict, Verdict::error);
    EXPECT_TRUE(result.unreachable);
    EXPECT_THAT(result.why, HasSubstr("refused"));
    EXPECT_THAT(result.why, Not(HasSubstr("gone")));
  }
}

}  // namespace
}  // namespace parley::conformance
