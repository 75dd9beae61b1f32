#include "net/tcp_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace parley::net {
namespace {

using Readiness = TcpSocket::Readiness;
using ::testing::ElementsAre;

/// One end of a pair of sockets in our hands, the other as a descriptor.
class TcpSocketTest : public ::testing::Test {
 protected:
  TcpSocketTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    socket = std::make_shared<TcpSocket>(loop, ends[0], TcpSocket::Endpoint());
    peer = ends[1];
  }
  ~TcpSocketTest() override { hang_up(); }

  void hang_up() {
    if (peer >= 0) ::close(std::exchange(peer, -1));
  }
  void peer_writes() { ASSERT_EQ(::write(peer, "x", 1), 1); }
  Stream::Wake note() {
    return [this](std::error_code error) { woken.push_back(error); };
  }

  Loop loop;
  std::shared_ptr<TcpSocket> socket;
  int peer = -1;
  std::vector<std::error_code> woken;
};

// The poller is level-triggered: each of these polls would go on for ever.
TEST_F(TcpSocketTest, InputThatNobodyWaitsForIsLookedAwayFrom) {
  socket->wait(Readiness::readable, note());
  peer_writes();
  loop.poll();
  EXPECT_EQ(woken.size(), 1U);
  peer_writes();
  loop.poll();
  EXPECT_EQ(woken.size(), 1U);
  socket->wait(Readiness::readable, note());
  loop.poll();
  EXPECT_EQ(woken.size(), 2U);
}

TEST_F(TcpSocketTest, TwoThatWaitForTheSameAreBothWoken) {
  socket->wait(Readiness::readable, note());
  socket->wait(Readiness::readable, note());
  peer_writes();
  loop.run();  // ends, for then nothing is left to wait for
  EXPECT_EQ(woken.size(), 2U);
}

TEST_F(TcpSocketTest, AnEndThatNobodyWaitsForIsLookedAwayFrom) {
  socket->wait(Readiness::readable, note());
  peer_writes();
  loop.poll();
  hang_up();
  loop.poll();
  EXPECT_EQ(woken.size(), 1U);
  socket->wait(Readiness::readable, note());
  loop.poll();
  EXPECT_EQ(woken.size(), 2U);
}

TEST_F(TcpSocketTest, RoomToWriteIsToldOnceForEachWait) {
  socket->wait(Readiness::writable, note());
  loop.poll();
  EXPECT_THAT(woken, ElementsAre(std::error_code()));
  socket->wait(Readiness::readable, note());
  loop.poll();
  EXPECT_EQ(woken.size(), 1U);
  socket->wait(Readiness::writable, note());
  peer_writes();
  loop.poll();
  EXPECT_EQ(woken.size(), 3U);
}

TEST_F(TcpSocketTest, WhoIsWokenMayWaitAgainAndDropTheSocket) {
  int times = 0;
  socket->wait(Readiness::readable, [&](std::error_code) {
    ++times;
    socket->wait(Readiness::readable, [&](std::error_code) {
      ++times;
      socket.reset();
    });
  });
  peer_writes();
  loop.run();  // and then there is nothing left to wait for
  EXPECT_EQ(times, 2);
}

TEST_F(TcpSocketTest, AWaitDoesNotOutliveTheLoop) {
  auto short_lived = std::make_unique<Loop>();
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  auto waiting = std::make_shared<TcpSocket>(*short_lived, ends[0], TcpSocket::Endpoint());
  const std::weak_ptr<TcpSocket> watched = waiting;
  waiting->wait(Readiness::readable, [kept = waiting](std::error_code) {});
  waiting.reset();
  EXPECT_FALSE(watched.expired());
  short_lived.reset();
  EXPECT_TRUE(watched.expired());
  ::close(ends[1]);
}

// One of two that are ready in the same turn drops the other.
TEST_F(TcpSocketTest, ASocketThatIsGoneIsNotToldWhatWasReady) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  auto other = std::make_shared<TcpSocket>(loop, ends[0], TcpSocket::Endpoint());
  int dropped = 0;
  socket->wait(Readiness::readable, [&](std::error_code error) {
    if (error) return;  // it was dropped first
    ++dropped;
    other.reset();
  });
  other->wait(Readiness::readable, [&](std::error_code error) {
    if (error) return;
    ++dropped;
    socket.reset();
  });
  peer_writes();
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  loop.run();
  EXPECT_EQ(dropped, 1);
  ::close(ends[1]);
}

}  // namespace
}  // namespace parley::net
