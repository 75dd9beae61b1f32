#include "net/poller.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace parley::net {
namespace {

using Interest = Poller::Interest;

/// Two connected sockets.
class PollerTest : public ::testing::Test {
 protected:
  PollerTest() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0); }
  ~PollerTest() override {
    for (const int end : ends) ::close(end);
  }

  static Poller::TimePoint now() { return std::chrono::steady_clock::now(); }

  Poller poller;
  std::array<int, 2> ends{};
  int owner = 0;
};

TEST_F(PollerTest, TellsWhoIsReadableAgainAndAgain) {
  poller.add(ends[0], Interest::input, &owner);
  EXPECT_TRUE(poller.wait(now()).empty());
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  for (int i = 0; i < 2; ++i) {  // level-triggered
    const auto ready = poller.wait(std::nullopt);
    ASSERT_EQ(ready.size(), 1U);
    EXPECT_EQ(ready[0].owner, &owner);
    EXPECT_TRUE(ready[0].readable);
    EXPECT_FALSE(ready[0].writable);
  }
}

TEST_F(PollerTest, WatchesForWhatItWasToldLast) {
  poller.add(ends[0], Interest::output, &owner);
  EXPECT_TRUE(poller.wait(std::nullopt)[0].writable);
  poller.change(ends[0], Interest::input, &owner);
  EXPECT_TRUE(poller.wait(now()).empty());
  poller.change(ends[0], Interest::both, &owner);
  EXPECT_EQ(poller.wait(std::nullopt).size(), 1U);
  poller.remove(ends[0]);
  EXPECT_TRUE(poller.wait(now()).empty());
}

TEST_F(PollerTest, CallsABrokenConnectionReadyForEverything) {
  poller.add(ends[0], Interest::input, &owner);
  ::shutdown(ends[1], SHUT_RDWR);
  const auto ready = poller.wait(std::nullopt);
  ASSERT_EQ(ready.size(), 1U);
  EXPECT_TRUE(ready[0].readable);
}

TEST_F(PollerTest, WaitsUntilTheTimeAndNoLonger) {
  const auto until = now() + std::chrono::microseconds(1500);
  EXPECT_TRUE(poller.wait(until).empty());
  EXPECT_GE(now(), until);
}

TEST_F(PollerTest, IsWokenFromAnotherThreadAndBeforeItWaits) {
  poller.wake();
  EXPECT_TRUE(poller.wait(std::nullopt).empty());
  std::thread other([this] { poller.wake(); });
  EXPECT_TRUE(poller.wait(std::nullopt).empty());
  other.join();
  EXPECT_TRUE(poller.wait(now()).empty());
}

}  // namespace
}  // namespace parley::net
