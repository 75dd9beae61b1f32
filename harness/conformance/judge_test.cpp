#include "harness/conformance/judge.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

Case expecting(std::vector<Allowed> allowed, Level level = Level::must) {
  Case test;
  test.id = "test";
  test.level = level;
  test.allowed = std::move(allowed);
  return test;
}

/// An open connection on which the script has been played.
Observation opened() {
  Observation seen;
  seen.response.emplace();
  seen.response->status = 101;
  seen.script_finished = true;
  return seen;
}

Observation closed_with(Bytes body) {
  auto seen = opened();
  seen.closes = {std::move(body)};
  return seen;
}

Observation ended(TcpEnd end) {
  auto seen = opened();
  seen.end = end;
  return seen;
}

std::optional<Verdict> during(const Case& test, const Observation& seen) {
  const auto judgement = judge(test, seen, Moment::during);
  return judgement ? std::optional(judgement->verdict) : std::nullopt;
}

Verdict at_end(const Case& test, const Observation& seen) {
  return judge(test, seen, Moment::at_end).value().verdict;
}

const Bytes c1000{0x03, 0xE8};
const Bytes c1002{0x03, 0xEA};
const Bytes c1008{0x03, 0xF0};

TEST(JudgeFailure, TakesTheCodeTheDropAndLenientlyAnotherCode) {
  const auto test = expecting(failed_with(code(1002)));
  EXPECT_EQ(during(test, closed_with(c1002)), Verdict::pass);
  EXPECT_EQ(during(test, ended(TcpEnd::fin)), Verdict::pass);
  EXPECT_EQ(during(test, ended(TcpEnd::reset)), Verdict::pass);  // it may have taken a Close with it
  EXPECT_EQ(during(test, closed_with(c1008)), Verdict::pass_lenient);
  EXPECT_EQ(during(test, closed_with({})), Verdict::pass_lenient);
}

TEST(JudgeFailure, WaitsAsLongAsNothingIsClear) {
  const auto test = expecting(failed_with(code(1002)));
  EXPECT_EQ(during(test, opened()), std::nullopt);
  EXPECT_EQ(at_end(test, opened()), Verdict::fail);
}

TEST(JudgeFailure, NeedNotWaitForAPeerThatWentOn) {
  auto seen = opened();
  seen.went_on = true;
  EXPECT_EQ(during(expecting(failed_with(code(1002))), seen), Verdict::fail);
}

TEST(JudgeFailure, FailsAtOnceWhenTheForbiddenComesBack) {
  auto test = expecting(failed_with(code(1002)));
  test.forbidden.messages = {to_bytes("bad")};
  test.forbidden.pongs = {to_bytes("after")};
  auto seen = opened();
  seen.messages = {{true, to_bytes("bad")}};
  EXPECT_EQ(during(test, seen), Verdict::fail);
  seen.messages = {{true, to_bytes("good")}};  // the echo of what came before the fault
  EXPECT_EQ(during(test, seen), std::nullopt);
  seen.pongs = {to_bytes("after")};
  EXPECT_EQ(during(test, seen), Verdict::fail);
}

TEST(JudgeFailure, TakesNoMessageOfOthersForAnEcho) {
  auto test = expecting(failed_with(code(1002)));
  test.forbidden.messages = {to_bytes("bad")};
  auto seen = opened();
  seen.may_be_of_others = true;  // in a chat
  seen.messages = {{true, to_bytes("bad")}};
  EXPECT_EQ(during(test, seen), std::nullopt);
}

TEST(JudgeFailure, KnowsACloseThatWasTakenByItsCode) {
  const Bytes told{telltale >> 8U, telltale & 0xFFU};
  const auto refused = expecting(refused_close(code(1002)));
  EXPECT_EQ(during(refused, closed_with(c1002)), Verdict::pass);
  EXPECT_EQ(during(refused, closed_with(c1000)), Verdict::pass_lenient) << "it may fail all connections with that";
  EXPECT_EQ(at_end(refused, closed_with(told)), Verdict::fail);
  const auto bad = expecting(bad_close(2000, code(1002)));
  EXPECT_EQ(during(bad, closed_with({0x03, 0xF3})), Verdict::pass_lenient) << "1011: only a should names the code";
  EXPECT_EQ(during(bad, closed_with({})), Verdict::pass_lenient);
  EXPECT_EQ(at_end(bad, closed_with({0x07, 0xD0})), Verdict::fail) << "2000";
  EXPECT_EQ(at_end(bad, closed_with(c1000)), Verdict::fail);
}

TEST(JudgeAnswers, LetsAPeerHaveItsLimit) {
  const Bytes c1009{0x03, 0xF1};
  EXPECT_EQ(during(expecting(answered({{false, Bytes(126)}})), closed_with(c1009)), Verdict::pass_lenient);
  EXPECT_EQ(at_end(expecting(answered({{false, Bytes(125)}})), closed_with(c1009)), Verdict::fail);
  EXPECT_EQ(at_end(expecting(answered({{false, Bytes(126)}})), closed_with({})), Verdict::fail);
}

