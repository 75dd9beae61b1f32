#include "harness/load/metric.hpp"

#include <gtest/gtest.h>

#include "harness/load/sample_report.hpp"

namespace parley::load {
namespace {

TEST(MetricTest, AreAllThatARunMeasured) {
  const auto metrics = metrics_of(sample_report());
  const auto has = [&](const std::string& name, double value) {
    for (const auto& metric : metrics) {
      if (metric.name == name) return metric.value == value;
    }
    return false;
  };
  EXPECT_TRUE(has("messages_received", 999));
  EXPECT_TRUE(has("latency.max", 100'000'000));
  EXPECT_TRUE(has("peer.processors", 0.5));
  EXPECT_TRUE(has("errors", 3));
}

TEST(PoolTest, KeepsTheNumbersOfEachRun) {
  auto second = sample_report();
  second.outcome.measured.traffic.messages_received *= 3;
  const auto whole = pool({sample_report(), second});
  EXPECT_EQ(values_of(whole, "messages_received"), (std::vector<double>{999, 2997}));
  EXPECT_EQ(whole.outcome.length, std::chrono::seconds(4));
  EXPECT_EQ(per_second(whole.outcome.measured.traffic.messages_received, whole.outcome), 1998);
  ASSERT_EQ(whole.series.size(), 4U);
  EXPECT_EQ(whole.series[3].at, std::chrono::seconds(3));
  EXPECT_EQ(whole.outcome.measured.of(Measure::latency).count(), 4000U);
  EXPECT_EQ(peer_processors(whole), 0.5);
  EXPECT_EQ(whole.outcome.warmup.traffic.connections_opened, 100U);
}

}  // namespace
}  // namespace parley::load
