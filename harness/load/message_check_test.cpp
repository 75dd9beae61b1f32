#include "harness/load/message_check.hpp"

#include <gtest/gtest.h>

namespace parley::load {
namespace {

using protocol::Bytes;
using protocol::ByteView;
using protocol::MessageType;

constexpr Stamp expected{7, 3};

Bytes message(const Payload& payload, const Stamp& stamp) {
  Bytes bytes(payload.size(stamp));
  payload.write(stamp, {}, bytes.data());
  return bytes;
}

/// The verdict on `bytes`, in pieces of `size`.
MessageCheck::Verdict verdict_on(MessageCheck& check, ByteView bytes, std::size_t size,
                                 MessageType type = MessageType::binary) {
  for (; bytes.size() > size; bytes = bytes.subspan(size)) check.add(bytes.first(size), expected);
  check.add(bytes, expected);
  return check.finish(type, expected);
}

class MessageCheckTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  [[nodiscard]] MessageCheck::Verdict judge(const Bytes& bytes, Verification verification = Verification::full) {
    MessageCheck check(payload, verification);
    return verdict_on(check, bytes, GetParam());
  }

  Payload payload{{40, 60}, MessageType::binary};
};

TEST_P(MessageCheckTest, TakesTheExpectedMessage) {
  for (const auto how : {Verification::full, Verification::stamp, Verification::none}) {
    const auto verdict = judge(message(payload, expected), how);
    EXPECT_TRUE(verdict.right());
    EXPECT_EQ(verdict.stamp, expected);
  }
}

TEST_P(MessageCheckTest, KnowsAnotherMessage) {
  for (const auto how : {Verification::full, Verification::stamp}) {
    const auto verdict = judge(message(payload, {9, 4}), how);
    EXPECT_TRUE(verdict.right());
    EXPECT_EQ(verdict.stamp, (Stamp{9, 4}));
  }
}

TEST_P(MessageCheckTest, SeesEveryWrongByte) {
  const auto right = message(payload, expected);
  for (std::size_t at = 0; at < right.size(); ++at) {
    auto wrong = right;
    wrong[at] ^= 0x20U;
    EXPECT_FALSE(judge(wrong).right()) << at;
    EXPECT_EQ(judge(wrong, Verification::stamp).right(), at >= stamp_size) << at;
    EXPECT_TRUE(judge(wrong, Verification::none).right()) << at;
  }
}

TEST_P(MessageCheckTest, SeesAWrongLength) {
  for (const auto how : {Verification::full, Verification::stamp}) {
    auto bytes = message(payload, expected);
    bytes.push_back(0);
    EXPECT_FALSE(judge(bytes, how).right());
    bytes.pop_back();
    bytes.pop_back();
    EXPECT_FALSE(judge(bytes, how).right());
    bytes.resize(5);
    EXPECT_FALSE(judge(bytes, how).right());
    EXPECT_FALSE(judge({}, how).right());
  }
}

INSTANTIATE_TEST_SUITE_P(Pieces, MessageCheckTest, ::testing::Values(1, 3, 15, 16, 17, 1000));

TEST(MessageCheckOfOneTest, SeesAWrongType) {
  const Payload payload({20, 20}, MessageType::binary);
  MessageCheck check(payload, Verification::stamp);
  EXPECT_FALSE(verdict_on(check, message(payload, expected), 100, MessageType::text).right());
}

TEST(MessageCheckOfOneTest, BeginsAnewWithEachMessage) {
  const Payload payload({20, 20}, MessageType::binary);
  MessageCheck check(payload, Verification::full);
  EXPECT_FALSE(verdict_on(check, Bytes(20, 1), 100).right());
  EXPECT_TRUE(verdict_on(check, message(payload, expected), 100).right());
}

TEST(MessageCheckOfOneTest, ComparesAStampThatWasCutOff) {
  const Payload payload({4, 4}, MessageType::binary);
  MessageCheck check(payload, Verification::stamp);
  EXPECT_TRUE(verdict_on(check, message(payload, expected), 100).right());
  const auto next = verdict_on(check, message(payload, {8, 3}), 100);
  EXPECT_TRUE(next.right());
  EXPECT_EQ(next.stamp, (Stamp{8, 3})) << "one was lost, and those behind it are known all the same";
  EXPECT_FALSE(verdict_on(check, Bytes(4, 0xAA), 100).right());
}

TEST(MessageCheckOfOneTest, SaysWhatIsHarmed) {
  using Harm = MessageCheck::Harm;
  const Payload payload({20, 20}, MessageType::binary);
  MessageCheck check(payload, Verification::full);
  auto bytes = message(payload, expected);
  EXPECT_EQ(verdict_on(check, bytes, 100, MessageType::text).harm, Harm::type);
  bytes[18] ^= 1U;
  EXPECT_EQ(verdict_on(check, bytes, 100).harm, Harm::content);
  bytes.pop_back();
  const auto verdict = verdict_on(check, bytes, 100);
  EXPECT_EQ(verdict.harm, Harm::length);
  EXPECT_EQ(verdict.size, 19U);
}

/// Of every size at which a stamp is cut off.
class CutStampTest : public ::testing::TestWithParam<std::size_t> {};

TEST_P(CutStampTest, TellsItsNeighbours) {
  for (const auto type : {MessageType::binary, MessageType::text}) {
    for (const std::uint64_t sequence : {0ULL, 5ULL, 255ULL, 4096ULL, (1ULL << 40U) + 3}) {
      const Stamp here{sequence, 9};
      for (const std::int64_t distance : {-3, 0, 1, 8}) {
        if (distance < 0 && sequence < 3) continue;
        const Stamp there{sequence + static_cast<std::uint64_t>(distance), 9};
        const auto bytes = encode_stamp(there, type);
        EXPECT_EQ(decode_cut_stamp(ByteView(bytes).first(GetParam()), type, here), there) << sequence << distance;
      }
    }
  }
}

TEST_P(CutStampTest, IsNotTakenForOneThatIsFar) {
  const Stamp here{1000, 9};
  auto bytes = encode_stamp({1000 + (1ULL << (8 * std::min<std::size_t>(GetParam(), 5) - 2)), 9}, MessageType::binary);
  EXPECT_EQ(decode_cut_stamp(ByteView(bytes).first(GetParam()), MessageType::binary, here), std::nullopt);
  bytes.fill(' ');
  EXPECT_EQ(decode_cut_stamp(ByteView(bytes).first(GetParam()), MessageType::text, here), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Sizes, CutStampTest, ::testing::Values(1, 2, 4, 7, 8, 11, 12, 15));

// Runs of frames that were expected.

/// Those of the five messages from `expected` on, as a server sends them.
class ExpectedFramesTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  ExpectedFramesTest() {
    Stamp stamp = expected;
    for (int i = 0; i < 5; ++i, ++stamp.sequence) {
      protocol::encode_frame(protocol::make_header(protocol::Opcode::binary, GetParam()), message(payload, stamp),
                             frames);
    }
  }

  [[nodiscard]] std::uint64_t found(ByteView data, Verification verification = Verification::full,
                                    std::uint64_t most = 99) const {
    const auto [messages, bytes] = MessageCheck(payload, verification).count_expected(data, expected, most);
    EXPECT_EQ(bytes, messages * frame_size());
    return messages;
  }
  [[nodiscard]] std::size_t frame_size() const { return frames.size() / 5; }

  Payload payload{{GetParam(), GetParam()}, MessageType::binary};
  Bytes frames;
};

TEST_P(ExpectedFramesTest, AreCountedAsFarAsTheyGo) {
  for (const auto how : {Verification::full, Verification::stamp, Verification::none}) {
    EXPECT_EQ(found(frames, how), 5U);
    EXPECT_EQ(found(frames, how, 3), 3U);
    EXPECT_EQ(found(ByteView(frames).first(frames.size() - 1), how), 4U);
    EXPECT_EQ(found(ByteView(frames).first(1), how), 0U);
  }
}

TEST_P(ExpectedFramesTest, EndWhereAByteIsWrong) {
  const std::size_t third = 2 * frame_size();
  const std::size_t header_size = frame_size() - GetParam();
  for (std::size_t at = third; at < 3 * frame_size(); at += at < third + 200 ? 1 : 997) {
    auto wrong = frames;
    wrong[at] ^= 0x10U;
    EXPECT_EQ(found(wrong), 2U) << at;
    EXPECT_EQ(found(wrong, Verification::stamp), at < third + header_size + stamp_size ? 2U : 5U) << at;
    EXPECT_EQ(found(wrong, Verification::none), at < third + header_size ? 2U : 5U) << at;
  }
}

TEST_P(ExpectedFramesTest, EndWhereAMessageIsMissing) {
  frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(frame_size()));
  EXPECT_EQ(found(frames), 0U);
}

INSTANTIATE_TEST_SUITE_P(Sizes, ExpectedFramesTest, ::testing::Values(16, 20, 125, 126, 1000, 65'536));

TEST(ExpectedFramesOfOtherSizesTest, AreNotLookedAt) {
  const Payload payload({20, 21}, MessageType::binary);
  Bytes frame;
  protocol::encode_frame(protocol::make_header(protocol::Opcode::binary, payload.size(expected)),
                         message(payload, expected), frame);
  EXPECT_EQ(MessageCheck(payload, Verification::none).count_expected(frame, expected, 1).messages, 0U);
}

}  // namespace
}  // namespace parley::load