/// RFC 6455 §7.1.7: to send a Close is only a SHOULD, and no sentence has it be 1009.
TEST(JudgeAnswers, AsksNobodyHowHeKeepsALimitOfUsualSize) {
  const auto large = expecting(answered({{false, Bytes(65537)}}));
  EXPECT_EQ(during(large, closed_with({})), Verdict::pass_lenient);
  EXPECT_EQ(during(large, closed_with({0x03, 0xF3})), Verdict::pass_lenient) << "1011";
  EXPECT_EQ(at_end(large, ended(TcpEnd::fin)), Verdict::pass_lenient);
  EXPECT_EQ(at_end(large, ended(TcpEnd::reset)), Verdict::pass_lenient);
  EXPECT_EQ(at_end(large, closed_with(c1002)), Verdict::fail) << "it calls the message wrong";
  EXPECT_EQ(at_end(large, opened()), Verdict::fail) << "silence is no end";
  EXPECT_EQ(at_end(expecting(answered({{false, Bytes(65534)}})), ended(TcpEnd::fin)), Verdict::fail);
}

TEST(JudgeAnswers, KnowsWhichMessageAPeerTurnsDown) {
  const Message large{false, Bytes(65537)};
  const Message small{true, to_bytes("hello")};
  const auto test = expecting(answered({small, large, small}));
  auto seen = ended(TcpEnd::fin);
  seen.messages = {small};
  EXPECT_EQ(at_end(test, seen), Verdict::pass_lenient);
  seen.messages = {small, large};
  EXPECT_EQ(at_end(test, seen), Verdict::fail) << "it has taken the large one, and ends at the small one";
  seen.messages = {{false, Bytes(65536)}};
  EXPECT_EQ(at_end(test, seen), Verdict::fail) << "what came back is not what was sent";
  EXPECT_FALSE(expects_failure(test)) << "a limit is nothing that the case is about";
}

TEST(JudgeTarget, TakesEscapesOfTheClientInEitherCase) {
  Observation seen;
  seen.peer = Role::client;
  seen.request.emplace();
  seen.request->target = "/case/x?a=%c3%A9";
  EXPECT_EQ(at_end(expecting({{Grade::strict, AsksFor{"?a=%C3%A9", true}}}), seen), Verdict::pass);
  EXPECT_EQ(at_end(expecting({{Grade::strict, AsksFor{"?a=%C3%A9"}}}), seen), Verdict::fail);
}

TEST(JudgeAnswers, WantsTheMessagesInOrderAndTheNewestPong) {
  const auto test = expecting(answered({{true, to_bytes("a")}, {false, {1}}}, {to_bytes("p"), to_bytes("q")}));
  auto seen = opened();
  EXPECT_EQ(during(test, seen), std::nullopt);
  seen.messages = {{true, to_bytes("a")}};
  EXPECT_EQ(during(test, seen), std::nullopt);
  seen.messages.push_back({false, {1}});
  EXPECT_EQ(during(test, seen), std::nullopt);
  seen.pongs = {to_bytes("q")};  // RFC 6455 §5.5.3: the older ping may go without an answer
  EXPECT_EQ(during(test, seen), Verdict::pass);
}

TEST(JudgeAnswers, FailsOnAnotherMessageAnotherTypeOrAnEnd) {
  const auto test = expecting(answered({{true, to_bytes("a")}}));
  auto other = opened();
  other.messages = {{true, to_bytes("b")}};
  EXPECT_EQ(during(test, other), Verdict::fail);
  auto type = opened();
  type.messages = {{false, to_bytes("a")}};
  EXPECT_EQ(during(test, type), Verdict::fail);
  auto twice = opened();
  twice.messages = {{true, to_bytes("a")}, {true, to_bytes("a")}};
  EXPECT_EQ(during(test, twice), Verdict::fail);
  EXPECT_EQ(during(test, ended(TcpEnd::fin)), Verdict::fail);
  auto closed = closed_with(c1000);
  closed.messages = {{true, to_bytes("a")}};
  EXPECT_EQ(during(test, closed), Verdict::fail);
  EXPECT_EQ(at_end(test, opened()), Verdict::fail);
}

TEST(JudgeCloses, WantsAServerToEndTcpAndAClientToWait) {
  const auto test = expecting({{Grade::strict, Closes{code(1000)}}});
  auto seen = closed_with(c1000);
  EXPECT_EQ(during(test, seen), std::nullopt);
  seen.end = TcpEnd::fin;
  EXPECT_EQ(during(test, seen), Verdict::pass);
  auto client = closed_with(c1000);
  client.peer = Role::client;
  client.switched = true;
  EXPECT_EQ(during(test, client), Verdict::pass);
  EXPECT_EQ(at_end(test, closed_with(c1002)), Verdict::fail);
}

