// The load generator on the loopback interface, against peers with known faults and delays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "harness/load/testing/short_run.hpp"

namespace parley::load {
namespace {

using namespace std::chrono_literals;
using testing::faults_but;
using ::testing::HasSubstr;
using testing::LoadPeer;
using testing::LoadPeerOptions;
using testing::plan_for;
using testing::Received;
using testing::run;

struct EchoCase {
  const char* name;
  PayloadSpec payload;
  protocol::MessageType type;
  Verification verification;
  std::uint32_t depth;
  std::optional<double> rate;
  bool tls;
  bool deflate;
};

class EchoRunTest : public ::testing::TestWithParam<EchoCase> {};

TEST_P(EchoRunTest, FindsNoFaultWithAPeerThatHasNone) {
  const EchoCase& test = GetParam();
  LoadPeerOptions options;
  if (test.tls) options.tls = net::make_server_tls({});
  if (test.deflate) options.deflate.emplace();
  const LoadPeer peer(options);
  Plan plan = plan_for(peer);
  plan.payload = test.payload;
  plan.type = test.type;
  plan.verification = test.verification;
  plan.depth = test.depth;
  plan.rate = test.rate;
  if (test.payload.largest > (1U << 20)) plan.duration = 2s;  // one takes long on a busy machine
  if (test.tls) plan.link.tls = net::make_client_tls({.verify = false, .ca_file = ""});
  if (test.deflate) plan.link.handshake.deflate.emplace();
  const auto outcome = run(plan);
  const auto faults = outcome.faults();
  for (const auto& info : fault_infos()) EXPECT_EQ(faults.count(info.fault), 0U) << faults.example(info.fault);
  EXPECT_EQ(outcome.warmup.traffic.connections_opened, 5U);
  EXPECT_EQ(outcome.open_links, 5U);
  EXPECT_GT(outcome.measured.of(Measure::latency).count(), 0U);
  EXPECT_EQ(outcome.measured.of(Measure::opening).count(), 5U);
}

using protocol::MessageType;
INSTANTIATE_TEST_SUITE_P(
    Cases, EchoRunTest,
    ::testing::Values(
        EchoCase{"small", {20, 20}, MessageType::binary, Verification::full, 1, {}, false, false},
        EchoCase{"deep", {20, 20}, MessageType::text, Verification::full, 64, {}, false, false},
        EchoCase{"more_than_a_batch", {20, 20}, MessageType::binary, Verification::full, 20'000, {}, false, false},
        EchoCase{"kilobytes", {1000, 1000}, MessageType::text, Verification::full, 64, {}, false, false},
        EchoCase{"sizes", {0, 70'000}, MessageType::binary, Verification::full, 3, {}, false, false},
        EchoCase{"large", {3 << 20, 3 << 20}, MessageType::binary, Verification::full, 2, {}, false, false},
        EchoCase{"unchecked", {20, 20}, MessageType::binary, Verification::none, 2, {}, false, false},
        EchoCase{"open", {20, 200}, MessageType::text, Verification::stamp, 1, 2000, false, false},
        EchoCase{"secure", {0, 70'000}, MessageType::binary, Verification::full, 3, {}, true, false},
        EchoCase{"secure_open", {20, 20}, MessageType::binary, Verification::full, 1, 2000, true, false},
        EchoCase{"compressed", {0, 70'000}, MessageType::text, Verification::full, 3, {}, false, true}),
    [](const auto& test) { return test.param.name; });

TEST(FaultyPeerTest, LosesMessages) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    if (message.number % 10 != 3) message.echo();
  }});
  Plan plan = plan_for(peer);
  plan.depth = 16;
  plan.patience = 5s;
  const auto outcome = run(plan);
  EXPECT_GT(outcome.faults().count(Fault::lost), 0U);
  EXPECT_THAT(outcome.faults().example(Fault::lost), HasSubstr("did not come back"));
  // The last one of a connection may be one of those that are not answered.
  EXPECT_LE(faults_but(outcome, Fault::lost), outcome.faults().count(Fault::unanswered));
}

TEST(FaultyPeerTest, LosesShortMessages) {
  // Shorter than a stamp: those behind a lost one are known all the same.
  for (const std::uint64_t size : {1U, 4U, 15U}) {
    const LoadPeer peer({.on_message = [](const Received& message) {
      if (message.number % 10 != 3) message.echo();
    }});
    Plan plan = plan_for(peer);
    plan.payload = {size, size};
    plan.depth = 4;
    plan.patience = 5s;
    const auto outcome = run(plan);
    const auto faults = outcome.faults();
    EXPECT_GT(faults.count(Fault::lost), 0U) << size;
    EXPECT_EQ(faults.count(Fault::corrupted), 0U) << size << faults.example(Fault::corrupted);
    EXPECT_LE(faults_but(outcome, Fault::lost), faults.count(Fault::unanswered)) << size;
  }
}

TEST(FaultyPeerTest, SaysSomethingOfItsOwn) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    static constexpr std::array<std::uint8_t, 20> own = {'n', 'e', 'w', 's'};
    if (message.number == 5) message.session.send(message.type, own);
    message.echo();
  }});
  const auto outcome = run(plan_for(peer));
  EXPECT_EQ(outcome.faults().count(Fault::corrupted), 5U);  // one on each connection
  EXPECT_EQ(faults_but(outcome, Fault::corrupted), 0U) << "and what it stood in for is no double";
}

TEST(FaultyPeerTest, AnswersWithAnotherType) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    message.session.send(MessageType::text, protocol::ByteView(message.payload).first(0));
  }});
  Plan plan = plan_for(peer);
  EXPECT_THAT(run(plan).faults().example(Fault::corrupted), HasSubstr("came back as text, not as binary"));
  plan.type = MessageType::text;
  EXPECT_THAT(run(plan).faults().example(Fault::corrupted), HasSubstr("came back with 0 instead of 20 bytes"));
}

