#include "protocol/whole_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "protocol/frame.hpp"

namespace parley::protocol {
namespace {

constexpr MaskKey key{0x11, 0x22, 0x33, 0x44};
constexpr std::uint16_t no_limit = 0xFFFF;

Bytes frame(Opcode opcode, ByteView payload) {
  Bytes bytes;
  encode_frame(make_header(opcode, payload.size(), key), payload, bytes);
  return bytes;
}

Bytes text(std::string_view payload) {
  return frame(Opcode::text, as_bytes(payload));
}

Bytes operator+(Bytes left, const Bytes& right) {
  append(left, right);
  return left;
}

struct Taken {
  std::vector<std::string> messages;
  std::size_t bytes = 0;
  std::size_t payload_bytes = 0;
};

Taken take(Bytes& data, std::uint16_t largest = no_limit) {
  std::array<MessageView, 8> run;
  const auto [count, bytes, payload_bytes] = take_whole_messages(data, largest, run);
  Taken taken{{}, bytes, payload_bytes};
  for (const auto& [type, payload] : std::span(run).first(count)) {
    taken.messages.push_back((type == MessageType::text ? "text " : "binary ") + std::string(as_text(payload)));
  }
  return taken;
}

/// Nothing of it is taken, and nothing of it is changed.
void expect_long_way(const Bytes& data, std::uint16_t largest = no_limit) {
  Bytes copy = data;
  const auto taken = take(copy, largest);
  EXPECT_THAT(taken.messages, ::testing::IsEmpty());
  EXPECT_EQ(taken.bytes, 0U);
  EXPECT_EQ(copy, data);
}

TEST(TakeWholeMessages, TakesARun) {
  Bytes data = text("one") + frame(Opcode::binary, as_bytes("two")) + text("");
  const auto size = data.size();
  const auto taken = take(data);
  EXPECT_THAT(taken.messages, ::testing::ElementsAre("text one", "binary two", "text "));
  EXPECT_EQ(taken.bytes, size);
  EXPECT_EQ(taken.payload_bytes, 6U);
}

TEST(TakeWholeMessages, TakesEverySizeUpTo64KiB) {
  for (const std::size_t size :
       std::initializer_list<std::size_t>{0, 1, 7, 63, 64, 65, 125, 126, 127, 1000, 65534, 65535}) {
    const std::string payload(size, 'x');
    Bytes data = text(payload) + Bytes{0x81};
    const auto taken = take(data);
    EXPECT_THAT(taken.messages, ::testing::ElementsAre("text " + payload));
    EXPECT_EQ(taken.bytes, data.size() - 1);
  }
}

TEST(TakeWholeMessages, TakesNoMoreThanTheRunHolds) {
  Bytes data;
  for (int i = 0; i < 9; ++i) append(data, text("x"));
  EXPECT_EQ(take(data).messages.size(), 8U);
}

TEST(TakeWholeMessages, StopsAtWhatIsNotOneAndLeavesItAsItWas) {
  const Bytes ping = frame(Opcode::ping, as_bytes("p"));
  Bytes data = text("one") + ping + text("two");
  const auto taken = take(data);
  EXPECT_THAT(taken.messages, ::testing::ElementsAre("text one"));
  EXPECT_EQ(Bytes(data.begin() + static_cast<std::ptrdiff_t>(taken.bytes), data.end()), ping + text("two"));
}

TEST(TakeWholeMessages, LeavesOtherFramesAlone) {
  auto header = make_header(Opcode::text, 3, key);
  Bytes not_final;
  header.fin = false;
  encode_frame(header, as_bytes("abc"), not_final);
  expect_long_way(not_final);

  Bytes reserved;
  header = make_header(Opcode::text, 3, key);
  header.rsv = rsv1;
  encode_frame(header, as_bytes("abc"), reserved);
  expect_long_way(reserved);

  expect_long_way(frame(Opcode::continuation, as_bytes("abc")));
  expect_long_way(frame(Opcode::close, {}));
}

TEST(TakeWholeMessages, LeavesUnmaskedFramesAlone) {
  for (const std::size_t size : std::initializer_list<std::size_t>{3, 200}) {
    Bytes unmasked;
    encode_frame(make_header(Opcode::text, size), Bytes(size, 'x'), unmasked);
    expect_long_way(unmasked);
  }
}

TEST(TakeWholeMessages, LeavesLongerFormsOfALengthAlone) {
  for (const auto form : {LengthForm::bits16, LengthForm::bits64}) {
    auto header = make_header(Opcode::text, 125, key);
    header.form = form;
    Bytes data;
    encode_frame(header, Bytes(125, 'x'), data);
    expect_long_way(data);
  }
}

TEST(TakeWholeMessages, LeavesPartsAlone) {
  for (const std::size_t size : std::initializer_list<std::size_t>{5, 300}) {
    const Bytes whole = text(std::string(size, 'x'));
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      expect_long_way(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(cut)));
    }
  }
}

