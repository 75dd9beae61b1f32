// What the writer writes, as zlib reads it.
#include "harness/conformance/deflate_writer.hpp"

#include <gtest/gtest.h>

#include "protocol/deflate.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using Final = DeflateWriter::Final;
using Type = DeflateWriter::Type;

std::string inflated(const Bytes& message) {
  protocol::Inflater inflater(15, false);
  Bytes out;
  auto status = inflater.inflate(message, 1U << 20, out);
  if (status == protocol::Inflater::Status::ok) status = inflater.finish(1U << 20, out);
  return status == protocol::Inflater::Status::ok ? std::string(protocol::as_text(out)) : "corrupt";
}

TEST(DeflateWriter, WritesTheExamplesOfTheRfc) {  // RFC 7692 §7.2.3
  EXPECT_EQ(protocol::to_hex(DeflateWriter().stored(protocol::as_bytes("Hello")).message()), "000500faff48656c6c6f00");
  EXPECT_EQ(inflated(DeflateWriter().begin().literals("Hello").end().message()), "Hello");
  EXPECT_EQ(inflated(DeflateWriter().begin(Type::fixed, Final::yes).literals("Hello").end().align().message()),
            "Hello");
  EXPECT_EQ(protocol::to_hex(DeflateWriter().message()), "00");
}

TEST(DeflateWriter, WritesEveryLiteral) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(inflated(DeflateWriter().begin().literals(all).end().message()), all);
}

TEST(DeflateWriter, WritesEveryLength) {
  for (std::size_t length = 3; length <= 258; ++length) {
    EXPECT_EQ(inflated(DeflateWriter().begin().literals("x").reference(1, length).end().message()),
              std::string(length + 1, 'x'));
  }
}

TEST(DeflateWriter, WritesEveryDistance) {
  std::string data;
  for (std::size_t i = 0; data.size() < 32768; ++i) data += std::to_string(i * 7919);
  data.resize(32768);
  DeflateWriter writer;
  writer.stored(protocol::as_bytes(data)).begin();
  for (std::size_t distance = 1; distance <= 32768; distance += distance < 40 ? 1 : 37) {
    writer.reference(distance, 3);
    for (int i = 0; i < 3; ++i) data += data[data.size() - distance];
  }
  writer.reference(32768, 3);
  for (int i = 0; i < 3; ++i) data += data[data.size() - 32768];
  EXPECT_EQ(inflated(writer.end().message()), data);
}

TEST(DeflateWriter, WritesDynamicCodes) {
  std::vector<unsigned> lengths(258, 0);
  lengths['a'] = lengths[256] = 2;
  lengths[257] = 1;
  const auto message =
      DeflateWriter().dynamic(lengths, {1}).huffman(2, 2).huffman(0, 1).huffman(0, 1).huffman(3, 2).message();
  EXPECT_EQ(inflated(message), "aaaa");
}

}  // namespace
}  // namespace parley::conformance
