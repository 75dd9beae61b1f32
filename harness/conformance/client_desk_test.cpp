// The desk to which clients under test come, as a driver written for Autobahn|Testsuite sees it.
#include "harness/conformance/client_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "client/case_driver.hpp"
#include "harness/conformance/testing/client_desk_visitors.hpp"

namespace parley::conformance {
namespace {

using client::EchoClient;
using client::EchoReport;
using ::testing::AllOf;
using testing::ClientDeskTest;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::request_for;
using testing::Seen;
using testing::short_patience;
using testing::Silent;
using ::testing::StartsWith;
using Json = nlohmann::json;

TEST_F(ClientDeskTest, CountsTheCasesThatHaveANumber) {
  open_desk();
  EXPECT_EQ(ask("/getCaseCount"), "3");
  EXPECT_THAT(results, IsEmpty());
}

TEST_F(ClientDeskTest, TellsWhatACaseIs) {
  open_desk();
  const auto info = Json::parse(ask("/getCaseInfo?case=1"));
  EXPECT_EQ(info["id"], "1.1.1");
  EXPECT_EQ(info["description"], "A text. It comes back.");
  EXPECT_EQ(Json::parse(ask("/getCaseInfo?case=2"))["id"], "second");
  EXPECT_EQ(Json::parse(ask("/getCaseInfo?casetuple=1.1.2")), info) << "its other number";
  EXPECT_EQ(ask("/getCaseInfo?case=4"), "{}");
  EXPECT_EQ(ask("/getCaseInfo?case=0"), "{}");
}

TEST_F(ClientDeskTest, PlaysACaseByNumberAndTellsItsStatus) {
  open_desk();
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=2&agent=a"))["behavior"], "MISSING");
  EXPECT_TRUE(visit("/runCase?case=2&agent=a").opened);
  EXPECT_THAT(results, ElementsAre(Seen{"a", "second", Verdict::pass}));
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=2&agent=a"))["behavior"], "OK");
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=2&agent=b"))["behavior"], "MISSING");
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?casetuple=second&agent=a"))["behavior"], "OK");
}

TEST_F(ClientDeskTest, PlaysACaseByTupleAndById) {
  open_desk();
  (void)visit("/runCase?casetuple=1.1.2&agent=a");
  (void)visit("/case/second");
  (void)visit("/case/with-query?a=b");
  EXPECT_THAT(results, ElementsAre(Seen{"a", "first", Verdict::pass}, Seen{"", "second", Verdict::pass},
                                   Seen{"", "with-query", Verdict::pass}));
  EXPECT_EQ(desk->url(asks), desk->base() + "/case/with-query?a=b");
}

TEST_F(ClientDeskTest, SendsClientsToTheNameThatItIsGiven) {
  listen.host = "a.test";
  open_desk();
  EXPECT_THAT(desk->url(second), AllOf(StartsWith("ws://a.test:"), EndsWith("/case/second")));
}

TEST_F(ClientDeskTest, SeesWhetherAClientNamesIt) {
  listen.host = "a.test";
  listen.tls = net::make_server_tls({});
  open_desk();
  desk->expect_own_urls();
  (void)visit("/case/second", client::EchoClient::Duty::echo, "127.0.0.1");
  EXPECT_TRUE(could_name_server);
  ASSERT_EQ(findings.size(), 1U) << "an address is not named";
  EXPECT_EQ(findings.front().rule, Rule::server_name);
  (void)visit("/case/second", client::EchoClient::Duty::echo, "localhost");
  EXPECT_TRUE(could_name_server);
  EXPECT_THAT(findings, IsEmpty()) << "it has a name that it asks for";
}

TEST_F(ClientDeskTest, AFailureIsToldToo) {
  open_desk();
  first.allowed = {{Grade::strict, Fails{any_code()}}};
  (void)visit("/runCase?case=1&agent=a");
  EXPECT_THAT(results, ElementsAre(Seen{"a", "first", Verdict::fail}));
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=1&agent=a"))["behavior"], "FAILED");
}

TEST_F(ClientDeskTest, RefusesWhatIsNoCase) {
  open_desk();
  for (const auto* target : {"/", "/runCase?case=4&agent=a", "/runCase?casetuple=9.9.9", "/case/third", "/echo"}) {
    const auto report = visit(target);
    EXPECT_FALSE(report.opened) << target;
    EXPECT_THAT(report.failure, HasSubstr("404"));
  }
  EXPECT_THAT(results, IsEmpty());
}

TEST_F(ClientDeskTest, PassesOnWhatADriverWants) {
  open_desk();
  (void)visit("/updateReports?agent=my%20client");
  EXPECT_THAT(updates, ElementsAre("my client"));
  EXPECT_FALSE(stopped);
  (void)visit("/stopServer");
  EXPECT_TRUE(stopped);
}

TEST_F(ClientDeskTest, ADriverWalksThroughAll) {
  all = {&first, &asks, &second};
  open_desk();
  client::DriverOptions driver_options{options("/"), "a", 2};
  std::optional<client::DriverReport> report;
  const client::CaseDriver driver(loop, driver_options, [&](client::DriverReport its) {
    report = std::move(its);
    settle();
  });
  loop.run();
  EXPECT_EQ(report->error, "");
  EXPECT_EQ(report->run, 2U);
  EXPECT_EQ(results.size(), 2U);
  EXPECT_THAT(updates, ElementsAre("a"));
}

TEST_F(ClientDeskTest, AClientThatComesTwiceIsJudgedTwice) {
  open_desk();
  (void)visit("/runCase?case=1&agent=a");
  (void)visit("/runCase?case=1&agent=a", EchoClient::Duty::echo);
  EXPECT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0], results[1]);
}

