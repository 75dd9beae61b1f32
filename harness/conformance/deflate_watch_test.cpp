// Compressed messages of a peer, against what was agreed; also as the observer gets them, in frames.
#include "harness/conformance/deflate_watch.hpp"

#include <gmock/gmock.h>

#include "harness/conformance/deflate_writer.hpp"
#include "harness/conformance/observer.hpp"
#include "protocol/deflate.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;
using testing::ElementsAre;
using testing::IsEmpty;

Bytes hex(std::string_view digits) {
  return protocol::from_hex(digits).value();
}

/// What a peer that agreed on this breaks with these messages.
std::vector<Rule> broken(DeflateDirection agreed, const std::vector<Bytes>& messages) {
  DeflateWatch watch(agreed);
  std::vector<Rule> rules;
  for (auto message : messages) watch.inflate(message, [&](Rule rule, const std::string&) { rules.push_back(rule); });
  return rules;
}

const Bytes hello = hex("f248cdc9c90700");
const Bytes again = hex("f200110000");  // RFC 7692 §7.2.3.2

TEST(DeflateWatch, InflatesInTheContextOfAllThatCame) {
  DeflateWatch watch({});
  for (int i = 0; i < 3; ++i) {
    auto payload = i == 0 ? hello : again;
    watch.inflate(payload, [](Rule, const std::string& what) { ADD_FAILURE() << what; });
    EXPECT_EQ(protocol::as_text(payload), "Hello");
  }
}

TEST(DeflateWatch, KnowsTheWindowToTheByte) {
  for (int bits = 8; bits <= 15; ++bits) {
    const std::size_t size = std::size_t{1} << static_cast<unsigned>(bits);
    const auto message = [&](std::size_t distance) {
      return DeflateWriter().stored(Bytes(size + 1, 'x')).begin().reference(distance, 3).end().message();
    };
    EXPECT_THAT(broken({.window_bits = bits}, {message(size)}), IsEmpty()) << bits;
    if (bits == 15) continue;  // no distance is longer
    EXPECT_THAT(broken({.window_bits = bits}, {message(size + 1)}), ElementsAre(Rule::deflate_window)) << bits;
  }
}

TEST(DeflateWatch, FindsReferencesIntoOtherMessagesWhereNoneWereAgreed) {
  EXPECT_THAT(broken({.no_context_takeover = true}, {hello, hello}), IsEmpty());
  EXPECT_THAT(broken({.no_context_takeover = true}, {hello, again}), ElementsAre(Rule::deflate_takeover));
  EXPECT_THAT(broken({.no_context_takeover = false}, {hello, again}), IsEmpty());
}

TEST(DeflateWatch, FindsATailThatWasLeftOn) {
  EXPECT_THAT(broken({}, {hex("f248cdc9c907000000ffff"), hello}), ElementsAre(Rule::deflate_tail));
  EXPECT_THAT(broken({}, {hex("f248cdc9c907000000ffff00")}), IsEmpty()) << "an empty block more is legal";
}

TEST(DeflateWatch, FindsWhatIsNoDeflate) {
  EXPECT_THAT(broken({}, {to_bytes("plain")}), ElementsAre(Rule::deflate_data));
  EXPECT_THAT(broken({}, {hex("f248cd")}), ElementsAre(Rule::deflate_data));
  EXPECT_THAT(broken({}, {again}), ElementsAre(Rule::deflate_data)) << "there is nothing to refer to";
}

TEST(DeflateWatch, HasNothingToSayOfOurOwnDeflater) {
  for (int bits = 8; bits <= 15; ++bits) {
    for (const bool forgets : {false, true}) {
      protocol::Deflater deflater(bits, forgets, {});
      DeflateWatch watch({bits, forgets});
      for (std::size_t size = 0; size < 200'000; size = size * 3 + 1) {
        const Bytes message(size, static_cast<std::uint8_t>('a' + size % 7));
        Bytes payload;
        deflater.compress(message, payload);
        watch.inflate(payload, [](Rule, const std::string& what) { ADD_FAILURE() << what; });
        EXPECT_EQ(payload, message);
      }
    }
  }
}

TEST(DeflateWatch, TakesTheDirectionFromTheRole) {
  const protocol::DeflateParameters agreed{true, false, 9, 12};
  EXPECT_EQ(peer_direction(agreed, Role::server).window_bits, 9);
  EXPECT_TRUE(peer_direction(agreed, Role::server).no_context_takeover);
  EXPECT_EQ(our_direction(agreed, Role::server).window_bits, 12);
  EXPECT_EQ(peer_direction(agreed, Role::client).window_bits, 12);
  EXPECT_EQ(our_direction(agreed, Role::client).window_bits, 9);
}

TEST(DeflateWatch, IsAskedByTheObserver) {
  Observer observer(Role::server);
  observer.seen().offered_extensions = "permessage-deflate; server_no_context_takeover";
  observer.receive(
      protocol::as_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: x\r\n"
                         "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n"));
  observer.receive(hex("c107 f248cdc9c90700 c105 f200110000 8103 616263"));
  const auto& seen = observer.seen();
  ASSERT_EQ(seen.messages.size(), 3U);
  EXPECT_EQ(seen.messages[0], (Message{true, to_bytes("Hello")}));
  EXPECT_EQ(seen.messages[1], (Message{true, to_bytes("Hello")}));
  EXPECT_EQ(seen.messages[2], (Message{true, to_bytes("abc")}));
  EXPECT_EQ(seen.compressed_messages, 2U);
  ASSERT_EQ(observer.findings().size(), 1U);
  EXPECT_EQ(observer.findings()[0].rule, Rule::deflate_takeover);
}

}  // namespace
}  // namespace parley::conformance
