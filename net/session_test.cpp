// The session over a stream in memory, with an engine in miniature (testing/letter_engine.hpp).
#include "net/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/memory_stream.hpp"
#include "net/testing/peer.hpp"

namespace parley::net {
namespace {

using protocol::Role;
using testing::Peer;
using testing::settle;

/// A session against another one.
class PairTest : public ::testing::Test {
 protected:
  void join(const MemoryOptions& server_side = {}, const MemoryOptions& client_side = {}) {
    auto pair = make_memory_pair(loop, server_side, client_side);
    server.attach(std::move(pair.first));
    client.attach(std::move(pair.second));
  }

  void expect_clean_ends() {
    for (const Peer* peer : {&client, &server}) {
      ASSERT_EQ(peer->ends.size(), 1U);
      EXPECT_TRUE(peer->ends[0].close.clean());
      EXPECT_FALSE(peer->ends[0].error) << peer->ends[0].error.message();
      EXPECT_EQ(peer->ends[0].reason, "");
    }
  }

  Loop loop;
  Peer server{loop, Role::server};
  Peer client{loop, Role::client};
};

TEST_F(PairTest, OpensEchoesAndCloses) {
  server.echoes = true;
  client.when_open = [&] { client.send("hello"); };
  client.when_data = [&] { client.close(); };
  join();
  loop.run();  // returns: nothing is left that waits
  EXPECT_EQ(client.received, "hello");
  expect_clean_ends();
}

TEST_F(PairTest, ServerMayCloseFirst) {
  server.when_open = [&] { server.close(); };
  join();
  loop.run();
  expect_clean_ends();
}

TEST_F(PairTest, BothMayCloseAtOnce) {
  server.when_open = [&] { server.close(); };
  client.when_open = [&] { client.close(); };
  join();
  loop.run();
  expect_clean_ends();
}

TEST_F(PairTest, WorksByteByByteWithLateWakes) {
  server.echoes = true;
  const std::string text(1'000, 'x');
  client.when_open = [&] { client.send(text); };
  client.when_data = [&] {
    if (client.received.size() == text.size()) client.close();
  };
  const MemoryOptions narrow{.max_read = 1, .max_write = 1, .capacity = 3, .wake_delay = 2};
  join(narrow, narrow);
  loop.run();
  EXPECT_EQ(client.received, text);
  expect_clean_ends();
}

TEST_F(PairTest, SendsAreRefusedBeforeAndAfterTheConnectionIsOpen) {
  join();
  EXPECT_FALSE(client.send("early"));
  EXPECT_FALSE(client.close());
  settle(loop);
  EXPECT_TRUE(client.send("now"));
  EXPECT_TRUE(client.close());
  EXPECT_FALSE(client.send("late"));
  loop.run();
  EXPECT_FALSE(client.send("much later"));
  EXPECT_EQ(server.received, "now");
  expect_clean_ends();
}

TEST_F(PairTest, TapsBothDirectionsOfTheWire) {
  server.echoes = server.taps = client.taps = true;
  client.when_open = [&] { client.send("hello"); };
  client.when_data = [&] { client.close(); };
  join();
  loop.run();
  EXPECT_EQ(client.wire_sent, "HhelloC");
  EXPECT_EQ(client.wire_received, "HhelloC");
  EXPECT_EQ(server.wire_sent, client.wire_received);
  EXPECT_EQ(server.wire_received, client.wire_sent);
}

TEST_F(PairTest, PausedSessionReadsNothingAndResumes) {
  join();
  settle(loop);
  server.session->pause_reading();
  client.send("hello");
  settle(loop);
  EXPECT_EQ(server.received, "");
  server.session->resume_reading();
  server.session->resume_reading();
  settle(loop);
  EXPECT_EQ(server.received, "hello");
  client.close();
  loop.run();
  expect_clean_ends();
}

TEST_F(PairTest, PausedSessionLivesWithoutAnOwner) {
  join();
  settle(loop);
  server.session->pause_reading();
  settle(loop);
  std::weak_ptr<Session> session = server.session;
  client.send("hello");  // makes the pending wait return
  settle(loop);
  server.session.reset();
  ASSERT_FALSE(session.expired());
  session.lock()->resume_reading();
  client.close();
  loop.run();
  expect_clean_ends();
  EXPECT_TRUE(session.expired());
}

TEST_F(PairTest, EndIsNeverReportedFromWithinACall) {
  join();
  settle(loop);
  client.session->drop();
  EXPECT_TRUE(client.ends.empty());
  client.session->drop();
  client.session->reset();
  loop.run();
  EXPECT_EQ(client.ends.size(), 1U);
  EXPECT_EQ(client.ends[0].close.code(), 1006);
}

TEST_F(PairTest, DropEndsThePeerWithoutAnError) {
  client.when_open = [&] { client.session->drop(); };
  join();
  loop.run();
  ASSERT_EQ(server.ends.size(), 1U);
  EXPECT_FALSE(server.ends[0].error);
  EXPECT_FALSE(server.ends[0].close.clean());
}

TEST_F(PairTest, ResetShowsAsAnErrorOfTheNetwork) {
  client.when_open = [&] { client.session->reset(); };
  join();
  loop.run();
  ASSERT_EQ(server.ends.size(), 1U);
  EXPECT_EQ(server.ends[0].error, asio::error::connection_reset);
}

TEST_F(PairTest, BrokenRuleClosesBothEnds) {
  client.when_open = [&] { client.send("X"); };
  join();
  loop.run();
  ASSERT_EQ(server.ends.size(), 1U);
  ASSERT_EQ(client.ends.size(), 1U);
  EXPECT_EQ(server.ends[0].close.sent->code, 1002);
  EXPECT_TRUE(client.ends[0].close.received);  // no reset overtook the Close
  EXPECT_FALSE(client.ends[0].error);
}

TEST_F(PairTest, DestroyingTheLoopFreesSessionsThatStillRun) {
  struct Silent final : SessionEvents {
    void on_end(const SessionEnd&) override { ADD_FAILURE() << "the loop does not run"; }
  } silent;
  std::weak_ptr<Session> session;
  {
    Loop short_lived;
    auto pair = make_memory_pair(short_lived);
    const auto created = Session::create(short_lived, std::move(pair.first), SessionOptions{}, silent);
    created->start(std::make_unique<testing::LetterEngine>(
        Role::server, [] {}, [](protocol::ByteView) {}));
    session = created;
    created->drop();
  }
  EXPECT_TRUE(session.expired());
}

// For every N, the connection breaks at the Nth operation of one side: both sides end exactly once, and nothing leaks
// (the sanitizers see to that).
class FaultTest : public ::testing::TestWithParam<Role> {};

INSTANTIATE_TEST_SUITE_P(Sides, FaultTest, ::testing::Values(Role::server, Role::client),
                         [](const auto& test) { return test.param == Role::server ? "Server" : "Client"; });

TEST_P(FaultTest, AFailureOfAnyOperationEndsBothSidesOnce) {
  constexpr std::uint64_t far_too_many = 10'000;
  std::uint64_t fail_at = 0;
  bool completed = false;
  while (!completed && ++fail_at < far_too_many) {
    SCOPED_TRACE("failing operation " + std::to_string(fail_at));
    MemoryFaults faults{.fail_at = fail_at};
    MemoryOptions failing{.max_read = 7, .max_write = 5, .capacity = 16, .faults = &faults};
    MemoryOptions sound{.max_read = 7, .max_write = 5, .capacity = 16};
    Loop loop;
    Peer server(loop, Role::server);
    Peer client(loop, Role::client);
    server.echoes = true;
    client.when_open = [&] { client.send("some bytes that need several writes"); };
    client.when_data = [&] {
      if (client.received.size() == 35) client.close();
    };
    const bool server_fails = GetParam() == Role::server;
    auto pair = make_memory_pair(loop, server_fails ? failing : sound, server_fails ? sound : failing);
    server.attach(std::move(pair.first));
    client.attach(std::move(pair.second));
    loop.run();
    ASSERT_EQ(server.ends.size(), 1U);
    ASSERT_EQ(client.ends.size(), 1U);
    completed = faults.operations < fail_at;
    const auto& end = (server_fails ? server : client).ends[0];
    ASSERT_TRUE(end.close.clean() || end.error == faults.error) << end.error.message();
    ASSERT_TRUE(!completed || (server.ends[0].close.clean() && client.ends[0].close.clean()));
  }
  EXPECT_TRUE(completed);
  EXPECT_GT(fail_at, 20U);
}

}  // namespace
}  // namespace parley::net
