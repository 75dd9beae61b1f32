// The codec of permessage-deflate: the examples of RFC 7692 §7.2.3, limits, windows, and what is not DEFLATE.
#include "protocol/deflate.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <random>

#include "protocol/testing/cuts.hpp"
#include "protocol/testing/deflate_scan.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;
using Status = Inflater::Status;

constexpr std::uint64_t no_limit = ~std::uint64_t{0};

struct Inflated {
  Status status = Status::ok;
  std::string text;

  friend bool operator==(const Inflated&, const Inflated&) = default;
};

Inflated inflate_message(Inflater& inflater, const Pieces& pieces, std::uint64_t limit = no_limit) {
  Bytes out;
  Status status = Status::ok;
  for (const Bytes& piece : pieces) {
    if (status == Status::ok) status = inflater.inflate(piece, limit, out);
  }
  if (status == Status::ok) status = inflater.finish(limit, out);
  return {status, std::string(as_text(out))};
}

/// One message on a fresh stream, cut in every way.
Inflated inflate_every_cut(ByteView message, std::uint64_t limit = no_limit) {
  const auto inflate_pieces = [&](const Pieces& pieces) {
    Inflater inflater(15, false);
    return inflate_message(inflater, pieces, limit);
  };
  const std::vector<Pieces> ways = ways_to_cut(message);
  const Inflated whole = inflate_pieces(ways.front());
  for (const Pieces& pieces : ways) {
    const Inflated cut = inflate_pieces(pieces);
    EXPECT_EQ(cut.status, whole.status) << to_hex(message);
    if (whole.status == Status::ok) {
      EXPECT_EQ(cut.text, whole.text) << to_hex(message);
    }
  }
  return whole;
}

std::string deflate_hex(Deflater& deflater, std::string_view message) {
  Bytes out;
  deflater.compress(as_bytes(message), out);
  return to_hex(out);
}

// RFC 7692 §7.2.3

