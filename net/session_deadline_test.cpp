// The deadlines of a session. The tests wait for the outcome, however long it takes; nothing is asserted about time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/session.hpp"
#include "net/testing/wired.hpp"

namespace parley::net {
namespace {

using protocol::EngineState;
using protocol::Role;
using testing::Wired;
using namespace std::chrono_literals;

class SessionDeadlineTest : public ::testing::Test {
 protected:
  Loop loop;
};

TEST_F(SessionDeadlineTest, AHandshakeThatDoesNotEndTimesOut) {
  for (const Role role : {Role::server, Role::client}) {
    Wired silent(loop, role);
    silent.peer.options.handshake_timeout = 1ms;
    silent.start();
    loop.run();
    ASSERT_EQ(silent.peer.ends.size(), 1U);
    EXPECT_EQ(silent.peer.ends[0].reason, "handshake timeout");
  }
}

TEST_F(SessionDeadlineTest, TheHandshakesDeadlineEndsWithIt) {
  Wired server(loop, Role::server);
  server.peer.options.handshake_timeout = std::chrono::hours(1);
  server.open();
  server.wire->close();
  loop.run();  // would wait an hour
  EXPECT_EQ(server.peer.ends.size(), 1U);
}

TEST_F(SessionDeadlineTest, AClosingHandshakeThatIsNotAnsweredTimesOut) {
  for (const Role role : {Role::server, Role::client}) {
    Wired one(loop, role);
    one.peer.options.close_timeout = 1ms;
    one.open();
    one.peer.close();
    loop.run();
    ASSERT_EQ(one.peer.ends.size(), 1U);
    EXPECT_EQ(one.peer.ends[0].reason, "close timeout");
    EXPECT_FALSE(one.peer.ends[0].close.clean());
  }
}

TEST_F(SessionDeadlineTest, APeerThatDoesNotEndTcpTimesOutWithACleanClose) {
  for (const Role role : {Role::server, Role::client}) {
    Wired one(loop, role);
    one.peer.options.close_timeout = 1ms;
    one.open();
    one.put("C");
    loop.run();
    ASSERT_EQ(one.peer.ends.size(), 1U);
    EXPECT_EQ(one.peer.ends[0].reason, "close timeout");
    EXPECT_TRUE(one.peer.ends[0].close.clean());
  }
}

TEST_F(SessionDeadlineTest, APeerThatDoesNotTakeTheCloseTimesOut) {
  Wired server(loop, Role::server, {.capacity = 10});
  server.peer.options.close_timeout = 1ms;
  server.open();
  server.peer.send(std::string(100, 'x'));
  server.put("C");
  loop.run();
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].reason, "close timeout");
}

TEST_F(SessionDeadlineTest, ASilentPeerIsClosedWith1001) {
  Wired server(loop, Role::server);
  server.peer.options.idle_timeout = 100ms;  // it must not pass while the handshake is looked at
  server.peer.options.close_timeout = 1ms;
  server.open();
  loop.run();
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].reason, "idle timeout");
  EXPECT_EQ(server.peer.ends[0].close.sent->code, 1001);
}

TEST_F(SessionDeadlineTest, APausedSessionDoesNotCallItsPeerSilent) {
  Wired server(loop, Role::server);
  server.peer.options.idle_timeout = 100ms;
  server.open();
  server.peer.session->pause_reading();
  loop.after(250ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(server.peer.state(), EngineState::open);
  EXPECT_TRUE(server.peer.ends.empty());
}

}  // namespace
}  // namespace parley::net
