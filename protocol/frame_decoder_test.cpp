#include "protocol/frame_decoder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using testing::hex;
using testing::Pieces;

/// A line for each frame that came whole: "header payload"; and one for what was left unfinished.
std::vector<std::string> decode(const Pieces& input) {
  std::vector<std::string> frames;
  FrameDecoder decoder;
  Bytes payload;
  for (Bytes bytes : input) {
    ByteSpan data = bytes;
    while (!data.empty()) {
      if (!decoder.inside_frame() && decoder.next_header(data) == nullptr) break;
      const auto piece = decoder.next_piece(data);
      append(payload, piece.bytes);
      EXPECT_EQ(piece.left, decoder.header().length - payload.size());
      if (piece.left > 0) continue;
      Bytes header;
      encode_header(decoder.header(), header);
      frames.push_back(to_hex(header) + " " + to_hex(payload));
      payload.clear();
    }
  }
  if (decoder.inside_frame()) frames.push_back("unfinished " + to_hex(payload));
  return frames;
}

TEST(FrameDecoder, ManyFramesInOneBufferCutAnywhere) {
  const Bytes wire =
      hex("81 85 37fa213d 7f9f4d5158"             // masked "Hello"
          "89 00"                                 // no payload
          "82 7e 0003 010203"                     // a longer form than needed
          "82 ff 0000000000000002 01020304 0000"  // 64 bits, masked
          "ff 80 01020304"                        // everything reserved, masked, no payload
          "01 03 48656c");
  const std::vector<std::string> frames = {"818537fa213d 48656c6c6f",           "8900 ",         "827e0003 010203",
                                           "82ff000000000000000201020304 0102", "ff8001020304 ", "0103 48656c"};
  for (const Pieces& pieces : testing::ways_to_cut(wire)) ASSERT_EQ(decode(pieces), frames);
}

TEST(FrameDecoder, GivesAPayloadAsFarAsItHasCome) {
  EXPECT_EQ(decode({hex("82 7f 00 00 00 00 00 01 00 00 aa bb")}), std::vector<std::string>{"unfinished aabb"});
}

TEST(FrameDecoder, HandsOutTheBytesItWasGiven) {
  Bytes wire = hex("81 85 37fa213d 7f9f4d5158");
  ByteSpan data = wire;
  FrameDecoder decoder;
  ASSERT_NE(decoder.next_header(data), nullptr);
  EXPECT_EQ(decoder.next_piece(data).bytes.data(), wire.data() + 6);
  EXPECT_TRUE(data.empty());
}

}  // namespace
}  // namespace parley::protocol
