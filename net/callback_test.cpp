#include "net/callback.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <system_error>

namespace parley::net {
namespace {

TEST(Callback, CallsWhatItHolds) {
  int sum = 0;
  Callback<void(int)> add = [&sum](int n) { sum += n; };
  add(2);
  add(3);
  EXPECT_EQ(sum, 5);
}

TEST(Callback, IsEmptyWithoutAFunctionAndWhenMovedFrom) {
  Callback<void()> callback;
  EXPECT_FALSE(callback);
  callback = [] {};
  EXPECT_TRUE(callback);
  const Callback<void()> other = std::move(callback);
  EXPECT_TRUE(other);
  EXPECT_FALSE(callback);  // NOLINT(bugprone-use-after-move)
  callback = nullptr;
  EXPECT_FALSE(callback);
}

/// Small is held in place, large on the heap: both live exactly as long as the callback.
template <class Ballast>
void expect_lives_as_long() {
  const auto token = std::make_shared<int>(0);
  {
    Callback<void()> first = [token, ballast = Ballast()] { ++*token; };
    EXPECT_EQ(token.use_count(), 2);
    Callback<void()> second = std::move(first);
    EXPECT_EQ(token.use_count(), 2);
    second();
    first = std::move(second);
    first();
    EXPECT_EQ(token.use_count(), 2);
    first = [] {};
    EXPECT_EQ(token.use_count(), 1);
    first = [token, ballast = Ballast()] { ++*token; };
  }
  EXPECT_EQ(token.use_count(), 1);
  EXPECT_EQ(*token, 2);
}

TEST(Callback, KeepsWhatItCallsAlive) {
  expect_lives_as_long<char>();
  expect_lives_as_long<std::array<char, 100>>();
}

TEST(Callback, HoldsWhatCanOnlyBeMoved) {
  int seen = 0;
  Callback<void(std::error_code)> callback = [number = std::make_unique<int>(7), &seen](std::error_code) {
    seen = *number;
  };
  callback({});
  EXPECT_EQ(seen, 7);
}

TEST(Callback, MayReplaceItselfByWayOfAMove) {
  Callback<void()> slot;
  int calls = 0;
  slot = [&] {
    ++calls;
    slot = [&] { calls += 10; };
  };
  Callback<void()> current = std::exchange(slot, nullptr);
  current();
  slot();
  EXPECT_EQ(calls, 11);
}

}  // namespace
}  // namespace parley::net