TEST(Deflate, OneBlock) {  // §7.2.3.1
  Deflater deflater(15, false, {});
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f248cdc9c90700");
  EXPECT_EQ(inflate_every_cut(hex("f2 48 cd c9 c9 07 00")), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, SharedWindow) {  // §7.2.3.2
  Deflater deflater(15, false, {});
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f248cdc9c90700");
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f200110000");
  Inflater inflater(15, false);
  EXPECT_EQ(inflate_message(inflater, {hex("f2 48 cd c9 c9 07 00")}), (Inflated{Status::ok, "Hello"}));
  EXPECT_EQ(inflate_message(inflater, {hex("f2 00 11 00 00")}), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, NoContextTakeover) {
  Deflater deflater(15, true, {});
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f248cdc9c90700");
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f248cdc9c90700");
  Inflater inflater(15, true);
  EXPECT_EQ(inflate_message(inflater, {hex("f2 48 cd c9 c9 07 00")}), (Inflated{Status::ok, "Hello"}));
  EXPECT_EQ(inflate_message(inflater, {hex("f2 00 11 00 00")}).status, Status::corrupt) << "the window is gone";
}

TEST(Deflate, BlockWithoutCompression) {  // §7.2.3.3
  EXPECT_EQ(inflate_every_cut(hex("00 05 00 fa ff 48 65 6c 6c 6f 00")), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, BlockWithFinalBit) {  // §7.2.3.4
  EXPECT_EQ(inflate_every_cut(hex("f3 48 cd c9 c9 07 00 00")), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, WindowReachesBeyondAFinalBlock) {
  Inflater inflater(15, false);
  EXPECT_EQ(inflate_message(inflater, {hex("f3 48 cd c9 c9 07 00 00")}), (Inflated{Status::ok, "Hello"}));
  EXPECT_EQ(inflate_message(inflater, {hex("f2 00 11 00 00")}), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, WindowReachesBeyondManyFinalBlocks) {
  Bytes message = hex("f3 48 cd c9 c9 07 00");
  for (int i = 0; i < 1'000; ++i) append(message, hex("03 00"));  // empty, and final too
  message.push_back(0);
  Inflater inflater(15, false);
  EXPECT_EQ(inflate_message(inflater, {message}), (Inflated{Status::ok, "Hello"}));
  EXPECT_EQ(inflate_message(inflater, {hex("f2 00 11 00 00")}), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, TwoBlocks) {  // §7.2.3.5
  EXPECT_EQ(inflate_every_cut(hex("f2 48 05 00 00 00 ff ff ca c9 c9 07 00")), (Inflated{Status::ok, "Hello"}));
}

TEST(Deflate, EmptyMessage) {  // §7.2.3.6
  Deflater deflater(15, false, {});
  EXPECT_EQ(deflate_hex(deflater, ""), "00");
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f248cdc9c90700");
  EXPECT_EQ(deflate_hex(deflater, ""), "00");
  EXPECT_EQ(deflate_hex(deflater, "Hello"), "f200110000");
  EXPECT_EQ(inflate_every_cut(hex("00")), (Inflated{Status::ok, ""}));
}

// What is not DEFLATE

TEST(Deflate, CorruptMessages) {
  const std::vector<std::pair<std::string_view, std::string_view>> messages = {
      {"block type 3", "07"},
      {"LEN and NLEN differ", "00 05 00 fa fe 48 65 6c 6c 6f 00"},
      {"a distance before the stream", "f2 00 11 00 00"},
      {"no Huffman code", "ff ff ff ff"},
      {"cut within a block", "f2 48 cd c9"},
      {"cut within a stored block", "00 05 00 fa ff 48 65"},
      {"a final block without the byte after it", "f3 48 cd c9 c9 07 00"},
      {"nothing at all", ""},
  };
  for (const auto& [name, message] : messages) {
    EXPECT_EQ(inflate_every_cut(hex(message)).status, Status::corrupt) << name;
  }
}

// Limits

TEST(Deflate, LimitIsExact) {
  const Bytes hello = hex("f2 48 cd c9 c9 07 00");
  EXPECT_EQ(inflate_every_cut(hello, 5), (Inflated{Status::ok, "Hello"}));
  EXPECT_EQ(inflate_every_cut(hello, 4).status, Status::too_big);
  EXPECT_EQ(inflate_every_cut(hello, 0).status, Status::too_big);
  EXPECT_EQ(inflate_every_cut(hex("00"), 0), (Inflated{Status::ok, ""}));
}

TEST(Deflate, LimitIsForEachMessage) {
  Inflater inflater(15, false);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(inflate_message(inflater, {hex("00 05 00 fa ff 48 65 6c 6c 6f 00")}, 5), (Inflated{Status::ok, "Hello"}));
  }
}

TEST(Deflate, BombIsStoppedBeforeItTakesMemory) {
  Bytes bomb;
  Deflater(15, false, {}).compress(Bytes(64U << 20, 'a'), bomb);
  ASSERT_LT(bomb.size(), 100'000U);
  constexpr std::uint64_t limit = 100'000;
  Inflater inflater(15, false);
  Bytes out;
  EXPECT_EQ(inflater.inflate(bomb, limit, out), Status::too_big);
  EXPECT_LE(out.size(), limit + 1);
  EXPECT_LE(out.capacity(), limit + 1);
}

// Windows

Bytes some_text(std::size_t size) {
  std::mt19937 random(7);
  Bytes text;
  while (text.size() < size) {
    append(text,
           "{\"id\":" + std::to_string(random() % 500) + ",\"name\":\"sensor " + std::to_string(random() % 9) + "\"},");
  }
  text.resize(size);
  return text;
}

/// A phrase that comes back at many distances, from the shortest to beyond any window.
Bytes text_with_long_distances() {
  std::mt19937 random(11);
  Bytes text;
  for (std::size_t gap = 8; gap < 40'000; gap = gap * 5 / 4) {
    append(text, "the very same phrase");
    for (std::size_t i = 0; i < gap; ++i) text.push_back(static_cast<std::uint8_t>(random()));
  }
  return text;
}

class DeflateWindow : public ::testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(DeflateWindow, NoDistanceIsLongerThanTheWindow) {
  const auto [bits, no_context_takeover] = GetParam();
  Deflater deflater(bits, no_context_takeover, {});
  Inflater inflater(bits, no_context_takeover);
  Bytes stream;
  Bytes expected;
  for (const Bytes& message : {to_bytes("Hello"), some_text(10'000), Bytes{}, text_with_long_distances(),
                               some_text(257), some_text(256), to_bytes("Hello")}) {
    Bytes payload;
    deflater.compress(message, payload);
    EXPECT_EQ(inflate_message(inflater, {payload}), (Inflated{Status::ok, std::string(as_text(message))}));
    append(stream, payload);
    append(stream, hex("00 00 ff ff"));
    append(expected, message);
  }
  const DeflateScan scan = scan_deflate(stream);
  EXPECT_EQ(scan.inflated, expected);
  EXPECT_LE(scan.longest_distance, std::size_t{1} << bits);
  EXPECT_GT(scan.longest_distance, std::size_t{1} << (bits - 2)) << "the test should reach into the window";
}

INSTANTIATE_TEST_SUITE_P(AllBits, DeflateWindow,
                         ::testing::Combine(::testing::Range(8, 16), ::testing::Values(false, true)));

/// A peer that takes the 8 at its word has a window of 256 bytes and not one more: zlib's inflate with -8 is such.
TEST(Deflate, EightBitsSufficeForThePeer) {
  Deflater deflater(8, false, {});
  z_stream peer{};
  ASSERT_EQ(inflateInit2(&peer, -8), Z_OK);
  for (const Bytes& message : {some_text(5000), text_with_long_distances(), some_text(300)}) {
    Bytes payload;
    deflater.compress(message, payload);
    append(payload, hex("00 00 ff ff"));
    Bytes inflated;
    peer.next_in = payload.data();
    peer.avail_in = static_cast<uInt>(payload.size());
    int status = Z_OK;
    while (status == Z_OK && peer.avail_in > 0) {
      Bytes little(100);  // a small output makes inflate look back into its window, not into our buffer
      peer.next_out = little.data();
      peer.avail_out = static_cast<uInt>(little.size());
      status = ::inflate(&peer, Z_SYNC_FLUSH);
      inflated.insert(inflated.end(), little.begin(), little.end() - peer.avail_out);
    }
    EXPECT_EQ(status, Z_OK);
    EXPECT_EQ(inflated, message);
  }
  inflateEnd(&peer);
}

TEST(Deflate, InflaterKeepsToItsWindow) {
  Bytes payload;
  Deflater(15, false, {}).compress(text_with_long_distances(), payload);
  Inflater narrow(9, false);
  Bytes out;
  // Byte by byte, so that zlib cannot look back into our buffer instead of its window.
  Status status = Status::ok;
  for (const std::uint8_t byte : payload) {
    if (status == Status::ok) status = narrow.inflate(ByteView(&byte, 1), no_limit, out);
  }
  EXPECT_EQ(status, Status::corrupt);
}

TEST(Deflate, LargeIncompressibleMessage) {
  std::mt19937 random(3);
  Bytes message(3U << 20);
  for (auto& byte : message) byte = static_cast<std::uint8_t>(random());
  for (const int level : {1, 6, 9}) {
    DeflateOptions options;
    options.level = level;
    Bytes payload;
    Deflater(15, false, options).compress(message, payload);
    EXPECT_LT(payload.size(), message.size() + message.size() / 1000);
    Inflater inflater(15, false);
    EXPECT_TRUE(inflate_message(inflater, cut_every(1000, payload)) ==
                (Inflated{Status::ok, std::string(as_text(message))}));
  }
}

}  // namespace
}  // namespace parley::protocol