TEST_F(ClientDeskTest, TwoAtATimeAreKeptApart) {
  open_desk();
  int done = 0;
  const auto on_done = [&](const EchoReport& /*report*/) {
    if (++done == 2) settle();
  };
  const EchoClient a(loop, options("/runCase?case=1&agent=a"), EchoClient::Duty::echo, on_done);
  const EchoClient b(loop, options("/runCase?case=1&agent=b"), EchoClient::Duty::echo, on_done);
  loop.run();
  EXPECT_THAT(results,
              ::testing::UnorderedElementsAre(Seen{"a", "first", Verdict::pass}, Seen{"b", "first", Verdict::pass}));
}

TEST_F(ClientDeskTest, AClientThatAsksForNothingIsSentAway) {
  open_desk(short_patience);
  const Silent silent(desk->base(), "GET /runCase?case=1");
  loop.after(std::chrono::milliseconds(1), [this] { wait_for_arrival(); });
  loop.run();
  EXPECT_TRUE(desk->is_idle());
  EXPECT_THAT(results, IsEmpty());
}

TEST_F(ClientDeskTest, AClientThatHangsFailsItsCase) {
  open_desk(short_patience);
  on_result = [this] { settle(); };
  const Silent silent(desk->base(), request_for("/runCase?case=1&agent=a"));
  loop.run();
  EXPECT_THAT(results, ElementsAre(Seen{"a", "first", Verdict::fail}));
  EXPECT_TRUE(desk->is_idle());
}

TEST_F(ClientDeskTest, ARequestThatIsNotSoundIsAFindingAndTheCaseGoesOn) {
  open_desk(short_patience);
  on_result = [this] { settle(); };
  const auto broken_by = [this](const std::string& target, const std::string& host = "Host") {
    auto request = request_for(target);
    request.replace(request.find("Host: x"), 7, host + ": " + desk->base().substr(5));
    const Silent silent(desk->base(), request);
    loop.run();
    std::vector<Rule> rules;
    for (const auto& finding : findings) rules.push_back(finding.rule);
    return rules;
  };
  EXPECT_THAT(broken_by("/case/first"), IsEmpty());
  EXPECT_THAT(broken_by("http" + desk->base().substr(2) + "/case/first"), IsEmpty()) << "RFC 6455 §4.1 item 3";
  EXPECT_THAT(broken_by(desk->base() + "/case/first"), ElementsAre(Rule::request_target));
  EXPECT_THAT(broken_by(" /case/first"), ElementsAre(Rule::request_syntax));
  EXPECT_THAT(broken_by("/case/first", "Host "), ElementsAre(Rule::request_syntax));
  EXPECT_THAT(results, ::testing::Each(Seen{"", "first", Verdict::fail})) << "it hangs";
  EXPECT_EQ(results.size(), 5U);
}

TEST_F(ClientDeskTest, AClientThatLeavesAtOnceFailsItsCase) {
  open_desk();
  on_result = [this] { settle(); };
  { const Silent gone(desk->base(), request_for("/case/second")); }
  loop.run();
  ASSERT_EQ(results.size(), 1U);
  EXPECT_NE(results[0].verdict, Verdict::pass);
}

}  // namespace
}  // namespace parley::conformance
