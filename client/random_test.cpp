#include "client/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace parley::client {
namespace {

TEST(Random, MasksAndKeysAreFresh) {
  const auto masks = fresh_masks();
  const auto copy = masks;  // shares the block: a key must not come from both
  std::set<protocol::MaskKey> seen;
  for (int i = 0; i < 500; ++i) seen.insert(masks()), seen.insert(copy());
  EXPECT_GE(seen.size(), 998U);  // 1000 draws of 2^32: one repetition in 8600 runs, three never
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) keys.insert(fresh_handshake_key());
  EXPECT_EQ(keys.size(), 100U);
  EXPECT_EQ(keys.begin()->size(), 24U);
  EXPECT_EQ(keys.begin()->substr(22), "==");
}

}  // namespace
}  // namespace parley::client
