// Workloads other than echo on the loopback interface.
#include "harness/load/workload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "harness/load/testing/short_run.hpp"

namespace parley::load {
namespace {

using namespace std::chrono_literals;
using testing::faults_but;
using testing::LoadPeer;
using testing::LoadPeerOptions;
using testing::plan_for;
using testing::Received;
using testing::run;

TEST(PushRunTest, CountsWhatComes) {
  const LoadPeer peer({.on_open = [](net::Session& session) {
    for (int i = 0; i < 50; ++i) session.send(protocol::MessageType::text, protocol::as_bytes("tick"));
  }});
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::push;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().total(), 0U);
  EXPECT_EQ(outcome.warmup.traffic.messages_received + outcome.measured.traffic.messages_received, 250U);
  EXPECT_EQ(outcome.measured.traffic.messages_sent, 0U);
}

TEST(PushRunTest, MeasuresASilenceThatLasts) {
  // Two messages each, and nothing more until the end.
  const LoadPeer peer({.on_open = [](net::Session& session) {
    for (int i = 0; i < 2; ++i) session.send(protocol::MessageType::text, protocol::as_bytes("tick"));
  }});
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::push;
  const auto outcome = run(plan);
  const auto& gaps = outcome.measured.of(Measure::gap);
  EXPECT_GE(gaps.count(), 5U);
  EXPECT_GE(gaps.max(), 190'000'000U) << "the 200 ms that count";
}

TEST(ConnectRunTest, OpensAndClosesAgainAndAgain) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::connect;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().total(), 0U);
  EXPECT_GT(outcome.measured.traffic.connections_opened, 5U);
  EXPECT_GT(outcome.measured.of(Measure::opening).count(), 5U);
}

TEST(ConnectRunTest, OpensAtARate) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::connect;
  plan.rate = 200;
  plan.duration = 500ms;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().total(), 0U);
  EXPECT_NEAR(static_cast<double>(outcome.measured.of(Measure::opening).count()), 100, 3);
}

TEST(IdleRunTest, HoldsWhatIsOpen) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::idle;
  plan.connections = 300;
  plan.ramp = 50ms;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().total(), 0U);
  EXPECT_EQ(outcome.open_links, 300U);
  EXPECT_GE(outcome.opening, 49ms);
}

/// Sends each message to all that are there.
LoadPeerOptions broadcasting(const std::function<bool(std::size_t receiver, std::uint64_t message)>& delivers) {
  auto all = std::make_shared<std::vector<net::Session*>>();
  LoadPeerOptions options;
  options.on_open = [all](net::Session& session) { all->push_back(&session); };
  options.on_end = [all](net::Session& session) { std::erase(*all, &session); };
  options.on_message = [all, delivers](const Received& message) {
    for (std::size_t i = 0; i < all->size(); ++i) {
      if (delivers(i, message.number)) (*all)[i]->send(message.type, message.payload);
    }
  };
  return options;
}

class BroadcastRunTest : public ::testing::TestWithParam<std::optional<double>> {};

TEST_P(BroadcastRunTest, SeesEveryMessageReachEveryReceiver) {
  const LoadPeer peer(broadcasting([](auto, auto) { return true; }));
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::broadcast;
  plan.connections = 12;
  plan.publishers = 2;
  plan.rate = GetParam();
  plan.verification = Verification::full;
  const auto outcome = run(plan);
  const auto faults = outcome.faults();
  for (const auto& info : fault_infos()) EXPECT_EQ(faults.count(info.fault), 0U) << faults.example(info.fault);
  const auto& measured = outcome.measured;
  const auto broadcasts = measured.of(Measure::last).count();
  EXPECT_GT(broadcasts, 0U);
  EXPECT_EQ(measured.of(Measure::first).count(), broadcasts);
  EXPECT_EQ(measured.of(Measure::median).count(), broadcasts);
  EXPECT_EQ(measured.of(Measure::latency).count(), 10 * broadcasts);
  EXPECT_LE(measured.of(Measure::first).max(), measured.of(Measure::last).max());
}

INSTANTIATE_TEST_SUITE_P(Loops, BroadcastRunTest, ::testing::Values(std::nullopt, 500));

