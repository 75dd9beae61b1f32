#include "protocol/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "protocol/testing/cuts.hpp"
#include "protocol/testing/utf8_reference.hpp"

namespace parley::protocol {
namespace {

using testing::hex;
using testing::utf8_reference;
using testing::Utf8Verdict;
using testing::ways_to_cut;

void expect_as_reference(ByteView text) {
  for (const auto& pieces : ways_to_cut(text)) {
    Utf8Validator validator;
    Bytes so_far;
    for (const Bytes& piece : pieces) {
      append(so_far, piece);
      const Utf8Verdict expected = utf8_reference(so_far);
      ASSERT_EQ(validator.feed(piece), expected.valid_so_far) << to_hex(so_far) << " of " << to_hex(text);
      ASSERT_EQ(validator.complete(), expected.complete) << to_hex(so_far) << " of " << to_hex(text);
    }
  }
}

/// Sequences about every boundary of RFC 3629 §4.
std::vector<Bytes> boundary_sequences() {
  std::vector<Bytes> all;
  const std::vector<std::uint8_t> tails = {0x7F, 0x80, 0xBF, 0xC0};
  const std::vector<std::uint8_t> seconds = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  for (unsigned first = 0; first < 256; ++first) {
    const auto byte = static_cast<std::uint8_t>(first);
    all.push_back({byte});
    for (const std::uint8_t second : seconds) {
      all.push_back({byte, second});
      if (first < 0xE0) continue;
      for (const std::uint8_t third : tails) {
        all.push_back({byte, second, third});
        if (first < 0xF0) continue;
        for (const std::uint8_t fourth : tails) all.push_back({byte, second, third, fourth});
      }
    }
  }
  return all;
}

TEST(Utf8, EveryBoundaryWithEveryCut) {
  for (const Bytes& sequence : boundary_sequences()) expect_as_reference(sequence);
}

TEST(Utf8, EveryTwoBytes) {
  for (unsigned pair = 0; pair <= 0xFFFF; ++pair) {
    const Bytes text{static_cast<std::uint8_t>(pair >> 8), static_cast<std::uint8_t>(pair & 0xFF)};
    const Utf8Verdict expected = utf8_reference(text);
    Utf8Validator validator;
    ASSERT_EQ(validator.feed(text), expected.valid_so_far) << to_hex(text);
    ASSERT_EQ(validator.complete(), expected.complete) << to_hex(text);
  }
}

TEST(Utf8, BoundariesAnywhereInALongText) {
  // Long enough for the bulk check before, across and after its blocks.
  for (const std::size_t before : {0U, 1U, 7U, 31U, 61U, 63U, 64U, 100U, 127U, 130U, 255U, 300U}) {
    for (const std::size_t after : {0U, 1U, 2U, 3U, 60U, 70U}) {
      for (const Bytes& sequence : boundary_sequences()) {
        Bytes text(before, 'a');
        append(text, sequence);
        text.insert(text.end(), after, 'z');
        const Utf8Verdict expected = utf8_reference(text);
        Utf8Validator validator;
        ASSERT_EQ(validator.feed(text), expected.valid_so_far) << to_hex(text);
        ASSERT_EQ(validator.complete(), expected.complete) << to_hex(text);
      }
    }
  }
}

TEST(Utf8, LongTextsWithEveryCut) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "ascii, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x98\x80; ";
  expect_as_reference(as_bytes(text));
  text.insert(150, "\xED\xA0\x80");
  expect_as_reference(as_bytes(text));
}

TEST(Utf8, RefusesAtTheFirstByteThatCannotBeRight) {
  struct Case {
    std::string_view accepted;  // hex
    std::string_view refused;
  };
  for (const auto& [accepted, refused] : std::vector<Case>{
           {"f4", "90"},        // beyond U+10FFFF
           {"f0", "8f"},        // overlong
           {"e0", "9f"},        // overlong
           {"ed", "a0"},        // a surrogate
           {"", "c0"},          // overlong, whatever follows
           {"", "c1"},          //
           {"", "f5"},          // beyond U+10FFFF, whatever follows
           {"", "80"},          // a tail without a head
           {"e2 82", "28"},     // a head without its tail
           {"ce ba", "ff"},     //
           {"f1 80 80", "c0"},  //
       }) {
    Utf8Validator validator;
    EXPECT_TRUE(validator.feed(hex(accepted))) << accepted;
    EXPECT_FALSE(validator.feed(hex(refused))) << accepted << refused;
    EXPECT_FALSE(validator.feed(hex("61"))) << "a refusal stands";
    EXPECT_FALSE(validator.complete());
  }
}

TEST(Utf8, RefusesAtTheCutInLongPieces) {
  Bytes text(200, 'a');
  append(text, hex("f4 90"));
  Utf8Validator validator;
  EXPECT_FALSE(validator.feed(text));
}

TEST(Utf8, WholeTexts) {
  EXPECT_TRUE(is_utf8({}));
  EXPECT_TRUE(is_utf8(as_bytes("plain")));
  EXPECT_TRUE(is_utf8(hex("ce ba e1 bd b9 cf 83 ce bc ce b5")));
  EXPECT_TRUE(is_utf8(hex("ef bf be f4 8f bf bf 00")));  // noncharacters and U+0000 are characters
  EXPECT_FALSE(is_utf8(hex("e2 82")));
}

TEST(Utf8, CutsBetweenCharacters) {
  const std::string_view text = "a\xE2\x82\xAC\xC3\xA9";  // a, euro, e acute: 1, 3 and 2 bytes
  const std::vector<std::size_t> expected = {0, 1, 1, 1, 4, 4, 6, 6};
  for (std::size_t most = 0; most < expected.size(); ++most) {
    EXPECT_EQ(cut_to_characters(text, most), text.substr(0, expected[most])) << most;
  }
}

}  // namespace
}  // namespace parley::protocol
