// Users who play scenarios on the loopback interface.
#include "harness/load/scenario_worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "harness/load/testing/short_run.hpp"
#include "harness/scenario/reader.hpp"

namespace parley::load {
namespace {

using namespace std::chrono_literals;
using testing::faults_but;
using ::testing::HasSubstr;
using testing::LoadPeer;
using testing::plan_for;
using testing::Received;

constexpr const char* three_echoes = R"({
  "server": "echo",
  "steps": [{ "send": { "text": "{{i}}", "repeat": 3, "round_trip": true } }, "close"],
  "checks": [{ "close": 1000 }]
})";

Outcome play(const LoadPeer& peer, Plan plan, const std::string& text, const std::stop_token& stop = {},
             const OnRow& on_row = {}) {
  plan.workload = WorkloadKind::scenario;
  const auto scenario = scenario::parse_scenario(text, "users.json").value();
  scenario::PlayOptions options;
  options.url = fmt::format("ws://127.0.0.1:{}/", peer.port());
  const auto make = [&](unsigned thread, RunBoard& board) {
    return std::make_unique<ScenarioWorker>(plan, scenario, options, thread, board);
  };
  return run(plan, make, stop, on_row);
}

TEST(ScenarioLoadTest, PlaysAgainAndAgain) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.duration = 1h;
  std::stop_source stop;
  std::uint64_t played = 0;
  const auto outcome = play(peer, plan, three_echoes, stop.get_token(), [&](const Row& row) {
    played += row.tally->of(Measure::iteration).count();
    if (played > 2 * plan.connections) stop.request_stop();
  });
  EXPECT_TRUE(outcome.interrupted);
  EXPECT_EQ(outcome.faults().total(), 0U) << outcome.faults().example(Fault::failed);
  const auto& measured = outcome.measured;
  const auto iterations = measured.of(Measure::iteration).count();
  EXPECT_GE(iterations, played);
  EXPECT_EQ(measured.of(Measure::round_trip).count(), 3 * iterations);
  EXPECT_EQ(measured.of(Measure::opening).count(), iterations);
  EXPECT_GE(measured.of(Measure::iteration).min(), measured.of(Measure::round_trip).min());
  EXPECT_FALSE(outcome.peer_ended);
}

TEST(ScenarioLoadTest, PlaysWhatIsDueByTheClock) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.rate = 100;
  plan.duration = 500ms;
  const auto outcome = play(peer, plan, three_echoes);
  EXPECT_EQ(outcome.faults().total(), 0U) << outcome.faults().example(Fault::failed);
  EXPECT_NEAR(static_cast<double>(outcome.measured.of(Measure::iteration).count()), 50, 2);
}

TEST(ScenarioLoadTest, CountsPlaysThatWereDueAndFoundNobodyFree) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.connections = 1;
  plan.threads = 1;
  plan.rate = 100;
  plan.duration = 500ms;
  const auto outcome = play(peer, plan, R"({"server": "echo", "steps": [{"wait": "20ms"}, "close"]})");
  EXPECT_EQ(outcome.faults().total(), 0U) << outcome.faults().example(Fault::failed);
  const auto& iterations = outcome.measured.of(Measure::iteration);
  EXPECT_NEAR(static_cast<double>(iterations.count()), 50, 2);  // those that were late are done later
  EXPECT_GE(iterations.max(), 400'000'000U);  // the last of 50 that take 20 ms each was due after 490 ms
}

TEST(ScenarioLoadTest, CountsFailuresByStep) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    message.session.send(message.type, protocol::as_bytes("no echo"));
  }});
  const auto outcome = play(peer, plan_for(peer), R"({
    "server": "echo",
    "steps": [{ "send": { "text": "hello" } }, { "await": { "next": { "equals": "hello" } } }, "close"]
  })");
  const auto failed = outcome.faults().count(Fault::failed);
  EXPECT_GT(failed, 0U);
  EXPECT_EQ(outcome.measured.of(Measure::iteration).count(), 0U) << "how fast a play fails is no iteration";
  EXPECT_EQ(faults_but(outcome, Fault::failed), 0U);
  const auto steps = outcome.steps();
  ASSERT_EQ(steps.entries().size(), 1U);
  EXPECT_EQ(steps.entries().begin()->first, "/steps/1");
  EXPECT_EQ(steps.entries().begin()->second.count, failed);
  EXPECT_THAT(steps.entries().begin()->second.what, HasSubstr("no echo"));
}

TEST(ScenarioLoadTest, CountsFailuresByCheck) {
  const LoadPeer peer;
  const auto outcome =
      play(peer, plan_for(peer), R"({"server": "echo", "steps": ["close"], "checks": [{"close": 1001}]})");
  const auto steps = outcome.steps();
  ASSERT_EQ(steps.entries().size(), 1U);
  EXPECT_EQ(steps.entries().begin()->first, "/checks/0");
}

TEST(ScenarioLoadTest, RestsWhereItIsRefused) {
  const LoadPeer peer({.refusal = protocol::HttpResponse{.status = 503}});
  const auto outcome = play(peer, plan_for(peer), three_echoes);
  EXPECT_GT(outcome.faults().count(Fault::failed), 0U);
  EXPECT_LT(outcome.faults().count(Fault::failed), 50U) << "5 users who rest 50 ms each time";
}

TEST(ScenarioLoadTest, RestsWhereNobodyIsThere) {
  Plan plan;
  Outcome outcome;
  {
    std::uint16_t port = 0;
    {
      const LoadPeer gone;
      port = gone.port();
    }
    const LoadPeer peer;
    plan = plan_for(peer);
    plan.workload = WorkloadKind::scenario;
    const auto scenario = scenario::parse_scenario(three_echoes, "users.json").value();
    scenario::PlayOptions options;
    options.url = fmt::format("ws://127.0.0.1:{}/", port);
    const auto make = [&](unsigned thread, RunBoard& board) {
      return std::make_unique<ScenarioWorker>(plan, scenario, options, thread, board);
    };
    outcome = run(plan, make, {}, {});
  }
  EXPECT_GT(outcome.faults().count(Fault::connect), 0U);
  EXPECT_LT(outcome.faults().count(Fault::connect), 100U);  // 5 users, 220 ms, and a rest of 50 ms
  EXPECT_EQ(outcome.measured.traffic.connections_opened, 0U);
}

}  // namespace
}  // namespace parley::load