TEST(JudgeHandshake, TellsARefusalFromAnUpgradeAndFromSilence) {
  const auto test = expecting(refused());
  Observation refusal;
  refusal.response.emplace();
  refusal.response->status = 400;
  EXPECT_EQ(during(test, refusal), Verdict::pass);
  refusal.response->status = 200;
  EXPECT_EQ(during(test, refusal), Verdict::pass_lenient);
  Observation hung_up;
  EXPECT_EQ(during(test, hung_up), std::nullopt);
  hung_up.end = TcpEnd::fin;
  EXPECT_EQ(during(test, hung_up), Verdict::pass_lenient);
  EXPECT_EQ(at_end(test, Observation{}), Verdict::fail);
  EXPECT_EQ(during(test, opened()), Verdict::fail);
}

TEST(JudgeLevel, SaysWhatABrokenRuleComesTo) {
  const std::pair<Level, Verdict> rows[] = {{Level::must, Verdict::fail},       {Level::should, Verdict::warning},
                                            {Level::quality, Verdict::warning}, {Level::disputed, Verdict::disputed},
                                            {Level::may, Verdict::info},        {Level::info, Verdict::info}};
  for (const auto& [level, verdict] : rows) {
    EXPECT_EQ(at_end(expecting(failed_with(code(1002)), level), opened()), verdict);
  }
}

TEST(JudgeSurvival, WantsThePongWhateverElseCame) {
  const auto test = expecting({{Grade::strict, Survives{to_bytes("p")}}, {Grade::strict, Drops{}}});
  auto seen = opened();
  seen.messages = {{true, to_bytes("echo")}, {true, to_bytes("echo")}};
  EXPECT_EQ(during(test, seen), std::nullopt);
  seen.pongs = {to_bytes("other"), to_bytes("p")};
  EXPECT_EQ(during(test, seen), Verdict::pass);
  EXPECT_EQ(during(test, ended(TcpEnd::reset)), Verdict::pass);
  EXPECT_EQ(at_end(test, opened()), Verdict::fail);
}

TEST(JudgeSurvival, MayBeContentWithALaterPong) {
  const auto test = expecting({{Grade::strict, Survives{to_bytes("p")}}, {Grade::lenient, GoesOn{}}});
  auto seen = opened();
  EXPECT_EQ(during(test, seen), std::nullopt);
  EXPECT_EQ(at_end(test, seen), Verdict::fail);
  EXPECT_EQ(at_end(test, ended(TcpEnd::reset)), Verdict::fail);
  seen.went_on = true;
  EXPECT_EQ(at_end(test, seen), Verdict::pass_lenient);
  seen.pongs = {to_bytes("p")};
  EXPECT_EQ(at_end(test, seen), Verdict::pass);
}

TEST(JudgeAnswers, LetsAPeerThatNeedNotEchoSpeakForItself) {
  const auto test = expecting(answered({}, {to_bytes("p")}));
  auto seen = opened();
  seen.messages = {{true, to_bytes("welcome")}};
  EXPECT_EQ(during(test, seen), std::nullopt) << "the pong is still to come";
  EXPECT_EQ(at_end(test, seen), Verdict::fail);
  seen.pongs = {to_bytes("p")};
  EXPECT_EQ(during(test, seen), Verdict::pass);
}

TEST(JudgeRefusal, LeavesTheEndOpenWhereNoneIsAnnounced) {
  const auto test = expecting({{Grade::strict, RefusesWhole{}}, {Grade::lenient, RefusesWhole{Content::unannounced}}});
  Observation seen;
  seen.response.emplace();
  seen.response->status = 400;
  EXPECT_EQ(during(test, seen), std::nullopt) << "it may end yet";
  EXPECT_EQ(at_end(test, seen), Verdict::pass_lenient);
  seen.end = TcpEnd::fin;
  EXPECT_EQ(during(test, seen), Verdict::pass);
  seen.end = TcpEnd::open;
  seen.response->fields = {{"Content-Length", "5"}};
  EXPECT_EQ(at_end(test, seen), Verdict::fail) << "which never comes";
  seen.response->fields = {{"Connection", "close"}};
  EXPECT_EQ(at_end(test, seen), Verdict::fail) << "which it does not obey";
}

TEST(JudgeRefusal, HoldsNoStreamAgainstAPeerWhileItLasts) {
  const auto test =
      expecting({{Grade::strict, RefusesWhole{}}, {Grade::informational, RefusesWhole{Content::unfinished}}});
  Observation seen;
  seen.response.emplace();
  seen.response->status = 200;
  seen.response->fields = {{"Transfer-Encoding", "chunked"}};
  EXPECT_EQ(during(test, seen), std::nullopt) << "its last chunk may come yet";
  EXPECT_EQ(at_end(test, seen), Verdict::info);
  seen.end = TcpEnd::fin;
  EXPECT_EQ(at_end(test, seen), Verdict::fail) << "it was cut off";
  seen.end = TcpEnd::open;
  seen.body_complete = true;
  seen.response->fields = {{"Transfer-Encoding", "chunked"}, {"Connection", "close"}};
  EXPECT_EQ(at_end(test, seen), Verdict::fail) << "it was whole, and TCP does not end";
}

}  // namespace
}  // namespace parley::conformance
