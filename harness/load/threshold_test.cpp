#include "harness/load/threshold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::load {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Outcome outcome() {
  Outcome outcome;
  outcome.length = std::chrono::seconds(2);
  outcome.open_links = 9;
  outcome.measured.traffic.messages_received = 5000;
  outcome.measured.traffic.bytes_received = 8000;
  outcome.measured.traffic.connections_opened = 10;
  for (std::uint64_t i = 1; i <= 100; ++i) outcome.measured.of(Measure::latency).record(i * 1'000'000);
  outcome.measured.of(Measure::service).record(200);
  outcome.after.faults.add(Fault::doubled, 3, [] { return ""; });
  return outcome;
}

ThresholdResult verdict(std::string_view text) {
  return judge(parse_threshold(text, Measure::latency).value(), outcome());
}

TEST(ThresholdTest, IsAboutTimes) {
  EXPECT_TRUE(verdict("p50<=51ms").passed);
  EXPECT_FALSE(verdict("p50<49ms").passed);
  EXPECT_TRUE(verdict("p99.9 > 99ms").passed);
  EXPECT_TRUE(verdict("latency.max == 100ms").passed);
  EXPECT_TRUE(verdict("min==1ms").passed);
  EXPECT_TRUE(verdict("mean==50.5ms").passed);
  EXPECT_TRUE(verdict("service.p50==200ns").passed);
  EXPECT_EQ(verdict("service.max < 1us").actual, "200 ns");
}

TEST(ThresholdTest, IsAboutRatesAndCounts) {
  EXPECT_TRUE(verdict("messages>=2500").passed);
  EXPECT_FALSE(verdict("messages>2500").passed);
  EXPECT_TRUE(verdict("bytes==4000").passed);
  EXPECT_TRUE(verdict("connections==5").passed);
  EXPECT_TRUE(verdict("open==9").passed);
  EXPECT_TRUE(verdict("errors==3").passed);
  EXPECT_TRUE(verdict("doubled<4").passed);
  EXPECT_TRUE(verdict("corrupted==0").passed);
}

TEST(ThresholdTest, TakesWhatWasNeverAnsweredForSlowerThanAll) {
  auto lossy = outcome();  // 100 answers, of 1 ms to 100 ms
  lossy.after.faults.add(Fault::unanswered, 60, [] { return ""; });
  lossy.measured.faults.add(Fault::lost, 40, [] { return ""; });
  const auto judged = [&](std::string_view text) {
    return judge(parse_threshold(text, Measure::latency).value(), lossy);
  };
  EXPECT_EQ(judged("p25<1s").actual, "50.1 ms") << "a quarter of 200 are half of those that came";
  EXPECT_TRUE(judged("p50<1s").passed);
  EXPECT_FALSE(judged("p51<1s").passed);
  EXPECT_EQ(judged("p51<1s").actual, "never: 100 of 200 were not answered");
  EXPECT_FALSE(judged("mean<1s").passed);
  EXPECT_FALSE(judged("max<1s").passed);
  EXPECT_TRUE(judged("min<2ms").passed);
  EXPECT_TRUE(judged("p99>1s").passed);
}

TEST(ThresholdTest, FailsWhereNothingWasMeasured) {
  const auto result = verdict("gap.p99<1h");
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.actual, "nothing was measured");
}

TEST(ThresholdTest, SaysWhatIsWrong) {
  const auto error = [](std::string_view text) { return parse_threshold(text, Measure::latency).error(); };
  EXPECT_THAT(error("p99"), HasSubstr("nothing to compare with"));
  EXPECT_THAT(error("p101<1ms"), HasSubstr("\"p101\" is nothing that is measured"));
  EXPECT_THAT(error("pnan<1ms"), HasSubstr("\"pnan\" is nothing that is measured"));
  EXPECT_THAT(error("speed<1ms"), AllOf(HasSubstr("\"speed\" is nothing"), HasSubstr("p99<50ms")));
  EXPECT_THAT(error("service.<1ms"), HasSubstr("is nothing that is measured"));
  EXPECT_THAT(error("p99<50"), HasSubstr("has no unit"));
  EXPECT_THAT(error("errors<x"), HasSubstr("not a number"));
}

TEST(ThresholdTest, TakesBroadcastsThatDidNotReachAllForSlowerThanAll) {
  // 100 broadcasts to 10 receivers. Of 5 the last receiver had none, and 2 reached nobody.
  Outcome lossy;
  lossy.measured.of(Measure::lateness).record(1, 100);
  lossy.measured.of(Measure::latency).record(1000, 975);
  lossy.measured.of(Measure::first).record(1000, 98);
  lossy.measured.of(Measure::median).record(1000, 98);
  lossy.measured.of(Measure::last).record(1000, 93);
  lossy.measured.faults.add(Fault::lost, 25, [] { return ""; });
  const auto judged = [&](std::string_view text) { return judge(parse_threshold(text, Measure::last).value(), lossy); };
  EXPECT_TRUE(judged("p93<1s").passed);
  EXPECT_EQ(judged("p94<1s").actual, "never: 7 of 100 did not get so far");
  EXPECT_TRUE(judged("first.p98<1s").passed);
  EXPECT_FALSE(judged("first.p99<1s").passed);
  EXPECT_FALSE(judged("median.max<1s").passed);
}

TEST(ThresholdTest, TakesWhatDidNotOpenOrPassForSlowerThanAll) {
  auto failing = outcome();
  failing.measured.of(Measure::opening).record(1000, 9);
  failing.measured.of(Measure::iteration).record(1000, 7);
  failing.measured.faults.add(Fault::handshake, 1, [] { return ""; });
  failing.measured.faults.add(Fault::failed, 2, [] { return ""; });
  const auto judged = [&](std::string_view text) {
    return judge(parse_threshold(text, Measure::latency).value(), failing);
  };
  EXPECT_TRUE(judged("opening.p90<1s").passed);
  EXPECT_EQ(judged("opening.p91<1s").actual, "never: 1 of 10 did not open");
  EXPECT_TRUE(judged("iteration.p70<1s").passed);
  EXPECT_EQ(judged("iteration.p80<1s").actual, "never: 2 of 9 did not pass");
}

TEST(ThresholdTest, AreJoinedByNoErrorsUnlessOneIsAboutThem) {
  const auto names = [](std::vector<Threshold> thresholds) {
    std::vector<std::string> list;
    for (const auto& result : judge_all(std::move(thresholds), outcome())) list.push_back(result.text);
    return list;
  };
  EXPECT_THAT(names({*parse_threshold("p99<1s", Measure::latency)}), ::testing::ElementsAre("p99<1s", "errors==0"));
  EXPECT_THAT(names({*parse_threshold("errors<9", Measure::latency)}), ::testing::ElementsAre("errors<9"));
  EXPECT_THAT(names({*parse_threshold("doubled<9", Measure::latency)}), ::testing::ElementsAre("doubled<9"));
  EXPECT_THAT(names({*parse_threshold("lost<9", Measure::latency)}), ::testing::ElementsAre("lost<9", "doubled==0"))
      << "of other kinds there may be none";
}

}  // namespace
}  // namespace parley::load
