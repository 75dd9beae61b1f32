// What a Connection writes.
#include <gmock/gmock.h>

#include <array>

#include "protocol/testing/connection_player.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;

class ConnectionSend : public ::testing::Test {
 protected:
  EventLog log;
  Connection server{server_options(), log};
  Connection client{client_options(), log};
  Bytes out;
};

TEST_F(ConnectionSend, ServerFramesAreNotMasked) {
  EXPECT_TRUE(server.send(MessageType::text, as_bytes("Hello"), {}, out));
  EXPECT_TRUE(server.send(MessageType::binary, {}, {}, out));
  EXPECT_TRUE(server.ping(hex("01"), out));
  EXPECT_TRUE(server.pong({}, out));
  EXPECT_EQ(to_hex(out),
            "810548656c6c6f"
            "8200"
            "890101"
            "8a00");
}

TEST_F(ConnectionSend, ClientFramesAreMasked) {
  EXPECT_TRUE(client.send(MessageType::text, as_bytes("Hello"), {}, out));
  EXPECT_TRUE(client.ping({}, out));
  EXPECT_EQ(to_hex(out),
            "818537fa213d7f9f4d5158"
            "898037fa213d");
}

TEST_F(ConnectionSend, SeveralMessagesAreWrittenAsEachWouldBe) {
  const Bytes long_one(300, 'x');
  const std::array messages{MessageView{MessageType::text, as_bytes("Hello")}, MessageView{MessageType::binary, {}},
                            MessageView{MessageType::binary, long_one}};
  ConnectionOptions deflating = server_options();
  deflating.deflate = DeflateParameters{};
  for (const auto& options : {server_options(), client_options(), deflating}) {
    for (const SendOptions how : {SendOptions{}, SendOptions{.fragment_size = 2}}) {
      Connection together(options, log);
      Connection apart(options, log);
      out.clear();
      EXPECT_TRUE(together.send_all(messages, how, out));
      Bytes expected;
      for (const auto& [type, payload] : messages) apart.send(type, payload, how, expected);
      EXPECT_EQ(to_hex(out), to_hex(expected));
    }
  }
}

// RFC 6455 §5.4: empty frames are legal, and FIN is on the last one.
TEST_F(ConnectionSend, AMessageGoesInAsManyFramesAsAreWanted) {
  EXPECT_TRUE(server.send(MessageType::text, as_bytes("ab"), {.frames = 3}, out));
  EXPECT_EQ(to_hex(out),
            "0100"
            "000161"
            "800162");
  out.clear();
  EXPECT_TRUE(server.send(MessageType::binary, {}, {.frames = 2}, out));
  EXPECT_EQ(to_hex(out),
            "0200"
            "8000");
}

TEST_F(ConnectionSend, AHeaderAloneOnlyWhereThePayloadGoesOverAsItIs) {
  EXPECT_TRUE(server.send_header(MessageType::binary, 70'000, out));
  EXPECT_EQ(to_hex(out), "827f0000000000011170");
  out.clear();
  EXPECT_FALSE(client.send_header(MessageType::binary, 70'000, out));
  ConnectionOptions options = server_options();
  options.deflate = DeflateParameters{};
  Connection deflating(options, log);
  EXPECT_FALSE(deflating.send_header(MessageType::binary, 70'000, out));
  Bytes close_frame;
  ASSERT_TRUE(server.close({1000, ""}, close_frame));
  EXPECT_FALSE(server.send_header(MessageType::binary, 70'000, out));
  EXPECT_FALSE(server.send_all(std::array{MessageView{MessageType::text, as_bytes("Hello")}}, {}, out));
  EXPECT_EQ(to_hex(out), "");
}

TEST_F(ConnectionSend, EveryFrameOfAClientHasAFreshKey) {
  ConnectionOptions options = client_options();
  std::uint8_t calls = 0;
  options.mask_source = [&calls] { return MaskKey{++calls, 0, 0, 0}; };
  Connection counting(options, log);
  counting.send(MessageType::binary, hex("00 00 00"), {.fragment_size = 2}, out);
  counting.ping({}, out);
  counting.close({1000, ""}, out);
  EXPECT_EQ(to_hex(out),
            "0282010000000100"
            "80810200000002"
            "898003000000"
            "88820400000007e8");
}

TEST_F(ConnectionSend, Fragments) {
  const auto sent = [this](std::string_view text, std::uint64_t fragment_size) {
    out.clear();
    server.send(MessageType::text, as_bytes(text), {.fragment_size = fragment_size}, out);
    return to_hex(out);
  };
  EXPECT_EQ(sent("abcde", 2),
            "01026162"
            "00026364"
            "800165");
  EXPECT_EQ(sent("abcd", 2),
            "01026162"
            "80026364");
  EXPECT_EQ(sent("abcd", 4), "810461626364");
  EXPECT_EQ(sent("abcd", 0), "810461626364");
  EXPECT_EQ(sent("ab", 1),
            "010161"
            "800162");
  EXPECT_EQ(sent("", 1), "8100");
  EXPECT_EQ(sent("\xC3\xA9", 1),
            "0101c3"
            "8001a9");  // RFC 6455 §5.6: also inside a character
}

TEST_F(ConnectionSend, LengthsUseTheMinimalForm) {
  const auto header = [this](std::size_t size) {
    out.clear();
    server.send(MessageType::binary, Bytes(size, 0), {}, out);
    return to_hex(ByteView(out).first(out.size() - size));
  };
  EXPECT_EQ(header(125), "827d");
  EXPECT_EQ(header(126), "827e007e");
  EXPECT_EQ(header(65535), "827effff");
  EXPECT_EQ(header(65536), "827f0000000000010000");
}

TEST_F(ConnectionSend, ControlPayloadsHaveAtMost125Bytes) {
  EXPECT_TRUE(server.ping(Bytes(125, 0), out));
  EXPECT_TRUE(server.pong(Bytes(125, 0), out));
  const std::size_t size = out.size();
  EXPECT_FALSE(server.ping(Bytes(126, 0), out));
  EXPECT_FALSE(server.pong(Bytes(126, 0), out));
  EXPECT_EQ(out.size(), size);
}

TEST_F(ConnectionSend, WhatOneSideWritesTheOtherReads) {
  for (const std::size_t size : {0U, 1U, 125U, 126U, 1000U, 65535U, 65536U, 200000U}) {
    const Bytes payload(size, 0x61);
    for (const std::uint64_t fragment_size : {0U, 1U, 126U, 70000U}) {
      if (fragment_size == 1 && size > 1000) continue;
      out.clear();
      client.send(MessageType::text, payload, {.fragment_size = fragment_size}, out);
      const Outcome outcome = play(server_options(), cut_every(4096, out));
      ASSERT_EQ(outcome.events, std::vector{"text " + std::string(size, 'a')}) << size << " in " << fragment_size;
    }
  }
}

}  // namespace
}  // namespace parley::protocol
