#include "protocol/message_assembler.hpp"

#include <gtest/gtest.h>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using testing::hex;

constexpr std::uint64_t max_message = 1U << 30;

FrameHeader binary_frame(std::uint64_t length) {
  return make_header(Opcode::binary, length);
}

TEST(MessageAssembler, AnnouncedBytesTakeNoMemoryUntilTheyCome) {
  MessageAssembler assembler(max_message, nullptr);
  assembler.begin_frame(binary_frame(max_message));
  Bytes some = hex("01 02 03");
  ASSERT_FALSE(assembler.add({some, max_message - some.size()}));
  EXPECT_FALSE(assembler.complete());
  EXPECT_LE(assembler.take().storage.capacity(), 128U << 10);
}

TEST(MessageAssembler, RoomGrowsByDoublingWhileFramesMayFollow) {
  constexpr std::size_t frames = 1000;
  MessageAssembler assembler(max_message, nullptr);
  FrameHeader header = binary_frame(1);
  header.fin = false;
  Bytes byte = hex("55");
  for (std::size_t i = 0; i < frames; ++i) {
    assembler.begin_frame(header);
    header.opcode = Opcode::continuation;
    ASSERT_FALSE(assembler.add({byte, 0}));
  }
  const Bytes storage = assembler.take().storage;
  EXPECT_EQ(storage.size(), frames);
  EXPECT_GT(storage.capacity(), frames);
  EXPECT_LE(storage.capacity(), 2 * frames);
}

TEST(MessageAssembler, RoomIsNotMadeBeyondTheEndOfTheLastFrame) {
  constexpr std::size_t total = 1'000'000;
  constexpr std::size_t step = 10'000;
  MessageAssembler assembler(max_message, nullptr);
  assembler.begin_frame(binary_frame(total));
  Bytes some(step, 0x55);
  for (std::size_t left = total; left > 0; left -= step) ASSERT_FALSE(assembler.add({some, left - step}));
  ASSERT_TRUE(assembler.complete());
  const Message message = assembler.take();
  EXPECT_EQ(message.payload.size(), total);
  EXPECT_EQ(message.payload.data(), message.storage.data());
  EXPECT_EQ(message.storage.capacity(), total);
}

TEST(MessageAssembler, HoldsNothingBetweenMessages) {
  MessageAssembler assembler(max_message, nullptr);
  FrameHeader first = binary_frame(2);
  first.fin = false;
  Bytes some = hex("01 02");
  assembler.begin_frame(first);
  ASSERT_FALSE(assembler.add({some, 0}));
  EXPECT_EQ(assembler.progress().frames, 1U);
  EXPECT_EQ(assembler.progress().size, 2U);

  assembler.begin_frame(make_header(Opcode::continuation, 2));
  ASSERT_FALSE(assembler.add({some, 0}));
  EXPECT_EQ(to_hex(assembler.take().payload), "01020102");
  EXPECT_EQ(assembler.progress().frames, 0U);

  assembler.begin_frame(binary_frame(2));
  ASSERT_FALSE(assembler.add({some, 0}));
  const Message next = assembler.take();
  EXPECT_EQ(next.payload.data(), some.data());
  EXPECT_EQ(next.storage.capacity(), 0U);
}

}  // namespace
}  // namespace parley::protocol
