#include "protocol/frame.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using testing::hex;

constexpr MaskKey key{0x37, 0xfa, 0x21, 0x3d};

struct Example {
  std::string_view wire;
  FrameHeader header;
};

FrameHeader header_of(Opcode opcode, std::uint64_t length, LengthForm form) {
  FrameHeader header;
  header.opcode = opcode;
  header.length = length;
  header.form = form;
  return header;
}

std::vector<Example> examples() {
  FrameHeader masked = header_of(Opcode::text, 5, LengthForm::bits7);
  masked.mask = key;
  FrameHeader first = header_of(Opcode::text, 3, LengthForm::bits7);
  first.fin = false;
  FrameHeader masked_long = header_of(Opcode::binary, 0x0123456789abcdef, LengthForm::bits64);
  masked_long.mask = key;
  FrameHeader reserved = header_of(static_cast<Opcode>(0xF), 127, LengthForm::bits16);
  reserved.fin = false;
  reserved.rsv = rsv1 | rsv2 | rsv3;
  return {
      // RFC 6455 §5.7
      {"81 05", header_of(Opcode::text, 5, LengthForm::bits7)},
      {"81 85 37 fa 21 3d", masked},
      {"01 03", first},
      {"80 02", header_of(Opcode::continuation, 2, LengthForm::bits7)},
      {"89 05", header_of(Opcode::ping, 5, LengthForm::bits7)},
      {"82 7e 01 00", header_of(Opcode::binary, 256, LengthForm::bits16)},
      {"82 7f 00 00 00 00 00 01 00 00", header_of(Opcode::binary, 65536, LengthForm::bits64)},
      // the edges of each form
      {"8a 00", header_of(Opcode::pong, 0, LengthForm::bits7)},
      {"88 7d", header_of(Opcode::close, 125, LengthForm::bits7)},
      {"82 7e 00 7e", header_of(Opcode::binary, 126, LengthForm::bits16)},
      {"82 7e ff ff", header_of(Opcode::binary, 65535, LengthForm::bits16)},
      // legal or not: the codec does not judge
      {"82 7e 00 01", header_of(Opcode::binary, 1, LengthForm::bits16)},
      {"82 7f ff ff ff ff ff ff ff ff",
       header_of(Opcode::binary, std::numeric_limits<std::uint64_t>::max(), LengthForm::bits64)},
      {"82 ff 01 23 45 67 89 ab cd ef 37 fa 21 3d", masked_long},
      {"7f 7e 00 7f", reserved},
  };
}

TEST(Frame, DecodesHeaders) {
  for (const auto& [wire, header] : examples()) {
    Bytes bytes = hex(wire);
    const std::size_t size = bytes.size();
    append(bytes, "payload");
    const auto decoded = decode_header(bytes);
    ASSERT_TRUE(decoded) << wire;
    EXPECT_EQ(decoded->header, header) << wire;
    EXPECT_EQ(decoded->size, size) << wire;
  }
}

TEST(Frame, WaitsForTheWholeHeader) {
  for (const auto& [wire, header] : examples()) {
    const Bytes bytes = hex(wire);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(decode_header(ByteView(bytes).first(size))) << size << " bytes of " << wire;
    }
  }
}

TEST(Frame, EncodesHeaders) {
  for (const auto& [wire, header] : examples()) {
    Bytes out = hex("ee");  // what is there stays
    encode_header(header, out);
    Bytes expected = hex("ee");
    append(expected, hex(wire));
    EXPECT_EQ(to_hex(out), to_hex(expected));
  }
}

TEST(Frame, EveryFirstTwoBytesSurvive) {
  for (unsigned pair = 0; pair <= 0xFFFF; ++pair) {
    Bytes wire{static_cast<std::uint8_t>(pair >> 8), static_cast<std::uint8_t>(pair & 0xFF)};
    append(wire, hex("01 02 03 04 05 06 07 08 09 0a 0b 0c"));
    const auto decoded = decode_header(wire);
    ASSERT_TRUE(decoded);
    Bytes again;
    encode_header(decoded->header, again);
    wire.resize(decoded->size);
    ASSERT_EQ(again, wire);
  }
}

TEST(Frame, LengthsThatDoNotFitAreCut) {
  Bytes out;
  encode_header(header_of(Opcode::binary, 0x80 + 3, LengthForm::bits7), out);
  encode_header(header_of(Opcode::binary, 0x10004, LengthForm::bits16), out);
  EXPECT_EQ(to_hex(out),
            "8203"
            "827e0004");
}

TEST(Frame, EncodesPayload) {
  Bytes out = hex("ee");
  encode_frame(make_header(Opcode::text, 5), as_bytes("Hello"), out);
  encode_frame(make_header(Opcode::text, 5, key), as_bytes("Hello"), out);
  encode_frame(make_header(Opcode::pong, 0, key), {}, out);
  encode_frame(make_header(Opcode::pong, 0), {}, out);
  EXPECT_EQ(to_hex(out),
            "ee"
            "810548656c6c6f"
            "818537fa213d7f9f4d5158"
            "8a8037fa213d"
            "8a00");
}

TEST(Frame, EncodesWhatItIsToldAboutTheLength) {
  Bytes out;
  encode_frame(header_of(Opcode::binary, 9, LengthForm::bits64), hex("01"), out);
  EXPECT_EQ(to_hex(out),
            "827f0000000000000009"
            "01");
}

TEST(Frame, MakesMinimalHeaders) {
  for (const std::uint64_t length : {0ULL, 125ULL, 126ULL, 65535ULL, 65536ULL, 1ULL << 40}) {
    const FrameHeader header = make_header(Opcode::binary, length);
    EXPECT_EQ(header, header_of(Opcode::binary, length, minimal_form(length)));
  }
  EXPECT_EQ(minimal_form(125), LengthForm::bits7);
  EXPECT_EQ(minimal_form(126), LengthForm::bits16);
  EXPECT_EQ(minimal_form(65535), LengthForm::bits16);
  EXPECT_EQ(minimal_form(65536), LengthForm::bits64);
}

}  // namespace
}  // namespace parley::protocol
