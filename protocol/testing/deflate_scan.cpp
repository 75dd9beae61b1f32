#include "protocol/testing/deflate_scan.hpp"

#include <array>
#include <stdexcept>

namespace parley::protocol::testing {
namespace {

using Lengths = std::vector<unsigned>;  // code lengths by symbol, 0: unused

class BitReader {
 public:
  explicit BitReader(ByteView bytes) : bytes_(bytes) {}

  [[nodiscard]] bool at_end() const { return at_ / 8 >= bytes_.size(); }
  void align() { at_ = (at_ + 7) / 8 * 8; }

  unsigned bit() {
    if (at_end()) throw std::runtime_error("the stream ends within a block");
    const unsigned value = (unsigned{bytes_[at_ / 8]} >> (at_ % 8)) & 1U;
    ++at_;
    return value;
  }

  unsigned bits(unsigned count) {  // least significant first (RFC 1951 §3.1.1)
    unsigned value = 0;
    for (unsigned i = 0; i < count; ++i) value |= bit() << i;
    return value;
  }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;  // in bits
};

/// Canonical Huffman codes (RFC 1951 §3.2.2), decoded a bit at a time: slow, and easy to believe.
class Huffman {
 public:
  explicit Huffman(const Lengths& lengths) {
    for (const unsigned length : lengths) ++count_.at(length);
    count_[0] = 0;
    std::array<unsigned, 17> offset{};
    for (unsigned length = 1; length < 16; ++length) offset[length + 1] = offset[length] + count_[length];
    symbols_.resize(lengths.size());
    for (unsigned symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] > 0) symbols_[offset[lengths[symbol]]++] = symbol;
    }
  }

  unsigned read(BitReader& in) const {
    unsigned code = 0;
    unsigned first = 0;  // first code of this length
    unsigned index = 0;  // of that code's symbol
    for (unsigned length = 1; length < 16; ++length) {
      code |= in.bit();
      if (code < first + count_[length]) return symbols_[index + code - first];
      index += count_[length];
      first = (first + count_[length]) << 1U;
      code <<= 1U;
    }
    throw std::runtime_error("no such Huffman code");
  }

 private:
  std::array<unsigned, 16> count_{};
  std::vector<unsigned> symbols_;
};

struct Range {
  unsigned base;
  unsigned extra_bits;
};

Range length_range(unsigned symbol) {  // 257 to 285 (RFC 1951 §3.2.5)
  if (symbol == 285) return {258, 0};
  const unsigned index = symbol - 257;
  if (index < 8) return {3 + index, 0};
  const unsigned extra = index / 4 - 1;
  return {3 + ((4 + index % 4) << extra), extra};
}

Range distance_range(unsigned symbol) {
  if (symbol < 4) return {1 + symbol, 0};
  const unsigned extra = symbol / 2 - 1;
  return {1 + ((2 + symbol % 2) << extra), extra};
}

class Scanner {
 public:
  explicit Scanner(ByteView stream) : in_(stream) {}

  DeflateScan run() {
    while (!in_.at_end()) block();
    return std::move(result_);
  }

 private:
  void block() {
    ++result_.blocks;
    const bool final = in_.bit() == 1;
    switch (in_.bits(2)) {
      case 0:
        stored();
        break;
      case 1:
        compressed(fixed_lengths(), Lengths(30, 5));
        break;
      case 2:
        dynamic();
        break;
      case 3:
        throw std::runtime_error("block type 3");
    }
    if (final) in_.align();
  }

  void stored() {
    in_.align();
    const unsigned length = in_.bits(16);
    if (in_.bits(16) != (~length & 0xFFFFU)) throw std::runtime_error("LEN and NLEN differ");
    for (unsigned i = 0; i < length; ++i) result_.inflated.push_back(static_cast<std::uint8_t>(in_.bits(8)));
  }

  static Lengths fixed_lengths() {  // RFC 1951 §3.2.6
    Lengths lengths(288, 8);
    for (unsigned symbol = 144; symbol < 256; ++symbol) lengths[symbol] = 9;
    for (unsigned symbol = 256; symbol < 280; ++symbol) lengths[symbol] = 7;
    return lengths;
  }

  void dynamic() {  // RFC 1951 §3.2.7
    const unsigned literals = in_.bits(5) + 257;
    const unsigned distances = in_.bits(5) + 1;
    const unsigned codes = in_.bits(4) + 4;
    constexpr std::array<unsigned, 19> order{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    Lengths code_lengths(19, 0);
    for (unsigned i = 0; i < codes; ++i) code_lengths[order[i]] = in_.bits(3);
    const Lengths all = read_lengths(Huffman(code_lengths), literals + distances);
    compressed(Lengths(all.begin(), all.begin() + literals), Lengths(all.begin() + literals, all.end()));
  }

  Lengths read_lengths(const Huffman& code, std::size_t count) {
    Lengths lengths;
    while (lengths.size() < count) {
      const unsigned symbol = code.read(in_);
      if (symbol < 16) {
        lengths.push_back(symbol);
      } else if (symbol == 16) {
        lengths.insert(lengths.end(), 3 + in_.bits(2), lengths.at(lengths.size() - 1));
      } else {
        lengths.insert(lengths.end(), symbol == 17 ? 3 + in_.bits(3) : 11 + in_.bits(7), 0);
      }
    }
    if (lengths.size() > count) throw std::runtime_error("too many code lengths");
    return lengths;
  }

  void compressed(const Lengths& literal_lengths, const Lengths& distance_lengths) {
    const Huffman literals(literal_lengths);
    const Huffman distances(distance_lengths);
    for (unsigned symbol = literals.read(in_); symbol != 256; symbol = literals.read(in_)) {
      if (symbol < 256) {
        result_.inflated.push_back(static_cast<std::uint8_t>(symbol));
        continue;
      }
      const Range length = length_range(symbol);
      const unsigned size = length.base + in_.bits(length.extra_bits);
      const Range distance = distance_range(distances.read(in_));
      copy(distance.base + in_.bits(distance.extra_bits), size);
    }
  }

  void copy(std::size_t distance, unsigned size) {
    if (distance > result_.inflated.size()) throw std::runtime_error("a distance reaches before the stream");
    result_.longest_distance = std::max(result_.longest_distance, distance);
    for (unsigned i = 0; i < size; ++i) {
      const std::uint8_t byte = result_.inflated[result_.inflated.size() - distance];
      result_.inflated.push_back(byte);
    }
  }

  BitReader in_;
  DeflateScan result_;
};

}  // namespace

DeflateScan scan_deflate(ByteView stream) {
  return Scanner(stream).run();
}

}  // namespace parley::protocol::testing
