#include "net/spare_buffers.hpp"

#include <gtest/gtest.h>

namespace parley::net {
namespace {

TEST(SpareBuffers, GivesWhatItGotEmptyAndWithItsRoom) {
  SpareBuffers spares;
  EXPECT_EQ(spares.take().capacity(), 0U);
  protocol::Bytes used(1'000, 'x');
  const auto* const place = used.data();
  spares.give_back(std::move(used));
  const auto again = spares.take();
  EXPECT_TRUE(again.empty());
  EXPECT_GE(again.capacity(), 1'000U);
  EXPECT_EQ(again.data(), place);
  EXPECT_EQ(spares.take().capacity(), 0U);
}

TEST(SpareBuffers, KeepsNoMoreThanItsShare) {
  SpareBuffers spares;
  for (int i = 0; i < 100; ++i) {
    protocol::Bytes used(SpareBuffers::keeps / 4, 'x');
    spares.give_back(std::move(used));
    EXPECT_EQ(used.capacity(), 0U) << "kept or freed";  // NOLINT(bugprone-use-after-move)
  }
  std::size_t kept = 0;
  while (true) {
    const auto room = spares.take().capacity();
    if (room == 0) break;
    kept += room;
  }
  EXPECT_EQ(kept, SpareBuffers::keeps);
}

}  // namespace
}  // namespace parley::net