TEST(BroadcastFaultTest, CountsWhatOneReceiverDoesNotGet) {
  const LoadPeer peer(
      broadcasting([](std::size_t receiver, std::uint64_t message) { return receiver != 3 || message % 4 != 1; }));
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::broadcast;
  plan.rate = 400;
  plan.patience = 5s;
  const auto outcome = run(plan);
  const auto faults = outcome.faults();
  EXPECT_GT(faults.count(Fault::lost), 0U);
  EXPECT_LE(faults.count(Fault::unanswered), 1U);  // the last one may be one of those
  EXPECT_EQ(faults.total(), faults.count(Fault::lost) + faults.count(Fault::unanswered));
}

TEST(BroadcastFaultTest, CountsAHarmedOneOnce) {
  const LoadPeer peer([] {
    auto options = broadcasting([](auto, auto) { return true; });
    options.on_message = [all = options.on_message](const Received& message) {
      if (message.number != 3) return all(message);
      protocol::Bytes copy(message.payload.begin(), message.payload.end());
      copy[9] ^= 1U;
      all({message.session, message.number, message.type, copy});
    };
    return options;
  }());
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::broadcast;
  plan.rate = 400;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::corrupted), 4U);
  EXPECT_EQ(faults_but(outcome, Fault::corrupted), 0U) << "nor is it lost";
}

TEST(BroadcastFaultTest, ForgetsNoneOfManyThatWait) {
  auto all = std::make_shared<std::vector<net::Session*>>();
  auto kept = std::make_shared<std::vector<protocol::Bytes>>();
  LoadPeerOptions options;
  options.on_open = [all](net::Session& session) { all->push_back(&session); };
  options.on_end = [all](net::Session& session) { std::erase(*all, &session); };
  options.on_message = [all, kept](const Received& message) {
    kept->emplace_back(message.payload.begin(), message.payload.end());
    if (message.number < 30'000) return;
    for (const auto& each : *kept) {
      for (auto* session : *all) session->send(message.type, each);
    }
    kept->clear();
  };
  const LoadPeer peer(options);
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::broadcast;
  plan.connections = 2;
  plan.warmup = 0ms;
  plan.rate = 40'000;
  plan.duration = 1s;
  plan.patience = 3s;
  const auto outcome = run(plan);
  const auto& measured = outcome.measured;
  EXPECT_EQ(outcome.faults().total(), 0U);
  EXPECT_NEAR(static_cast<double>(measured.of(Measure::last).count()), 40'000, 40);
  EXPECT_GE(measured.of(Measure::last).max(), 700'000'000U) << "the first waited for 30,000 others";
}

TEST(BroadcastFaultTest, GoesOnWhenAReceiverHasLeft) {
  // The last to open, which is no publisher, is closed instead of getting message 1: nobody else must wait for that.
  std::vector<net::Session*> all;
  const LoadPeer peer({.on_message =
                           [&all](const Received& message) {
                             if (message.number == 1) {
                               all.back()->close({1001, ""});
                               all.pop_back();
                             }
                             for (auto* session : all) session->send(message.type, message.payload);
                           },
                       .on_open = [&all](net::Session& session) { all.push_back(&session); },
                       .on_end = [&all](net::Session& session) { std::erase(all, &session); }});
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::broadcast;
  plan.patience = plan.duration = 1h;
  const Payload payload(plan.payload, plan.type);
  std::stop_source stop;
  std::uint64_t sent = 0;
  const auto outcome = load::run(plan, payload, stop.get_token(), [&](const Row& row) {
    sent += row.tally->traffic.messages_sent;
    if (sent > 10) stop.request_stop();
  });
  EXPECT_EQ(outcome.faults().count(Fault::ended), 1U);
  EXPECT_GT(outcome.measured.of(Measure::last).count(), 0U);
}

TEST(BroadcastFaultTest, CountsWhatReceiversGetTwice) {
  const LoadPeer peer([] {
    auto options = broadcasting([](auto, auto) { return true; });
    options.on_message = [once = options.on_message](const Received& message) {
      once(message);
      if (message.number == 3) once(message);
    };
    return options;
  }());
  Plan plan = plan_for(peer);
  plan.workload = WorkloadKind::broadcast;
  plan.rate = 400;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::doubled), 4U);
  EXPECT_EQ(faults_but(outcome, Fault::doubled), 0U);
}

}  // namespace
}  // namespace parley::load
