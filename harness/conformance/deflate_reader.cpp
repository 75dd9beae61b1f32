#include "harness/conformance/deflate_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::ByteView;

/// Bits from the least significant on (RFC 1951 §3.1.1). Beyond the end they are zeros, and `past_end` tells.
class BitReader {
 public:
  explicit BitReader(ByteView bytes) : bytes_(bytes) {}

  [[nodiscard]] bool at_end() const { return count_ == 0 && at_ == bytes_.size(); }
  [[nodiscard]] bool past_end() const { return past_end_; }
  void align() { drop(count_ % 8); }

  [[nodiscard]] unsigned peek(unsigned count) {  // at most 16
    while (count_ < count && at_ < bytes_.size()) {
      held_ |= std::uint64_t{bytes_[at_++]} << count_;
      count_ += 8;
    }
    return static_cast<unsigned>(held_ & ((1U << count) - 1U));
  }

  void drop(unsigned count) {
    past_end_ = past_end_ || count > count_;
    count = std::min(count, count_);
    held_ >>= count;
    count_ -= count;
  }

  unsigned take(unsigned count) {
    const unsigned value = peek(count);
    drop(count);
    return value;
  }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  std::uint64_t held_ = 0;
  unsigned count_ = 0;  // bits in held_
  bool past_end_ = false;
};

constexpr unsigned longest_code = 15;
constexpr unsigned no_symbol = 0xFFFF;

/// Canonical Huffman codes (RFC 1951 §3.2.2), looked up by as many bits as the longest one has.
class Huffman {
 public:
  explicit Huffman(const std::vector<unsigned>& lengths) {
    std::array<unsigned, longest_code + 1> count{};
    for (const unsigned length : lengths) ++count.at(length);
    count[0] = 0;
    bits_ = longest_code;
    while (bits_ > 1 && count.at(bits_) == 0) --bits_;
    table_.assign(std::size_t{1} << bits_, Entry{no_symbol, 0});
    std::array<unsigned, longest_code + 2> next{};
    for (unsigned length = 1; length <= longest_code; ++length) {
      next[length + 1] = (next[length] + count[length]) << 1U;
      over_subscribed_ = over_subscribed_ || next[length] + count[length] > (1U << length);
    }
    if (over_subscribed_) return;
    for (unsigned symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] > 0) enter(symbol, next[lengths[symbol]]++, lengths[symbol]);
    }
  }

  [[nodiscard]] bool over_subscribed() const { return over_subscribed_; }

  [[nodiscard]] unsigned read(BitReader& in) const {
    const Entry entry = table_[in.peek(bits_)];
    in.drop(entry.length);
    return entry.symbol;
  }

 private:
  struct Entry {
    unsigned symbol;
    unsigned length;
  };

  /// A code comes with its most significant bit first, the others around it with their least significant one.
  void enter(unsigned symbol, unsigned code, unsigned length) {
    unsigned reversed = 0;
    for (unsigned i = 0; i < length; ++i) reversed |= ((code >> i) & 1U) << (length - 1 - i);
    for (std::size_t at = reversed; at < table_.size(); at += std::size_t{1} << length) table_[at] = {symbol, length};
  }

  std::vector<Entry> table_;
  unsigned bits_ = longest_code;
  bool over_subscribed_ = false;
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

Range distance_range(unsigned symbol) {  // 0 to 29
  if (symbol < 4) return {1 + symbol, 0};
  const unsigned extra = symbol / 2 - 1;
  return {1 + ((2 + symbol % 2) << extra), extra};
}

const Huffman& fixed_literals() {  // RFC 1951 §3.2.6
  static const Huffman code = [] {
    std::vector<unsigned> lengths(288, 8);
    std::fill(lengths.begin() + 144, lengths.begin() + 256, 9);
    std::fill(lengths.begin() + 256, lengths.begin() + 280, 7);
    return Huffman(lengths);
  }();
  return code;
}

const Huffman& fixed_distances() {
  static const Huffman code(std::vector<unsigned>(32, 5));
  return code;
}

class Reader {
 public:
  Reader(ByteView stream, ByteView history, std::uint64_t limit)
      : in_(stream), out_(history.begin(), history.end()), start_(history.size()), limit_(limit) {}

