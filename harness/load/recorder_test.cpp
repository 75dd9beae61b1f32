#include "harness/load/recorder.hpp"

#include <gtest/gtest.h>

namespace parley::load {
namespace {

TimePoint at(int nanoseconds) {
  return TimePoint(std::chrono::nanoseconds(nanoseconds));
}

TEST(RecorderTest, CountsWhatWasDueInItsWindow) {
  Recorder recorder;
  recorder.record(Measure::latency, at(150), at(150), at(160));  // there is no window yet
  recorder.set_window(at(100), at(200));
  recorder.record(Measure::latency, at(99), at(99), at(150));
  recorder.record(Measure::latency, at(100), at(100), at(250));  // though it came after the end
  recorder.record(Measure::latency, at(200), at(200), at(201));
  const auto tally = recorder.take();
  EXPECT_EQ(tally.of(Measure::latency).count(), 1U);
  EXPECT_EQ(tally.of(Measure::latency).max(), 150U);
}

TEST(RecorderTest, LosesNoTimeBetweenIntervals) {
  Recorder recorder;
  recorder.set_window(at(0), at(1000));
  for (int i = 0; i < 5; ++i) recorder.record(Measure::latency, at(0), at(0), at(7));
  recorder.record(Measure::latency, at(0), at(0), at(9));
  recorder.record(Measure::service, at(0), at(0), at(9));
  auto tally = recorder.take();
  EXPECT_EQ(tally.of(Measure::latency).count(), 6U);
  EXPECT_EQ(tally.of(Measure::latency).percentile(50), 7U);
  EXPECT_EQ(tally.of(Measure::service).count(), 1U);
  recorder.record(Measure::latency, at(0), at(0), at(9));
  tally = recorder.take();
  EXPECT_EQ(tally.of(Measure::latency).count(), 1U);
  EXPECT_EQ(recorder.take().of(Measure::latency).count(), 0U);
}

TEST(RecorderTest, TakesAClockThatStandsStill) {
  Recorder recorder;
  recorder.record_always(Measure::opening, at(5), at(3));
  EXPECT_EQ(recorder.take().of(Measure::opening).max(), 0U);
}

TEST(TallyTest, MergesEverything) {
  Tally a;
  Tally b;
  a.traffic.messages_sent = 1;
  b.traffic.messages_sent = 2;
  b.traffic.connections_opened = 3;
  b.of(Measure::gap).record(5);
  b.faults.add(Fault::lost, 2, [] { return "the first"; });
  a.merge(b);
  b.faults.add(Fault::lost, 1, [] { return "another"; });
  a.merge(b);
  EXPECT_EQ(a.traffic.messages_sent, 5U);
  EXPECT_EQ(a.traffic.connections_opened, 6U);
  EXPECT_EQ(a.of(Measure::gap).count(), 2U);
  EXPECT_EQ(a.faults.count(Fault::lost), 5U);
  EXPECT_EQ(a.faults.total(), 5U);
  EXPECT_EQ(a.faults.example(Fault::lost), "the first");
}

TEST(TallyTest, NamesEveryKindInItsPlace) {
  for (std::size_t i = 0; i < fault_kinds; ++i) EXPECT_EQ(fault_infos()[i].fault, static_cast<Fault>(i));
  for (std::size_t i = 0; i < measure_count; ++i) EXPECT_EQ(measure_infos()[i].measure, static_cast<Measure>(i));
}

}  // namespace
}  // namespace parley::load
