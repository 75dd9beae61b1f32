#include "harness/load/payload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "protocol/mask.hpp"
#include "protocol/utf8.hpp"

namespace parley::load {
namespace {

using protocol::Bytes;
using protocol::ByteView;
using protocol::MessageType;
using ::testing::HasSubstr;

Bytes written(const Payload& payload, const Stamp& stamp) {
  Bytes bytes(payload.size(stamp));
  payload.write(stamp, {}, bytes.data());
  return bytes;
}

TEST(PayloadSpecTest, IsASizeARangeOrAFile) {
  EXPECT_EQ(parse_payload("20"), (PayloadSpec{20, 20}));
  EXPECT_EQ(parse_payload("16KiB"), (PayloadSpec{16384, 16384}));
  EXPECT_EQ(parse_payload("0..1KiB"), (PayloadSpec{0, 1024}));
  EXPECT_EQ(parse_payload("@hello.json")->file, "hello.json");
  for (const auto* text : {"20", "16KiB..1MiB", "@x", "20:3,1KiB:1", "mix"}) {
    const auto spec = parse_payload(text).value();
    EXPECT_EQ(parse_payload(to_string(spec)), spec) << text;
  }
}

TEST(PayloadSpecTest, IsAMixOfSizes) {
  EXPECT_EQ(parse_payload("1KiB:1,20:3"), (PayloadSpec{20, 1024, "", {{1024, 1}, {20, 3}}}));
  EXPECT_EQ(parse_payload("7,9")->mix, (std::vector<SizeShare>{{7, 1}, {9, 1}}));
  EXPECT_GT(parse_payload("mix")->mix.size(), 2U);
}

TEST(PayloadTest, HasTheSizesOfAMixInTheirProportion) {
  const Payload payload(parse_payload("20:3,1KiB:1").value(), MessageType::binary);
  std::size_t small = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const std::size_t size = payload.size({i, 0});
    ASSERT_TRUE(size == 20 || size == 1024) << size;
    small += size == 20 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(small), 7500, 200);  // the same in every run: a stamp decides
}

TEST(PayloadSpecTest, SaysWhatIsWrong) {
  EXPECT_THAT(parse_payload("20:0").error(), HasSubstr("expected SIZE:WEIGHT"));
  EXPECT_THAT(parse_payload("20:1,").error(), HasSubstr("expected a size"));
  EXPECT_THAT(parse_payload("3GiB:1").error(), HasSubstr("too much"));
  EXPECT_THAT(parse_payload("abc").error(), HasSubstr("does not begin with a number"));
  EXPECT_THAT(parse_payload("1..x").error(), HasSubstr("does not begin with a number"));
  EXPECT_THAT(parse_payload("9..3").error(), HasSubstr("ends below its beginning"));
  EXPECT_THAT(parse_payload("2GiB").error(), HasSubstr("too much"));
  EXPECT_THAT(parse_payload("@").error(), HasSubstr("names no file"));
}

TEST(PayloadTest, BeginsWithTheStamp) {
  for (const auto type : {MessageType::text, MessageType::binary}) {
    const Payload payload({100, 100}, type);
    const auto bytes = written(payload, {5, 2});
    EXPECT_EQ(decode_stamp(ByteView(bytes).first(stamp_size), type), (Stamp{5, 2}));
    const auto body = payload.body({5, 2});
    EXPECT_TRUE(std::equal(body.begin(), body.end(), bytes.begin() + stamp_size, bytes.end()));
  }
}

TEST(PayloadTest, CutsTheStampOfAShortMessage) {
  for (std::size_t size = 0; size <= stamp_size; ++size) {
    const Payload payload({size, size}, MessageType::binary);
    const auto whole = encode_stamp({5, 2}, MessageType::binary);
    EXPECT_EQ(written(payload, {5, 2}), Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
  }
}

TEST(PayloadTest, IsMaskedAsOneFrame) {
  const protocol::MaskKey key = {1, 2, 3, 4};
  for (std::size_t size = 0; size <= 100; ++size) {
    const Payload payload({size, size}, MessageType::binary);
    Bytes masked(size);
    payload.write({9, 1}, key, masked.data());
    protocol::apply_mask(masked, key);
    EXPECT_EQ(masked, written(payload, {9, 1})) << size;
  }
}

TEST(PayloadTest, KnowsTheHeaderOfFramesThatAreAlike) {
  const auto header_of = [](std::uint64_t size, MessageType type) {
    const Payload payload({size, size}, type);
    return Bytes(payload.server_header().begin(), payload.server_header().end());
  };
  EXPECT_EQ(header_of(125, MessageType::text), (Bytes{0x81, 125}));
  EXPECT_EQ(header_of(126, MessageType::binary), (Bytes{0x82, 126, 0, 126}));
  EXPECT_EQ(header_of(65'536, MessageType::binary), (Bytes{0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0}));
  EXPECT_TRUE(Payload({20, 21}, MessageType::binary).server_header().empty());
}

TEST(PayloadTest, AddsUpSizes) {
  for (const auto& spec : {PayloadSpec{20, 20}, PayloadSpec{0, 99}}) {
    const Payload payload(spec, MessageType::binary);
    std::uint64_t sum = 0;
    for (std::uint64_t i = 7; i < 17; ++i) sum += payload.size({i, 3});
    EXPECT_EQ(payload.total_size({7, 3}, 10), sum);
  }
}

TEST(PayloadTest, HasSizesFromTheWholeRange) {
  const Payload payload({0, 9}, MessageType::binary);
  std::set<std::size_t> sizes;
  for (std::uint64_t i = 0; i < 1000; ++i) sizes.insert(payload.size({i, 3}));
  EXPECT_EQ(sizes.size(), 10U);
  EXPECT_EQ(*sizes.begin(), 0U);
  EXPECT_EQ(*sizes.rbegin(), 9U);
}

TEST(PayloadTest, IsUtf8AsAText) {
  const Payload payload({1000, 1000}, MessageType::text);
  EXPECT_TRUE(protocol::is_utf8(written(payload, {1, 1})));
  EXPECT_NE(written(payload, {1, 1}), written(payload, {2, 1}));
}

class PayloadFileTest : public ::testing::Test {
 protected:
  PayloadFileTest()
      : name_(std::filesystem::temp_directory_path() / ("parley-payload-" + std::to_string(::getpid()))) {}
  ~PayloadFileTest() override { std::filesystem::remove(name_); }

  PayloadSpec file(const std::string& content) {
    std::ofstream(name_, std::ios::binary) << content;
    return {0, 0, name_.string()};
  }

  std::filesystem::path name_;
};

TEST_F(PayloadFileTest, IsSentAsItIs) {
  const Payload payload(file("{\"hello\":1}"), MessageType::text);
  EXPECT_FALSE(payload.is_stamped());
  EXPECT_EQ(written(payload, {1, 1}), protocol::to_bytes("{\"hello\":1}"));
  EXPECT_EQ(payload.largest(), 11U);
}

TEST_F(PayloadFileTest, MustBeThereAndUtf8ForAText) {
  EXPECT_THROW(Payload({0, 0, "/nowhere"}, MessageType::binary), std::invalid_argument);
  EXPECT_THROW(Payload(file("\xff"), MessageType::text), std::invalid_argument);
  EXPECT_EQ(Payload(file("\xff"), MessageType::binary).largest(), 1U);
}

}  // namespace
}  // namespace parley::load