  DeflateReading run() {
    while (!failed() && !in_.at_end()) block();
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(start_));
    result_.inflated = std::move(out_);
    return std::move(result_);
  }

 private:
  void block() {
    ++result_.blocks;
    const bool final = in_.take(1) == 1;
    switch (in_.take(2)) {
      case 0:
        stored();
        break;
      case 1:
        compressed(fixed_literals(), fixed_distances());
        break;
      case 2:
        dynamic();
        break;
      default:
        fail("a block has type 3");
    }
    if (final) in_.align();
    if (in_.past_end()) fail("it ends within a block");
  }

  void stored() {
    in_.align();
    const unsigned length = in_.take(16);
    if (in_.take(16) != (~length & 0xFFFFU)) return fail("LEN and NLEN of a stored block differ");
    for (unsigned i = 0; i < length && !failed(); ++i) put(static_cast<std::uint8_t>(in_.take(8)));
  }

  void dynamic() {  // RFC 1951 §3.2.7
    const unsigned literals = in_.take(5) + 257;
    const unsigned distances = in_.take(5) + 1;
    const unsigned codes = in_.take(4) + 4;
    constexpr std::array<unsigned, 19> order{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    std::vector<unsigned> code_lengths(order.size(), 0);
    for (unsigned i = 0; i < codes; ++i) code_lengths[order.at(i)] = in_.take(3);
    const Huffman lengths_code(code_lengths);
    if (lengths_code.over_subscribed()) return fail("the code of code lengths is over-subscribed");
    const auto lengths = read_lengths(lengths_code, literals + distances);
    if (failed()) return;
    const auto middle = lengths.begin() + literals;
    const Huffman literal_code({lengths.begin(), middle});
    const Huffman distance_code({middle, lengths.end()});
    if (literal_code.over_subscribed() || distance_code.over_subscribed()) return fail("a code is over-subscribed");
    compressed(literal_code, distance_code);
  }

  std::vector<unsigned> read_lengths(const Huffman& code, std::size_t count) {
    std::vector<unsigned> lengths;
    while (lengths.size() < count && !failed()) {
      const unsigned symbol = code.read(in_);
      if (symbol < 16) {
        lengths.push_back(symbol);
      } else if (symbol == 16) {
        if (lengths.empty()) fail("the first code length repeats none");
        lengths.insert(lengths.end(), 3 + in_.take(2), lengths.empty() ? 0 : lengths.back());
      } else if (symbol == no_symbol) {
        fail("a code length has no code");
      } else {
        lengths.insert(lengths.end(), symbol == 17 ? 3 + in_.take(3) : 11 + in_.take(7), 0);
      }
    }
    if (lengths.size() > count) fail("there are too many code lengths");
    return lengths;
  }

  void compressed(const Huffman& literals, const Huffman& distances) {
    constexpr unsigned end_of_block = 256;
    while (!failed()) {
      const unsigned symbol = literals.read(in_);
      if (symbol == end_of_block) return;
      if (symbol < end_of_block) {
        put(static_cast<std::uint8_t>(symbol));
      } else if (symbol > 285) {
        fail("a literal or length has no code");
      } else {
        const Range length = length_range(symbol);
        const unsigned size = length.base + in_.take(length.extra_bits);
        copy(read_distance(distances), size);
      }
    }
  }

  std::size_t read_distance(const Huffman& distances) {
    const unsigned symbol = distances.read(in_);
    if (symbol > 29) {
      fail("a distance has no code");
      return 0;
    }
    const Range distance = distance_range(symbol);
    return distance.base + in_.take(distance.extra_bits);
  }

  void copy(std::size_t distance, unsigned size) {
    if (failed()) return;
    if (distance > out_.size()) return fail(fmt::format("a distance of {} reaches before all data", distance));
    result_.longest_distance = std::max(result_.longest_distance, distance);
    const std::size_t own = out_.size() - start_;
    if (distance > own) result_.farthest_reach = std::max(result_.farthest_reach, distance - own);
    for (unsigned i = 0; i < size && !failed(); ++i) put(out_[out_.size() - distance]);
  }

  void put(std::uint8_t byte) {
    if (out_.size() - start_ >= limit_) return fail(fmt::format("it inflates to more than {} bytes", limit_));
    out_.push_back(byte);
  }

  [[nodiscard]] bool failed() const { return in_.past_end() || !result_.fault.empty(); }

  void fail(std::string what) {
    if (result_.fault.empty()) result_.fault = in_.past_end() ? "it ends within a block" : std::move(what);
  }

  BitReader in_;
  Bytes out_;  // what was before, and then this message
  std::size_t start_;
  std::uint64_t limit_;
  DeflateReading result_;
};

}  // namespace

DeflateReading read_deflate(ByteView stream, ByteView history, std::uint64_t limit) {
  return Reader(stream, history, limit).run();
}

}  // namespace parley::conformance
