#include "harness/conformance/deflate_writer.hpp"

#include <cassert>

namespace parley::conformance {

using protocol::Bytes;
using protocol::ByteView;

DeflateWriter& DeflateWriter::stored(ByteView data, Final final) {
  assert(data.size() <= 0xFFFF);
  begin(Type::stored, final).align();
  const auto length = static_cast<unsigned>(data.size());
  return bits(length, 16).bits(~length & 0xFFFFU, 16).raw(data);
}

DeflateWriter& DeflateWriter::begin(Type type, Final final) {
  return bits(final == Final::yes ? 1 : 0, 1).bits(static_cast<unsigned>(type), 2);
}

DeflateWriter& DeflateWriter::literals(ByteView data) {
  for (const auto byte : data) symbol(byte);
  return *this;
}

DeflateWriter& DeflateWriter::reference(std::size_t distance, std::size_t length) {
  assert(distance >= 1 && distance <= 32768 && length >= 3 && length <= 258);
  // RFC 1951 §3.2.5: 258 has a symbol of its own; else four symbols for each number of extra bits.
  if (length == 258) {
    symbol(285);
  } else {
    const auto offset = static_cast<unsigned>(length - 3);
    unsigned extra = 0;
    while (offset >> (extra + 3) != 0) ++extra;
    symbol(257 + 4 * extra + (offset >> extra)).bits(offset & ((1U << extra) - 1), extra);
  }
  const auto offset = static_cast<unsigned>(distance - 1);
  unsigned extra = 0;
  while (offset >> (extra + 2) != 0) ++extra;
  return distance_symbol(2 * extra + (offset >> extra)).bits(offset & ((1U << extra) - 1), extra);
}

DeflateWriter& DeflateWriter::symbol(unsigned value) {  // RFC 1951 §3.2.6
  assert(value < 288);
  if (value < 144) {
    huffman(0x30 + value, 8);
  } else if (value < 256) {
    huffman(0x190 + value - 144, 9);
  } else if (value < 280) {
    huffman(value - 256, 7);
  } else {
    huffman(0xC0 + value - 280, 8);
  }
  return *this;
}

DeflateWriter& DeflateWriter::distance_symbol(unsigned symbol) {
  huffman(symbol, 5);
  return *this;
}

DeflateWriter& DeflateWriter::end() {
  return symbol(256);
}

DeflateWriter& DeflateWriter::dynamic(const std::vector<unsigned>& literal_lengths,
                                      const std::vector<unsigned>& distance_lengths) {
  begin(Type::dynamic);
  bits(static_cast<unsigned>(literal_lengths.size()) - 257, 5);
  bits(static_cast<unsigned>(distance_lengths.size()) - 1, 5);
  // Each length from 0 to 15 has a code of four bits, which is its value; the first three stand for repetitions.
  constexpr unsigned codes = 19;
  bits(codes - 4, 4);
  for (unsigned i = 0; i < codes; ++i) bits(i < 3 ? 0 : 4, 3);
  for (const unsigned length : literal_lengths) huffman(length, 4);
  for (const unsigned length : distance_lengths) huffman(length, 4);
  return *this;
}

DeflateWriter& DeflateWriter::huffman(unsigned code, unsigned count) {
  while (count-- > 0) bits(code >> count, 1);
  return *this;
}

DeflateWriter& DeflateWriter::bits(unsigned value, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    held_ |= ((value >> i) & 1U) << count_;
    if (++count_ < 8) continue;
    bytes_.push_back(static_cast<std::uint8_t>(held_));
    held_ = count_ = 0;
  }
  return *this;
}

DeflateWriter& DeflateWriter::align() {
  return count_ == 0 ? *this : bits(0, 8 - count_);
}

DeflateWriter& DeflateWriter::raw(ByteView bytes) {
  align();
  protocol::append(bytes_, bytes);
  return *this;
}

Bytes DeflateWriter::message() {
  return begin(Type::stored).stream();
}

Bytes DeflateWriter::stream() {
  return align().bytes_;
}

}  // namespace parley::conformance