TEST(FaultyPeerTest, IsNotAccusedOfWhatItHadNoTimeFor) {
  for (const bool open_loop : {false, true}) {
    std::stop_source stop;
    const LoadPeer peer({.on_message = [&stop](const Received& message) {
      if (message.number < 7) return message.echo();
      stop.request_stop();  // with messages under way
    }});
    Plan plan = plan_for(peer);
    if (open_loop) plan.rate = 1000;
    plan.duration = plan.patience = 20s;
    const auto outcome = testing::run(plan, stop.get_token());
    EXPECT_TRUE(outcome.interrupted);
    EXPECT_EQ(outcome.faults().total(), 0U) << outcome.faults().example(Fault::unanswered);
  }
}

TEST(FaultyPeerTest, NeverAnswersOne) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    if (message.number < 7) message.echo();
  }});
  Plan plan = plan_for(peer);
  plan.patience = 5s;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::unanswered), 5U);  // one under way on each
  EXPECT_EQ(faults_but(outcome, Fault::unanswered), 0U);
}

TEST(FaultyPeerTest, SwapsMessages) {
  // Each odd message is answered before the even one in front of it.
  auto kept = std::make_shared<std::unordered_map<net::Session*, protocol::Bytes>>();
  const LoadPeer peer({.on_message = [kept](const Received& message) {
    auto& before = (*kept)[&message.session];
    if (message.number % 2 == 0) {
      before.assign(message.payload.begin(), message.payload.end());
    } else {
      message.echo();
      message.session.send(message.type, before);
    }
  }});
  Plan plan = plan_for(peer);
  plan.depth = 8;
  const auto outcome = run(plan);
  EXPECT_GT(outcome.faults().count(Fault::reordered), 0U);
  EXPECT_EQ(outcome.faults().count(Fault::lost), 0U);  // they came after all
  EXPECT_EQ(outcome.faults().count(Fault::corrupted), 0U);
}

TEST(FaultyPeerTest, OvertakesMessagesThatComeLate) {
  // Every tenth answer is kept until ten more have come in: it takes as long as it takes, and is not lost.
  auto kept = std::make_shared<std::unordered_map<net::Session*, protocol::Bytes>>();
  const LoadPeer peer({.on_message = [kept](const Received& message) {
    if (message.number % 10 == 3) {
      (*kept)[&message.session].assign(message.payload.begin(), message.payload.end());
      return;
    }
    message.echo();
    if (message.number % 10 != 2 || message.number < 10) return;
    message.session.send(message.type, (*kept)[&message.session]);
  }});
  for (const bool open_loop : {true, false}) {
    Plan plan = plan_for(peer);
    plan.patience = 2s;  // the last one of a connection may stay behind
    plan.depth = 32;
    if (open_loop) plan.rate = 2000;
    const auto outcome = run(plan);
    const auto faults = outcome.faults();
    EXPECT_GT(faults.count(Fault::reordered), 0U);
    EXPECT_LE(faults.count(Fault::lost) + faults.count(Fault::unanswered), 5U) << faults.example(Fault::lost);
    EXPECT_EQ(faults.total(),
              faults.count(Fault::reordered) + faults.count(Fault::lost) + faults.count(Fault::unanswered));
    if (!open_loop) continue;
    const auto& latency = outcome.measured.of(Measure::latency);
    EXPECT_GE(latency.count() + 5 + 4, outcome.measured.of(Measure::lateness).count());
    EXPECT_GE(latency.percentile(95), 20'000'000U) << "ten messages of a connection take 25 ms";
  }
}

TEST(FaultyPeerTest, SendsMessagesTwice) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    message.echo();
    if (message.number % 5 == 0) message.echo();
  }});
  const auto outcome = run(plan_for(peer));
  EXPECT_GT(outcome.faults().count(Fault::doubled), 0U);
  EXPECT_EQ(faults_but(outcome, Fault::doubled), 0U);
}

TEST(FaultyPeerTest, ChangesOneByte) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    protocol::Bytes copy(message.payload.begin(), message.payload.end());
    if (message.number == 4) copy.back() ^= 1U;
    message.session.send(message.type, copy);
  }});
  Plan plan = plan_for(peer);
  plan.payload = {100, 100};
  plan.verification = Verification::full;
  auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::corrupted), 5U);
  EXPECT_EQ(faults_but(outcome, Fault::corrupted), 0U);
  plan.verification = Verification::stamp;  // looks at the first 16 bytes, and says so
  outcome = run(plan);
  EXPECT_EQ(outcome.faults().total(), 0U);
}

