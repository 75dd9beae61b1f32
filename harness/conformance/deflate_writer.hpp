// A writer of DEFLATE streams (RFC 1951) that does what it is told, which zlib cannot be made to: each block, literal
// and reference is the caller's choice, legal or not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/bytes.hpp"

namespace parley::conformance {

class DeflateWriter {
 public:
  enum class Final : std::uint8_t { no, yes };  // BFINAL
  enum class Type : std::uint8_t { stored = 0, fixed = 1, dynamic = 2, reserved = 3 };

  /// A stored block (RFC 1951 §3.2.4) of at most 65535 bytes.
  DeflateWriter& stored(protocol::ByteView data, Final final = Final::no);

  /// The header of a block. One with fixed codes (§3.2.6) goes on with literals and references, up to its end.
  DeflateWriter& begin(Type type = Type::fixed, Final final = Final::no);
  DeflateWriter& literals(protocol::ByteView data);
  DeflateWriter& literals(std::string_view text) { return literals(protocol::as_bytes(text)); }
  DeflateWriter& reference(std::size_t distance, std::size_t length);  // 1 to 32768, 3 to 258
  DeflateWriter& symbol(unsigned value);                               // a literal or a length: 0 to 287
  DeflateWriter& distance_symbol(unsigned symbol);                     // 0 to 31, without its extra bits
  DeflateWriter& end();                                                // of the block

  /// The header of a block with codes of these lengths (§3.2.7), all below 16, 257 to 288 and 1 to 32 of them. Goes on
  /// with huffman().
  DeflateWriter& dynamic(const std::vector<unsigned>& literal_lengths, const std::vector<unsigned>& distance_lengths);
  /// A Huffman code of so many bits: the most significant one first.
  DeflateWriter& huffman(unsigned code, unsigned count);

  /// `count` bits of a value, the least significant first.
  DeflateWriter& bits(unsigned value, unsigned count);
  /// Zeros up to the next byte.
  DeflateWriter& align();
  /// The bytes as they are, from the next byte on.
  DeflateWriter& raw(protocol::ByteView bytes);

  /// What is sent of a message (RFC 7692 §7.2.1): an empty stored block at the end, without its 00 00 FF FF.
  [[nodiscard]] protocol::Bytes message();
  /// What was written, and no more.
  [[nodiscard]] protocol::Bytes stream();

 private:
  protocol::Bytes bytes_;
  unsigned held_ = 0;
  unsigned count_ = 0;  // bits in held_, less than 8
};

}  // namespace parley::conformance
