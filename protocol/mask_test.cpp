#include "protocol/mask.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

namespace parley::protocol {
namespace {

constexpr MaskKey key{0x37, 0xfa, 0x21, 0x3d};
constexpr std::size_t longest = 300;
constexpr std::size_t alignments = 32;
constexpr std::uint8_t untouched = 0xEE;

Bytes sample(std::size_t size) {
  Bytes bytes;
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 167 + 13));
  return bytes;
}

/// RFC 6455 §5.3, word for word: "j = i MOD 4; transformed-octet-i = original-octet-i XOR masking-key-octet-j".
Bytes reference(ByteView data, std::uint64_t offset) {
  Bytes masked;
  for (std::size_t i = 0; i < data.size(); ++i) {
    masked.push_back(static_cast<std::uint8_t>(data[i] ^ key[(offset + i) % 4]));
  }
  return masked;
}

/// `data` at an alignment of our choice, with guard bytes around it.
class Placed {
 public:
  Placed(std::size_t alignment, ByteView data) : buffer_(alignment + data.size() + 2 * alignments, untouched) {
    const auto address = reinterpret_cast<std::uintptr_t>(buffer_.data());
    start_ = (alignments - address % alignments) % alignments + alignment;
    size_ = data.size();
    std::copy(data.begin(), data.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
  }

  ByteSpan data() { return ByteSpan(buffer_).subspan(start_, size_); }

  bool guards_untouched() const {
    for (std::size_t i = 0; i < buffer_.size(); ++i) {
      if ((i < start_ || i >= start_ + size_) && buffer_[i] != untouched) return false;
    }
    return true;
  }

 private:
  Bytes buffer_;
  std::size_t start_ = 0;
  std::size_t size_ = 0;
};

TEST(Mask, AFewBytesInLine) {
  for (std::size_t size = 0; size <= 125; ++size) {
    for (std::size_t alignment = 0; alignment < 8; ++alignment) {
      Placed placed(alignment + 1, sample(size));
      apply_mask_to_few(placed.data(), key);
      const auto got = placed.data();
      ASSERT_EQ(Bytes(got.begin(), got.end()), reference(sample(size), 0)) << size;
      ASSERT_TRUE(placed.guards_untouched()) << size;
      Placed copied(alignment, Bytes(size));
      copy_few_masked(sample(size), copied.data().data(), key);
      ASSERT_EQ(Bytes(copied.data().begin(), copied.data().end()), reference(sample(size), 0)) << size;
      ASSERT_TRUE(copied.guards_untouched()) << size;
    }
  }
}

TEST(Mask, EveryPathOnEveryLengthAndAlignment) {
  ASSERT_FALSE(mask_paths().empty());
  for (const MaskPath& path : mask_paths()) {
    SCOPED_TRACE(path.name);
    for (std::size_t size = 0; size <= longest; ++size) {
      const Bytes data = sample(size);
      const Bytes expected = reference(data, 0);
      for (std::size_t alignment = 0; alignment < alignments; ++alignment) {
        Placed in_place(alignment, data);
        path.function(in_place.data().data(), in_place.data().data(), size, std::bit_cast<std::uint32_t>(key));
        ASSERT_EQ(to_hex(in_place.data()), to_hex(expected)) << size << " at " << alignment;
        ASSERT_TRUE(in_place.guards_untouched()) << size << " at " << alignment;

        Placed copy(alignment, Bytes(size, 0));
        path.function(data.data(), copy.data().data(), size, std::bit_cast<std::uint32_t>(key));
        ASSERT_EQ(to_hex(copy.data()), to_hex(expected)) << size << " to " << alignment;
        ASSERT_TRUE(copy.guards_untouched()) << size << " to " << alignment;
      }
    }
  }
}

TEST(Mask, ACopyMayLieBeforeWhatItIsOfAndShareBytesWithIt) {
  for (std::size_t size = 0; size <= longest; ++size) {
    const Bytes expected = reference(sample(size), 0);
    for (const std::size_t down : std::initializer_list<std::size_t>{0, 1, 4, 5, 31, 64, 200}) {
      const auto check = [&](auto copy) {
        Bytes source(down);
        append(source, sample(size));
        Placed placed(0, source);
        const auto data = placed.data();
        copy(data.subspan(down), data.data());
        ASSERT_EQ(to_hex(data.first(size)), to_hex(expected)) << size << " by " << down;
        ASSERT_TRUE(placed.guards_untouched()) << size << " by " << down;
      };
      check([](ByteView from, std::uint8_t* to) { copy_few_masked(from, to, key); });
      for (const MaskPath& path : mask_paths()) {
        SCOPED_TRACE(path.name);
        check([&](ByteView from, std::uint8_t* to) {
          path.function(from.data(), to, from.size(), std::bit_cast<std::uint32_t>(key));
        });
      }
    }
  }
}

TEST(Mask, EveryOffsetOfAPiece) {
  for (std::uint64_t offset = 0; offset < 9; ++offset) {
    for (std::size_t size = 0; size <= longest; ++size) {
      const Bytes data = sample(size);
      Bytes masked = data;
      apply_mask(masked, key, offset);
      ASSERT_EQ(masked, reference(data, offset)) << size << " from " << offset;
    }
  }
}

TEST(Mask, OffsetsBeyond32Bits) {
  const Bytes data = sample(100);
  for (const std::uint64_t offset : {0x1'0000'0001ULL, 0x7FFF'FFFF'FFFF'FFFEULL}) {
    Bytes masked = data;
    apply_mask(masked, key, offset);
    EXPECT_EQ(masked, reference(data, offset));
  }
}

TEST(Mask, CutAnywhereGivesTheSame) {
  const Bytes data = sample(longest);
  const Bytes expected = reference(data, 0);
  for (std::size_t cut = 0; cut <= longest; ++cut) {
    Bytes masked = data;
    apply_mask(ByteSpan(masked).first(cut), key, 0);
    apply_mask(ByteSpan(masked).subspan(cut), key, cut);
    ASSERT_EQ(masked, expected) << cut;
  }
}

TEST(Mask, CopyLeavesThePayloadAlone) {
  for (std::size_t size = 0; size <= longest; ++size) {
    const Bytes data = sample(size);
    Bytes copy(size, 0);
    copy_masked(data, copy.data(), key);
    ASSERT_EQ(copy, reference(data, 0)) << size;
    ASSERT_EQ(data, sample(size)) << size;
  }
}

}  // namespace
}  // namespace parley::protocol