TEST(FaultyPeerTest, TurnsTextIntoBinary) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    message.session.send(protocol::MessageType::binary, message.payload);
  }});
  Plan plan = plan_for(peer);
  plan.type = protocol::MessageType::text;
  const auto outcome = run(plan);
  EXPECT_GT(outcome.faults().count(Fault::corrupted), 0U);
}

TEST(FaultyPeerTest, SendsWhatNobodySent) {
  const LoadPeer peer({.on_open = [](net::Session& session) {
    session.send(protocol::MessageType::text, protocol::as_bytes("welcome"));
  }});
  Plan plan = plan_for(peer);
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::unexpected), 5U);
  EXPECT_EQ(faults_but(outcome, Fault::unexpected), 0U);
}

TEST(FaultyPeerTest, ClosesConnections) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    if (message.number == 9) {
      message.session.close({1013, "later"});
    } else {
      message.echo();
    }
  }});
  Plan plan = plan_for(peer);
  plan.duration = 20s;
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::ended), 5U);
  EXPECT_THAT(outcome.faults().example(Fault::ended), HasSubstr("closed with code 1013: \"later\""));
  EXPECT_EQ(outcome.faults().count(Fault::unanswered), 5U);
  EXPECT_EQ(outcome.open_links, 0U);
  EXPECT_EQ(outcome.cut_short, "no connection is left");
  EXPECT_LT(outcome.length, 20s);
  EXPECT_TRUE(outcome.peer_ended);
}

TEST(FaultyPeerTest, TakesAConnectionAwayFromAnOpenLoop) {
  // Of two threads with one connection each, one has none any more: what it had to send was due all the same.
  auto first = std::make_shared<net::Session*>(nullptr);
  const LoadPeer peer({.on_message = [first](const Received& message) {
    if (*first == nullptr) *first = &message.session;
    if (*first == &message.session && message.number == 9) {
      message.session.close({1001, ""});
    } else {
      message.echo();
    }
  }});
  Plan plan = plan_for(peer);
  plan.connections = 2;
  plan.warmup = 0ms;
  plan.rate = 400;
  plan.duration = 500ms;
  const auto outcome = run(plan);
  EXPECT_FALSE(outcome.peer_ended);
  EXPECT_GE(outcome.faults().count(Fault::unanswered), 85U) << "of 100";
  EXPECT_LE(outcome.faults().count(Fault::unanswered), 100U);
}

TEST(FaultyPeerTest, EndsInTheLastInterval) {
  const LoadPeer peer({.on_message = [](const Received& message) {
    if (message.number < 9) {
      message.echo();
    } else {
      message.session.close({1001, ""});
    }
  }});
  for (const bool open_loop : {false, true}) {
    Plan plan = plan_for(peer);
    plan.interval = plan.duration = 500ms;
    if (open_loop) plan.rate = 500;
    const auto outcome = run(plan);
    EXPECT_TRUE(outcome.peer_ended);
    EXPECT_EQ(outcome.cut_short, "no connection is left");
    EXPECT_GE(outcome.faults().count(Fault::unanswered), open_loop ? 150U : 5U) << "of 250, or one each";
  }
}

TEST(OverloadTest, EndsTheRunWhereMessagesPileUpWithoutEnd) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.rate = 1e9;  // one thread encodes some ten million
  plan.duration = 1h;
  plan.patience = 100ms;
  const auto outcome = run(plan);
  EXPECT_THAT(outcome.cut_short, HasSubstr("were due and had no answer"));
  EXPECT_FALSE(outcome.peer_ended);
  EXPECT_LT(outcome.length, 1h);
}

TEST(CompressionTest, TellsOfPeersThatDoNotAgree) {
  const LoadPeer peer;
  Plan plan = plan_for(peer);
  plan.link.handshake.deflate.emplace();
  EXPECT_EQ(run(plan).warmup.without_deflate, 5U);
}

TEST(FaultyPeerTest, RefusesTheHandshake) {
  protocol::HttpResponse refusal;
  refusal.status = 503;
  const LoadPeer peer({.refusal = refusal});
  const auto outcome = run(plan_for(peer));
  EXPECT_EQ(outcome.faults().count(Fault::handshake), 5U);
  EXPECT_THAT(outcome.faults().example(Fault::handshake), HasSubstr("answered 503, expected 101"));
  EXPECT_EQ(outcome.warmup.traffic.connections_opened, 0U);
}

TEST(FaultyPeerTest, IsNotThere) {
  std::uint16_t port = 0;
  {
    const LoadPeer peer;
    port = peer.port();
  }
  const LoadPeer other;
  Plan plan = plan_for(other);
  plan.link.peer.port(port);
  const auto outcome = run(plan);
  EXPECT_EQ(outcome.faults().count(Fault::connect), 5U);
  EXPECT_THAT(outcome.faults().example(Fault::connect), HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace parley::load
