#include "harness/scenario/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/scenario/build.hpp"

namespace parley::scenario {
namespace {

using ::testing::HasSubstr;

const Lookup no_lookup = [](const Placeholder&) -> const Json* { return nullptr; };

/// A check as it stands in a file, about the client "a".
template <class Kind>
Kind check(std::string_view json) {
  ProblemList problems("f", {});
  BuildContext context{problems, {}};
  context.client_names = {"a", "b"};
  const Check built = build_check(Json::parse(json), "/checks/0", context);
  EXPECT_TRUE(problems.is_clean("")) << json;
  return std::get<Kind>(built.expectation);
}

Finding on_dataset(std::string_view json, std::string_view dataset) {
  return judge_dataset(check<DatasetCheck>(json), Json::parse(dataset), no_lookup);
}

TEST(JudgeDatasetTest, ShowsTheDifferenceLineByLine) {
  const Finding finding = on_dataset(R"({"dataset": [{"n": 1}, {"n": 2}]})", R"([{"n": 1}, {"n": 3}])");
  EXPECT_FALSE(finding.passed);
  EXPECT_THAT(finding.detail, HasSubstr("-     \"n\": 2"));
  EXPECT_THAT(finding.detail, HasSubstr("+     \"n\": 3"));
  EXPECT_TRUE(on_dataset(R"({"dataset": [3, 4, 5]})", "[3, 4, 5.0]").passed);
}

TEST(JudgeDatasetTest, LooksAtEachItem) {
  const std::string_view each = R"({"dataset": {"each": {"min": 2}, "first": 2, "last": {"max": 4}, "length": 3}})";
  EXPECT_TRUE(on_dataset(each, "[2, 9, 4]").passed);
  EXPECT_EQ(on_dataset(each, "[2, 1, 4]").detail, "item 1: expected a number of at least 2, found 1");
  EXPECT_EQ(on_dataset(each, "[3, 3, 4]").detail, "item 0: expected 2, found 3");
  EXPECT_EQ(on_dataset(each, "[2, 3, 5]").detail, "item 2: expected a number of at most 4, found 5");
  EXPECT_EQ(on_dataset(each, "[2, 3]").detail, "expected a length == 3, found 2");
  EXPECT_FALSE(on_dataset(R"({"dataset": {"first": 1}})", "[]").passed);
  EXPECT_TRUE(on_dataset(R"({"dataset": {"each": 1}})", "[]").passed);
  EXPECT_FALSE(on_dataset(R"({"dataset": {"each": 1}})", "1").passed);
}

TEST(JudgeDatasetTest, LooksAtTheOrder) {
  const std::string_view by_time = R"({"dataset": {"sorted_by": "/t"}})";
  EXPECT_TRUE(on_dataset(by_time, R"([{"t": 1}, {"t": 1}, {"t": 2.5}])").passed);
  EXPECT_EQ(on_dataset(by_time, R"([{"t": 2}, {"t": 1}])").actual, "item 0 is 2, item 1 is 1");
  EXPECT_FALSE(on_dataset(by_time, R"([{"t": 2}, {}])").passed);
  EXPECT_FALSE(on_dataset(by_time, R"([{"t": 2}, {"t": "3"}])").passed);
  const std::string_view descending = R"({"dataset": {"sorted_by": {"pointer": "", "order": "descending"}}})";
  EXPECT_TRUE(on_dataset(descending, R"(["c", "b", "b"])").passed);
  EXPECT_FALSE(on_dataset(descending, R"(["b", "c"])").passed);
}

TEST(JudgeEventsTest, ComparesTheSequenceTheCheckIsAbout) {
  const std::vector<Event> events = {Event::before_open,     Event::browser_open,    Event::opened,
                                     Event::browser_message, Event::message_receive, Event::closed,
                                     Event::browser_close};
  const auto judge = [&](std::string_view json) { return judge_events(check<EventsCheck>(json), events); };
  EXPECT_TRUE(judge(R"({"events": ["onBeforeOpen", "onOpen", "onMessageReceive", "onClose"]})").passed);
  EXPECT_TRUE(judge(R"({"events": ["open", "message", "close"]})").passed);
  EXPECT_TRUE(judge(R"({"events": {"equals": ["open", "close"], "ignore": ["message"]}})").passed);
  EXPECT_TRUE(judge(R"({"events": {"contains": ["onBeforeOpen", "onClose"], "excludes": ["onError"]}})").passed);
  EXPECT_FALSE(judge(R"({"events": {"contains": ["onClose", "onOpen"]}})").passed);
  EXPECT_FALSE(judge(R"({"events": {"excludes": ["message"]}})").passed);
  const Finding finding = judge(R"({"events": ["onBeforeOpen", "onOpen", "onClose"]})");
  EXPECT_FALSE(finding.passed);
  EXPECT_THAT(finding.detail, HasSubstr("+ onMessageReceive"));
  EXPECT_FALSE(judge(R"({"events": []})").passed);
  EXPECT_TRUE(judge_events(check<EventsCheck>(R"({"events": []})"), {}).passed);
}

TEST(JudgeCloseTest, LooksOnlyAtWhatIsSaid) {
  const CloseSeen seen{1000, "bye", true};
  const auto judge = [&](std::string_view json) {
    return judge_close(check<AwaitClose>(json), seen, no_lookup).passed;
  };
  EXPECT_TRUE(judge(R"({"close": true})"));
  EXPECT_TRUE(judge(R"({"close": 1000})"));
  EXPECT_TRUE(judge(R"({"close": {"code": 1000, "reason": "bye", "clean": true}})"));
  EXPECT_TRUE(judge(R"({"close": {"reason": {"matches": "^b"}}})"));
  EXPECT_FALSE(judge(R"({"close": 1001})"));
  EXPECT_FALSE(judge(R"({"close": {"reason": ""}})"));
  EXPECT_FALSE(judge(R"({"close": {"clean": false}})"));
  EXPECT_FALSE(judge_close(check<AwaitClose>(R"({"close": true})"), std::nullopt, no_lookup).passed);
}

TEST(JudgeCountersTest, TellsAllThatAreWrong) {
  Counters counters;
  counters.messages_received = 3;
  counters.bytes_sent = 10;
  const auto judge = [&](std::string_view json) { return judge_counters(check<CountersCheck>(json), counters); };
  EXPECT_TRUE(judge(R"({"counters": {"messages_received": 3, "bytes_sent": "> 9", "opens": 0}})").passed);
  EXPECT_EQ(judge(R"({"counters": {"messages_received": 4, "bytes_sent": "< 10"}})").detail,
            "messages_received: expected == 4, found 3\nbytes_sent: expected < 10, found 10");
}

TEST(JudgeHandshakeTest, ComparesWhatWasAgreed) {
  HandshakeSeen seen{101, "chat", protocol::DeflateParameters{}, {{"X-A", "one"}, {"X-A", "two"}}};
  const auto judge = [&](std::string_view json) {
    return judge_handshake(check<HandshakeCheck>(json), seen, no_lookup).detail;
  };
  EXPECT_EQ(judge(R"({"handshake": {"status": 101, "subprotocol": "chat", "compression": true}})"), "");
  EXPECT_EQ(judge(R"({"handshake": {"headers": {"x-a": "one, two"}}})"), "");
  EXPECT_EQ(judge(R"({"handshake": {"headers": {"x-b": {}}}})"), "the answer has no x-b");
  EXPECT_EQ(judge(R"({"handshake": {"status": 200}})"), "status: expected 200, found 101");
  EXPECT_EQ(judge(R"({"handshake": {"subprotocol": ""}})"), "subprotocol: expected \"\", found \"chat\"");
  EXPECT_EQ(judge(R"({"handshake": {"compression": false}})"), "compression: expected false, found true");
  EXPECT_EQ(judge(R"({"handshake": {"compression": {"server_max_window_bits": 10}}})"),
            "server_max_window_bits: expected 10, found 15");
}

TEST(JudgeThresholdTest, ComparesMeasuredValues) {
  Measured measured;
  measured.round_trip = {.count = 1, .min = 1, .mean = 2, .p50 = 3, .p90 = 4, .p99 = 5000000, .p999 = 6, .max = 7};
  measured.throughput = 1000;
  const auto judge = [&](std::string_view json) {
    return judge_threshold(build_thresholds(Json::parse(json), "/thresholds").at(0), measured);
  };
  EXPECT_FALSE(judge(R"({"round_trip": {"p99": "< 5ms"}})").passed);
  EXPECT_EQ(judge(R"({"round_trip": {"p99": "< 5ms"}})").actual, "5ms");
  EXPECT_EQ(judge(R"({"round_trip": {"p99": "< 5ms"}})").pointer, "/thresholds/round_trip/p99");
  EXPECT_TRUE(judge(R"({"round_trip": {"p50": "< 5ns"}})").passed);
  EXPECT_FALSE(judge(R"({"connect": {"max": "< 1s"}})").passed);  // nothing was timed
  EXPECT_TRUE(judge(R"({"throughput": ">= 1000"})").passed);
  EXPECT_TRUE(judge(R"({"errors": 0})").passed);
  EXPECT_TRUE(judge(R"({"duration": "< 1s"})").passed);
}

TEST(JudgeTest, TellsTheFirstFailuresOfAGroup) {
  Scenario scenario;
  scenario.clients.resize(1);
  scenario.clients[0].name = "reader";
  Check each;
  each.pointer = "/checks/0";
  each.clients = {0};
  each.expectation = check<CountersCheck>(R"({"counters": {"messages_received": 1}})");
  scenario.checks.push_back(each);
  Records records(10);
  for (std::size_t i = 0; i < records.size(); ++i) records[i].name = "reader-" + std::to_string(i);
  const LookupFor lookup = [](const ClientRecord&) { return no_lookup; };

  auto results = judge(scenario, records, lookup);
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].name, "reader-0: counters");
  EXPECT_THAT(results[2].detail, HasSubstr("… and 7 more of the 10 clients"));

  for (ClientRecord& record : records) record.counters.messages_received = 1;
  results = judge(scenario, records, lookup);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_TRUE(results[0].passed);
  EXPECT_EQ(results[0].name, "reader (10): counters");
}

}  // namespace
}  // namespace parley::scenario
