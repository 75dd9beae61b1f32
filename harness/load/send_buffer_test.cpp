#include "harness/load/send_buffer.hpp"

#include <gtest/gtest.h>

namespace parley::load {
namespace {

std::string_view text(const SendBuffer& buffer) {
  return protocol::as_text(buffer.bytes());
}

TEST(SendBufferTest, KeepsWhatWasNotConsumed) {
  SendBuffer buffer;
  buffer.append(protocol::as_bytes("hello"));
  buffer.consume(2);
  buffer.append(protocol::as_bytes(" world"));  // grows, and moves what is left to the front
  EXPECT_EQ(text(buffer), "llo world");
  buffer.consume(9);
  EXPECT_TRUE(buffer.empty());
}

TEST(SendBufferTest, KeepsItsMemory) {
  SendBuffer buffer;
  static_cast<void>(buffer.reserve(1000));
  const auto capacity = buffer.capacity();
  for (int i = 0; i < 10; ++i) {
    std::uint8_t* const to = buffer.reserve(1000);
    to[999] = 'x';
    buffer.extend(1000);
    buffer.consume(400);
    buffer.consume(600);
  }
  EXPECT_EQ(buffer.capacity(), capacity);
}

TEST(SendBufferTest, TakesNothing) {
  SendBuffer buffer;
  buffer.append({});
  EXPECT_TRUE(buffer.empty());
  EXPECT_EQ(buffer.bytes().size(), 0U);
}

}  // namespace
}  // namespace parley::load