TEST(TakeWholeMessages, LeavesWhatIsLargerThanTheLimitAlone) {
  expect_long_way(text("abcd"), 3);
  expect_long_way(text(std::string(1000, 'x')), 999);
  Bytes data = text("abc");
  EXPECT_THAT(take(data, 3).messages, ::testing::ElementsAre("text abc"));
}

TEST(TakeWholeMessages, LeavesTextThatIsNotUtf8AloneAndMasked) {
  expect_long_way(text("\xFF"));
  expect_long_way(text(std::string(200, 'x') + "\xC3"));
  Bytes data = frame(Opcode::binary, as_bytes("\xFF"));
  EXPECT_THAT(take(data).messages, ::testing::ElementsAre("binary \xFF"));
}

struct Echoed {
  MessageRun taken;
  Bytes frames;
  Bytes rest;  // of the data
};

Echoed echo(Bytes data, std::uint16_t largest = no_limit) {
  const auto [taken, frames] = echo_whole_messages(data, largest);
  return {taken, Bytes(frames.begin(), frames.end()),
          Bytes(data.begin() + static_cast<std::ptrdiff_t>(taken.bytes), data.end())};
}

Bytes answer(Opcode opcode, ByteView payload) {
  Bytes bytes;
  encode_frame(make_header(opcode, payload.size()), payload, bytes);
  return bytes;
}

TEST(EchoWholeMessages, SendsBackEverySizeUpTo64KiB) {
  Bytes data;
  Bytes expected;
  std::size_t messages = 0;
  std::size_t payload_bytes = 0;
  const auto add = [&](Opcode opcode, std::size_t size) {
    Bytes payload;
    for (std::size_t i = 0; i < size; ++i) payload.push_back(static_cast<std::uint8_t>((size + i) % 127));
    append(data, frame(opcode, payload));
    append(expected, answer(opcode, payload));
    payload_bytes += size;
    ++messages;
  };
  for (const auto opcode : {Opcode::text, Opcode::binary}) {
    for (std::size_t size = 0; size <= 300; ++size) add(opcode, size);
  }
  for (const std::size_t size : std::initializer_list<std::size_t>{4092, 4095, 4096, 4097, 8193, 65534, 65535}) {
    add(Opcode::binary, size);
    add(Opcode::text, size);
  }
  const auto echoed = echo(data);
  EXPECT_EQ(echoed.taken.messages, messages);
  EXPECT_EQ(echoed.taken.bytes, data.size());
  EXPECT_EQ(echoed.taken.payload_bytes, payload_bytes);
  EXPECT_TRUE(echoed.frames == expected);
}

TEST(EchoWholeMessages, StopsAtWhatIsNotOneAndLeavesItAsItWas) {
  const Bytes one = text("one");
  const Bytes expected = answer(Opcode::text, as_bytes("one"));
  std::vector<Bytes> others{
      frame(Opcode::ping, as_bytes("p")), Bytes{0x81, 0x80, 0, 0, 0}, answer(Opcode::text, as_bytes("unmasked")), {}};
  for (std::size_t valid = 0; valid < 300; ++valid) others.push_back(text(std::string(valid, 'x') + "\xFF"));
  for (const auto& other : others) {
    for (int before = 0; before <= 3; ++before) {  // the more of them, the further down the answers lie
      Bytes data;
      Bytes frames;
      for (int i = 0; i < before; ++i) {
        append(data, one);
        append(frames, expected);
      }
      append(data, other);
      const auto echoed = echo(data);
      ASSERT_EQ(echoed.taken.messages, static_cast<std::size_t>(before));
      ASSERT_EQ(echoed.taken.bytes, before * one.size());
      ASSERT_EQ(echoed.frames, frames) << to_hex(other);
      ASSERT_EQ(echoed.rest, other) << to_hex(other);
    }
  }
}

TEST(EchoWholeMessages, LeavesWhatIsLargerThanTheLimit) {
  EXPECT_EQ(echo(text("abcd"), 3).taken.messages, 0U);
  EXPECT_EQ(echo(text("abc"), 3).taken.messages, 1U);
  EXPECT_EQ(echo(frame(Opcode::binary, Bytes(1000, 'x')), 999).taken.messages, 0U);
}

TEST(AppendWholeMessages, WritesWhatTheEncoderWrites) {
  std::vector<Bytes> payloads;
  for (const std::size_t size : std::initializer_list<std::size_t>{0, 1, 20, 124, 125, 126, 70'000, 3})
    payloads.emplace_back(size, 'x');
  for (int i = 0; i < 200; ++i) payloads.emplace_back(static_cast<std::size_t>(i) % 126, 'y');
  std::vector<MessageView> messages;
  Bytes expected{'b'};
  for (const auto& payload : payloads) {
    const auto type = payload.size() % 2 == 0 ? MessageType::text : MessageType::binary;
    messages.push_back({type, payload});
    encode_frame(make_header(opcode_of(type), payload.size()), payload, expected);
  }
  Bytes out{'b'};
  append_whole_messages(messages, out);
  EXPECT_EQ(out, expected);
}

}  // namespace
}  // namespace parley::protocol
