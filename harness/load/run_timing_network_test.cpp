// When a load run measures, and when it ends, on the loopback interface.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "harness/load/testing/short_run.hpp"

namespace parley::load {
namespace {

using namespace std::chrono_literals;
using testing::LoadPeer;
using testing::plan_for;
using testing::Received;
using testing::run;

TEST(LatencyTest, CountsFromWhenAMessageWasDueThroughAPeerThatStalls) {
  // The peer does nothing for at least 100 ms, once a second or more seldom. Of messages that are due evenly a tenth is
  // due in a stall and waits up to 100 ms: p99 is at 90 ms. A stall of 100 ms in a window of 2 s still puts 2 % of them
  // above 60 ms. A slow machine can only make it more.
  auto next_stall = std::make_shared<Clock::time_point>(Clock::now());
  const LoadPeer peer({.on_message = [next_stall](const Received& message) {
    message.echo();
    if (Clock::now() < *next_stall) return;
    *next_stall = Clock::now() + 1s;
    std::this_thread::sleep_for(100ms);
  }});
  Plan plan = plan_for(peer);
  plan.duration = 2s;
  plan.rate = 1000;
  const auto outcome = run(plan);
  const auto& latency = outcome.measured.of(Measure::latency);
  EXPECT_EQ(outcome.faults().total(), 0U);
  EXPECT_NEAR(static_cast<double>(latency.count()), 2000, 2);
  EXPECT_GE(std::chrono::nanoseconds(static_cast<std::int64_t>(latency.percentile(99))), 60ms);
  EXPECT_GE(std::chrono::nanoseconds(static_cast<std::int64_t>(latency.max())), 90ms);
}

TEST(LatencyTest, OfAnOpenLoopHasEveryMessageThatWasDue) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.rate = 4000;
  plan.duration = 500ms;
  const auto outcome = run(plan);
  const auto& measured = outcome.measured;
  EXPECT_NEAR(static_cast<double>(measured.of(Measure::latency).count()), 2000, 4);  // at the edges of the window
  EXPECT_EQ(measured.of(Measure::latency).count(), measured.of(Measure::service).count());
  EXPECT_EQ(measured.of(Measure::latency).count(), measured.of(Measure::lateness).count());
  EXPECT_GE(measured.of(Measure::latency).percentile(50), measured.of(Measure::service).percentile(50));
}

TEST(RunTest, IsCutIntoIntervals) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.duration = 170ms;  // the last row is shorter
  const Payload payload(plan.payload, plan.type);
  std::vector<Duration> lengths;
  std::uint64_t received = 0;
  const auto outcome = load::run(plan, payload, {}, [&](const Row& row) {
    lengths.push_back(row.length);
    received += row.tally->traffic.messages_received;
  });
  EXPECT_THAT(lengths, ::testing::ElementsAre(50ms, 50ms, 50ms, 20ms));
  EXPECT_EQ(received, outcome.measured.traffic.messages_received);
  EXPECT_EQ(outcome.length, 170ms);
}

TEST(RunTest, EndsWhenItIsToldTo) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.duration = 1h;
  const Payload payload(plan.payload, plan.type);
  std::stop_source stop;
  const auto outcome = load::run(plan, payload, stop.get_token(), [&](const Row&) { stop.request_stop(); });
  EXPECT_TRUE(outcome.interrupted);
  EXPECT_GT(outcome.measured.traffic.messages_received, 0U);
  EXPECT_LT(outcome.length, 1h);
}

TEST(RunTest, EndsWhileItOpensConnections) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.ramp = 1h;
  const Payload payload(plan.payload, plan.type);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(load::run(plan, payload, stop.get_token(), {}).interrupted);
}

}  // namespace
}  // namespace parley::load
