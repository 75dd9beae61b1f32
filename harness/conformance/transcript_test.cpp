// What people read of the bytes of a case.
#include "harness/conformance/transcript.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TranscriptTest : public ::testing::Test {
 protected:
  void add(Direction direction, std::string_view text) { transcript.add({}, direction, protocol::as_bytes(text)); }

  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& line : wire_lines(transcript)) texts.push_back(line.text);
    return texts;
  }

  Transcript transcript;
};

TEST_F(TranscriptTest, HasAHeadByLinesAndFramesBehindIt) {
  add(Direction::received, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x02hi");
  EXPECT_THAT(texts(),
              ElementsAre("HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", HasSubstr("text 2 \"hi\"")));
  EXPECT_THAT(wire_lines(transcript).back().raw, ElementsAre(0x81, 2, 'h', 'i'));
}

TEST_F(TranscriptTest, IsTheSameHoweverItIsCut) {
  const std::string wire = "GET / HTTP/1.1\r\n\r\n\x81\x83\x01\x02\x03\x04" + std::string("a\0b\x88\x80zzzz", 9);
  add(Direction::sent, wire);
  const auto whole = texts();
  transcript = {};
  for (const char c : wire) add(Direction::sent, std::string_view(&c, 1));
  EXPECT_EQ(texts(), whole);
  EXPECT_EQ(whole.size(), 3U);
}

/// RFC 9110 §15.2: any number of 1xx come before the answer.
TEST_F(TranscriptTest, HasNoFramesBehindAnInterimResponse) {
  add(Direction::received, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n");
  add(Direction::received, "\x8a");
  add(Direction::received, std::string_view("\0", 1));
  EXPECT_THAT(texts(), ElementsAre("HTTP/1.1 100 Continue", "HTTP/1.1 101 Switching Protocols", HasSubstr("pong")));
}

TEST_F(TranscriptTest, TakesTheContentOfARefusalForNoFrames) {
  add(Direction::received, "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nno\r\n");
  EXPECT_THAT(texts(), ElementsAre(HasSubstr("403"), HasSubstr("Content-Length"), HasSubstr("content 4 \"no")));
}

/// RFC 9112 §4: a status has three digits.
TEST_F(TranscriptTest, TakesNoOtherStatusFor101) {
  for (const char* line : {"HTTP/1.1 1010 S", "HTTP/1.1 10", "HTTP/1.1 101.0 S", "HTTP/1.1"}) {
    transcript = {};
    add(Direction::sent, std::string(line) + "\r\n\r\n");
    add(Direction::sent, "\x81\x02hi");
    EXPECT_THAT(texts(), ElementsAre(line, HasSubstr("content 4")));
  }
}

/// RFC 9112 §2.2.
TEST_F(TranscriptTest, PassesOverAnEmptyLineBeforeTheFirst) {
  add(Direction::sent, "\r\nGET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(texts(), ElementsAre("GET / HTTP/1.1"));
}

TEST_F(TranscriptTest, TellsWhatNeverBecameWhole) {
  add(Direction::sent, "GET / HT");
  add(Direction::received,
      "HTTP/1.1 101 S\r\n\r\n\x82\x05"
      "abc");
  EXPECT_THAT(texts(), ElementsAre("HTTP/1.1 101 S", HasSubstr("GET / HT"), "binary 3 of 5 bytes (cut)"));
}

TEST_F(TranscriptTest, KnowsThatItIsCut) {
  transcript.add({}, Direction::sent, protocol::Bytes(2U << 20));
  EXPECT_FALSE(transcript.cut);
  EXPECT_THAT(transcript.notes, IsEmpty());
  transcript.add({}, Direction::sent, protocol::Bytes(1));
  transcript.add({}, Direction::sent, protocol::Bytes(1));
  EXPECT_TRUE(transcript.cut);
  transcript.note({}, "the peer ended TCP");
  ASSERT_GE(texts().size(), 2U);
  EXPECT_THAT(texts(), ::testing::Contains("the wire log ends here: 2 MiB of it are kept").Times(1));
  EXPECT_EQ(texts().back(), "the peer ended TCP");
}

}  // namespace
}  // namespace parley::conformance
