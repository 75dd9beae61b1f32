#include "net/write_queue.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace parley::net {
namespace {

using protocol::as_bytes;
using protocol::as_text;

std::string content(const WriteQueue& queue) {
  std::vector<protocol::ByteView> views(10'000);
  std::string text;
  for (const auto piece : queue.front(views)) text += as_text(piece);
  return text;
}

std::shared_ptr<const SharedMessage> shared(const std::string& frame) {
  return std::make_shared<const SharedMessage>(
      SharedMessage{protocol::MessageType::text, protocol::to_bytes(frame), 0});
}

TEST(WriteQueue, KeepsTheOrderOfOwnedAndSharedBytes) {
  WriteQueue queue;
  queue.append(as_bytes("one "));
  queue.append(shared("two "));
  protocol::append(queue.tail(), "three ");
  protocol::append(queue.tail(), "four ");
  queue.append(as_bytes("five"));
  EXPECT_EQ(content(queue), "one two three four five");
  EXPECT_EQ(queue.size(), content(queue).size());
}

TEST(WriteQueue, SharesAFrameInsteadOfCopyingIt) {
  const auto message = shared("frame");
  WriteQueue a;
  WriteQueue b;
  a.append(message);
  b.append(message);
  EXPECT_EQ(message.use_count(), 3);
  std::array<protocol::ByteView, 1> views;
  EXPECT_EQ(a.front(views)[0].data(), message->frame.data());
  a.consume(5);
  b.clear();
  EXPECT_EQ(message.use_count(), 1);
}

TEST(WriteQueue, FillsOnlyAsManyViewsAsThereAre) {
  WriteQueue queue;
  for (int i = 0; i < 5; ++i) queue.append(shared("x"));
  std::array<protocol::ByteView, 3> views;
  EXPECT_EQ(queue.front(views).size(), 3U);
  queue.consume(3);
  EXPECT_EQ(queue.front(views).size(), 2U);
}

TEST(WriteQueue, CountsTheMemoryOfPieces) {
  WriteQueue queue;
  queue.append(as_bytes("owned"));
  EXPECT_EQ(queue.memory(), queue.size());
  for (int i = 0; i < 1000; ++i) queue.append(shared("x"));
  EXPECT_EQ(queue.size(), 1005U);
  EXPECT_GE(queue.memory(), 1005 + 1000 * (sizeof(protocol::Bytes) + sizeof(std::shared_ptr<int>)));
  queue.consume(1004);
  EXPECT_LT(queue.memory(), 200U);
}

TEST(WriteQueue, KeepsNoBlockThatIsMostlyEmptyWhenItMustWait) {
  WriteQueue queue;
  protocol::Bytes roomy;
  roomy.reserve(1U << 20);
  queue.adopt(std::move(roomy));
  queue.append(as_bytes("0123456789"));
  queue.trim();
  EXPECT_LT(queue.tail().capacity(), 100U);
  EXPECT_EQ(content(queue), "0123456789");
  queue.consume(8);
  queue.trim();
  EXPECT_LT(queue.tail().capacity(), 10U);
  EXPECT_EQ(content(queue), "89");
}

TEST(WriteQueue, MakesNoPieceOfABlockThatIsMostlyEmpty) {
  WriteQueue queue;
  protocol::Bytes roomy;
  roomy.reserve(1U << 20);
  const auto* const block = roomy.data();
  queue.adopt(std::move(roomy));
  queue.append(as_bytes("0123456789"));
  queue.consume(3);
  queue.append(shared("shared"));
  std::array<protocol::ByteView, 2> views;
  EXPECT_NE(queue.front(views)[0].data(), block + 3);
  EXPECT_EQ(content(queue), "3456789shared");
  queue.consume(queue.size());
  EXPECT_EQ(queue.release().data(), block) << "and the block can be lent again";
}

TEST(WriteQueue, KeepsABlockThatIsMostlyFull) {
  WriteQueue queue;
  queue.append(protocol::Bytes(100'000, 'x'));
  const auto* const block = queue.tail().data();
  queue.consume(40'000);
  queue.trim();
  EXPECT_EQ(queue.tail().data(), block);
}

TEST(WriteQueue, HoldsNoMemoryWhenEmptyAndReleased) {
  WriteQueue queue;
  queue.append(shared("y"));
  queue.append(protocol::Bytes(100'000, 'x'));
  const auto* const block = queue.tail().data();
  queue.consume(queue.size());
  EXPECT_TRUE(queue.empty());
  const auto memory = queue.release();
  EXPECT_TRUE(memory.empty());
  EXPECT_EQ(memory.data(), block) << "for the next to use";
  EXPECT_EQ(queue.tail().capacity(), 0U);
}

TEST(WriteQueue, WhatIsAppendedByReferenceComesBehindAll) {
  WriteQueue queue;
  auto& tail = queue.tail();
  tail.push_back('1');
  queue.append(shared("two"));
  tail.push_back('3');
  queue.append(protocol::Bytes(100'000, 'x'));
  queue.seal_large_tail();
  tail.push_back('4');
  EXPECT_EQ(content(queue), "1two3" + std::string(100'000, 'x') + "4");
}

// Against a plain string as the model, over many random histories.
TEST(WriteQueue, BehavesAsAStringDoes) {
  std::mt19937 random(6455);
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  for (int history = 0; history < 200; ++history) {
    WriteQueue queue;
    std::string model;
    char letter = 'a';
    for (int step = 0; step < 400; ++step) {
      const std::size_t size = below(step % 50 == 0 ? 200'000 : 20);
      const std::string bytes(size, letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1));
      switch (below(6)) {
        case 0:
          queue.append(as_bytes(bytes));
          model += bytes;
          break;
        case 1:
          queue.append(shared(bytes));
          model += bytes;
          break;
        case 2:
          if (queue.empty()) queue.adopt(queue.release());
          queue.seal_large_tail();
          queue.trim();
          break;
        case 3:
          protocol::append(queue.tail(), bytes);
          model += bytes;
          break;
        default: {
          const std::size_t count = below(model.size() + 1);
          queue.consume(count);
          model.erase(0, count);
        }
      }
      ASSERT_EQ(queue.size(), model.size());
    }
    ASSERT_EQ(content(queue), model);
  }
}

}  // namespace
}  // namespace parley::net
