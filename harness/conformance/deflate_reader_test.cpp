// The exact reader: against zlib's output, against the reader that protocol/ tests with, and on what is no DEFLATE.
#include "harness/conformance/deflate_reader.hpp"

#include <gmock/gmock.h>

#include "harness/conformance/deflate_writer.hpp"
#include "harness/conformance/sample.hpp"
#include "protocol/deflate.hpp"
#include "protocol/testing/deflate_scan.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::ByteView;
using protocol::to_bytes;
using Final = DeflateWriter::Final;
using Type = DeflateWriter::Type;

constexpr std::uint64_t no_limit = ~std::uint64_t{0};

Bytes hex(std::string_view digits) {
  return protocol::from_hex(digits).value();
}

DeflateReading read(ByteView stream, std::string_view history = {}, std::uint64_t limit = no_limit) {
  return read_deflate(stream, protocol::as_bytes(history), limit);
}

TEST(DeflateReader, ReadsTheExamplesOfTheRfc) {  // RFC 7692 §7.2.3, with the four bytes behind
  for (const auto* const stream :
       {"f248cdc9c90700 0000ffff", "000500faff48656c6c6f00 0000ffff", "f348cdc9c9070000 0000ffff",
        "f248050000 00ffffcac9c90700 0000ffff", "f248cdc9c907000000ffff00 0000ffff"}) {
    const auto reading = read(hex(stream));
    EXPECT_EQ(reading.fault, "") << stream;
    EXPECT_EQ(protocol::as_text(reading.inflated), "Hello") << stream;
  }
}

TEST(DeflateReader, TellsHowFarAReferenceReaches) {
  const auto again = read(hex("f20011 0000 0000ffff"), "Hello");
  EXPECT_EQ(protocol::as_text(again.inflated), "Hello");
  EXPECT_EQ(again.longest_distance, 5U);
  EXPECT_EQ(again.farthest_reach, 4U) << "one letter comes before the reference";

  const auto inside = read(DeflateWriter().begin().literals("abc").reference(3, 6).end().message(), "Hello");
  EXPECT_EQ(inside.longest_distance, 3U);
  EXPECT_EQ(inside.farthest_reach, 0U);

  const auto across = read(DeflateWriter().begin().literals("abc").reference(4, 3).end().stream(), "Hello");
  EXPECT_EQ(protocol::as_text(across.inflated), "abcoab");
  EXPECT_EQ(across.farthest_reach, 1U);
}

TEST(DeflateReader, ReadsWhatZlibWrites) {
  for (const auto sample : {Sample::json, Sample::html, Sample::prose, Sample::bitmap, Sample::document}) {
    for (const int level : {1, 6, 9}) {
      Bytes stream;
      protocol::Deflater(15, false, {.level = level}).compress(sample_bytes(sample), stream);
      protocol::append(stream, hex("0000ffff"));
      const auto reading = read(stream);
      const auto other = protocol::testing::scan_deflate(stream);
      EXPECT_EQ(reading.fault, "");
      EXPECT_EQ(reading.inflated, sample_bytes(sample));
      EXPECT_EQ(reading.blocks, other.blocks);
      EXPECT_EQ(reading.longest_distance, other.longest_distance);
      EXPECT_GT(reading.longest_distance, 8192U) << "the sample should reach far";
    }
  }
}

TEST(DeflateReader, GoesOnAfterAFinalBlock) {
  const auto stream = DeflateWriter()
                          .begin(Type::fixed, Final::yes)
                          .literals("Hel")
                          .end()
                          .align()
                          .begin()
                          .literals("lo")
                          .reference(5, 5)
                          .end()
                          .stored({})
                          .stream();
  const auto reading = read(stream);
  EXPECT_EQ(reading.fault, "");
  EXPECT_EQ(protocol::as_text(reading.inflated), "HelloHello");
  EXPECT_EQ(reading.blocks, 3U);
}

TEST(DeflateReader, RefusesAStreamThatEndsTooEarly) {
  Bytes stream;
  protocol::Deflater(15, false, {}).compress(SampleReader(Sample::json, SampleReader::Cut::anywhere).next(500), stream);
  for (std::size_t size = 1; size + 1 < stream.size(); ++size) {
    EXPECT_EQ(read(ByteView(stream).first(size)).fault, "it ends within a block") << size;
  }
}

TEST(DeflateReader, RefusesWhatIsNoDeflate) {
  const auto fault = [](DeflateWriter& writer) { return read(writer.bits(0, 32).bits(0, 32).stream(), "12345").fault; };
  using testing::HasSubstr;
  EXPECT_THAT(fault(DeflateWriter().begin(Type::reserved)), HasSubstr("type 3"));
  EXPECT_THAT(fault(DeflateWriter().begin(Type::stored).align().bits(5, 16).bits(5, 16)), HasSubstr("NLEN"));
  EXPECT_THAT(fault(DeflateWriter().begin().reference(6, 3)), HasSubstr("before all data"));
  EXPECT_THAT(fault(DeflateWriter().begin().symbol(286)), HasSubstr("no code"));
  EXPECT_THAT(fault(DeflateWriter().begin().symbol(257).distance_symbol(30)), HasSubstr("distance has no code"));
  std::vector<unsigned> lengths(257, 0);
  lengths['a'] = lengths['b'] = lengths[256] = 1;
  EXPECT_THAT(fault(DeflateWriter().dynamic(lengths, {0})), HasSubstr("over-subscribed"));
}

TEST(DeflateReader, KeepsTheLimit) {
  const auto stream = DeflateWriter().begin().literals("x").reference(1, 99).end().stored({}).stream();
  EXPECT_EQ(read(stream, {}, 100).fault, "");
  EXPECT_THAT(read(stream, {}, 99).fault, testing::HasSubstr("more than 99 bytes"));
}

}  // namespace
}  // namespace parley::conformance
