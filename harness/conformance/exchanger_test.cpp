// The messages of an exchange, and the samples they are made of.
#include "harness/conformance/exchanger.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/deflate_watch.hpp"
#include "harness/conformance/outcome.hpp"
#include "protocol/utf8.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::Opcode;

Message joined(const std::vector<Frame>& frames) {
  Message message{frames.at(0).opcode == Opcode::text, {}};
  for (const auto& frame : frames) protocol::append(message.payload, frame.payload);
  return message;
}

TEST(Sample, IsLargeAndTheSameEachTime) {
  for (const auto sample : {Sample::json, Sample::html, Sample::prose, Sample::bitmap, Sample::document}) {
    EXPECT_GE(sample_bytes(sample).size(), 256U << 10);
    EXPECT_LT(sample_bytes(sample).size(), 300U << 10);
  }
  EXPECT_TRUE(protocol::is_utf8(sample_bytes(Sample::json)));
  EXPECT_TRUE(protocol::is_utf8(sample_bytes(Sample::html)));
  EXPECT_TRUE(protocol::is_utf8(sample_bytes(Sample::prose)));
}

TEST(SampleReader, CutsNoCharacter) {
  for (const std::size_t size : {16U, 17U, 1024U, 131072U}) {
    SampleReader reader(Sample::json, SampleReader::Cut::between_characters);
    for (int i = 0; i < 200; ++i) {
      const auto slice = reader.next(size);
      EXPECT_TRUE(protocol::is_utf8(slice));
      EXPECT_LE(slice.size(), size);
      EXPECT_GE(slice.size() + 3, size);
    }
  }
}

TEST(SampleReader, BeginsAnewAtTheEnd) {
  SampleReader reader(Sample::bitmap, SampleReader::Cut::anywhere);
  const auto& all = sample_bytes(Sample::bitmap);
  Bytes read;
  while (read.size() < 2 * all.size()) protocol::append(read, reader.next(1000));
  for (std::size_t i = 0; i < read.size(); ++i) ASSERT_EQ(read[i], all[i % all.size()]) << i;
}

TEST(Exchanger, KnowsItsMessageAgain) {
  const Exchange exchange{.sample = Sample::prose, .opcode = Opcode::text, .size = 1000, .count = 2};
  Exchanger exchanger(exchange, std::nullopt);
  const auto first = joined(exchanger.next());
  EXPECT_EQ(exchanger.compare(first), "");
  auto other = first;
  other.payload[500] ^= 1U;
  EXPECT_NE(exchanger.compare(other), "");
  other = first;
  other.payload.pop_back();
  EXPECT_NE(exchanger.compare(other), "");
  other = first;
  other.payload.push_back('x');
  EXPECT_NE(exchanger.compare(other), "");
  other = first;
  other.text = false;
  EXPECT_NE(exchanger.compare(other), "");
  const auto second = joined(exchanger.next());
  EXPECT_NE(second, first);
  EXPECT_NE(exchanger.compare(first), "");
  EXPECT_EQ(exchanger.compare(second), "");
}

TEST(Exchanger, CutsIntoFragments) {
  const Exchange exchange{.sample = Sample::bitmap, .opcode = Opcode::binary, .size = 1000, .fragment = 300};
  const auto frames = Exchanger(exchange, std::nullopt).next();
  ASSERT_EQ(frames.size(), 4U);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    EXPECT_EQ(frames[i].opcode, i == 0 ? Opcode::binary : Opcode::continuation);
    EXPECT_EQ(frames[i].fin, i == 3);
    EXPECT_EQ(frames[i].rsv, protocol::rsv_none);
    EXPECT_EQ(frames[i].payload.size(), i == 3 ? 100U : 300U);
  }
}

TEST(Exchanger, SendsAnEmptyMessageAsOneFrame) {
  const Exchange exchange{.size = 0};
  const auto frames = Exchanger(exchange, std::nullopt).next();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_TRUE(frames[0].fin);
  EXPECT_TRUE(frames[0].payload.empty());
}

TEST(Exchanger, CompressesAsAgreed) {
  const Exchange exchange{.sample = Sample::json, .opcode = Opcode::text, .size = 20000, .count = 5, .fragment = 256};
  for (const auto& agreed : {DeflateDirection{15, false}, DeflateDirection{9, true}, DeflateDirection{8, false}}) {
    Exchanger exchanger(exchange, agreed);
    DeflateWatch watch(agreed);
    for (int i = 0; i < 5; ++i) {
      const auto frames = exchanger.next();
      for (const auto& frame : frames) EXPECT_EQ(frame.rsv, &frame == &frames[0] ? protocol::rsv1 : protocol::rsv_none);
      auto message = joined(frames);
      EXPECT_LT(message.payload.size(), 19000U);
      watch.inflate(message.payload, [](Rule, const std::string& what) { ADD_FAILURE() << what; });
      EXPECT_EQ(exchanger.compare(message), "");
    }
  }
}

TEST(Exchanges, AreOverWhenAllHaveComeBack) {
  Observation seen;
  seen.exchanged = 9;
  EXPECT_EQ(match(Exchanges{10}, seen), Match::possible);
  seen.script_finished = true;
  EXPECT_EQ(match(Exchanges{10}, seen), Match::no);
  EXPECT_EQ(match(Exchanges{9}, seen), Match::yes);
  seen.exchange_fault = "wrong";
  EXPECT_EQ(match(Exchanges{9}, seen), Match::no);
  seen.exchange_fault = "";
  seen.messages.push_back({});
  EXPECT_EQ(match(Exchanges{9}, seen), Match::no) << "one too many";
  seen.messages.clear();
  seen.closes.push_back({});
  EXPECT_EQ(match(Exchanges{9}, seen), Match::no);
}

}  // namespace
}  // namespace parley::conformance
