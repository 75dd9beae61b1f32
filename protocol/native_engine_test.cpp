// Both roles of the native engine, talking to each other through memory.
#include "protocol/native_engine.hpp"

#include <gmock/gmock.h>
#include <malloc.h>

#include "protocol/testing/engine_player.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;
using ::testing::ElementsAre;

class Pair {
 public:
  explicit Pair(const std::optional<DeflateOptions>& of_client, const std::optional<DeflateOptions>& of_server)
      : server_(make_native_engine(ServerEngineOptions{{}, of_server}, server_events)) {
    ClientEngineOptions options = client_engine_options();
    options.deflate = of_client;
    client_ = make_native_engine(options, client_events);
    client_->start(to_server_);
    settle();
  }

  Engine& client() { return *client_; }
  Engine& server() { return *server_; }
  Bytes& to_server() { return to_server_; }
  Bytes& to_client() { return to_client_; }

  /// Carries bytes both ways, a few at a time, until nothing moves; returns how many went.
  std::size_t settle() {
    std::size_t moved = 0;
    while (!to_server_.empty() || !to_client_.empty()) {
      moved += carry(to_server_, *server_, to_client_);
      moved += carry(to_client_, *client_, to_server_);
    }
    return moved;
  }

  RecordingServer server_events;
  RecordingClient client_events;

 private:
  static std::size_t carry(Bytes& from, Engine& to, Bytes& answers) {
    Bytes data;
    data.swap(from);
    for (ByteSpan rest = data; !rest.empty();) {
      const ByteSpan piece = rest.first(std::min<std::size_t>(rest.size(), 1000));
      rest = rest.subspan(piece.size());
      to.receive(piece, answers);
    }
    return data.size();
  }

  std::unique_ptr<Engine> server_;
  std::unique_ptr<Engine> client_;
  Bytes to_server_;
  Bytes to_client_;
};

Bytes text_of(std::size_t size) {
  Bytes text;
  for (unsigned i = 0; text.size() < size; ++i) append(text, "line " + std::to_string(i * 7919 % 1000) + "; ");
  text.resize(size);
  return text;
}

const std::vector<std::size_t> sizes{0, 125, 126, 3000, 40'000};

/// Sends every size both ways, whole and in fragments, and returns the bytes that it took.
std::size_t exchange(Pair& pair) {
  std::size_t bytes = 0;
  std::vector<Bytes> expected;
  for (const std::size_t size : sizes) {
    for (const std::uint64_t fragment : {0U, 100U}) {
      const Bytes message = text_of(size);
      SendOptions options;
      options.fragment_size = fragment;
      expected.push_back(message);
      EXPECT_TRUE(pair.client().send(MessageType::binary, message, options, pair.to_server()));
      EXPECT_TRUE(pair.server().send(MessageType::text, message, options, pair.to_client()));
      bytes += pair.settle();
    }
  }
  EXPECT_TRUE(pair.server_events.messages == expected);
  EXPECT_TRUE(pair.client_events.messages == expected);
  return bytes;
}

TEST(NativeEngine, BothRolesWithoutDeflate) {
  Pair pair({}, {});
  EXPECT_EQ(pair.client().state(), EngineState::open);
  EXPECT_EQ(pair.server().state(), EngineState::open);
  EXPECT_THAT(pair.client_events.events, ElementsAre("open"));
  EXPECT_THAT(pair.server_events.events, ElementsAre("upgrade GET /chat", "open"));
  EXPECT_FALSE(pair.client().takes_encoded_frames()) << "a client masks each frame";
  EXPECT_TRUE(pair.server().takes_encoded_frames());
  exchange(pair);
}

TEST(NativeEngine, DeflateNeedsBothSides) {
  EXPECT_EQ(Pair(DeflateOptions{}, std::nullopt).client().negotiated().deflate, std::nullopt);
  EXPECT_EQ(Pair(std::nullopt, DeflateOptions{}).server().negotiated().deflate, std::nullopt);
}

TEST(NativeEngine, PingsCross) {
  Pair pair({}, {});
  EXPECT_TRUE(pair.client().ping(as_bytes("a"), pair.to_server()));
  EXPECT_TRUE(pair.server().ping(as_bytes("b"), pair.to_client()));
  pair.settle();
  EXPECT_THAT(pair.client_events.events, ElementsAre("open", "ping 62", "pong 61"));
  EXPECT_THAT(pair.server_events.events, ElementsAre("upgrade GET /chat", "open", "ping 61", "pong 62"));
}

TEST(NativeEngine, ClosingHandshake) {
  Pair pair({}, {});
  EXPECT_TRUE(pair.client().close({1000, "done"}, pair.to_server()));
  EXPECT_EQ(pair.client().state(), EngineState::closing);
  pair.settle();
  for (Engine* const engine : {&pair.client(), &pair.server()}) {
    EXPECT_EQ(engine->state(), EngineState::closed);
    EXPECT_TRUE(engine->close_report().clean());
    EXPECT_EQ(engine->close_report().code(), 1000);
  }
  EXPECT_FALSE(pair.server().send(MessageType::text, {}, {}, pair.to_client()));
}

TEST(NativeEngine, EndOfInputWhileOpen) {
  Pair pair({}, {});
  Bytes out;
  pair.client().receive_eof(out);
  pair.server().receive_eof(out);
  EXPECT_EQ(pair.client().state(), EngineState::closed);
  EXPECT_EQ(pair.server().state(), EngineState::closed);
  EXPECT_EQ(pair.client().close_report().code(), 1006);
  EXPECT_TRUE(out.empty());
}

/// The application answers from within on_open: the bytes follow the 101.
TEST(NativeEngine, SendingFromOnOpen) {
  class Greeter final : public ServerEvents {
   public:
    std::variant<Accept, HttpResponse> on_upgrade(const HttpRequest&) override { return Accept{}; }
    HttpResponse on_http(const HttpRequest&) override { return {}; }
    void on_open(const Negotiated&) override {
      EXPECT_EQ(engine->state(), EngineState::open);
      EXPECT_TRUE(engine->send(MessageType::text, as_bytes("hi"), {}, *out));
    }
    void on_message(MessageType, ByteView) override {}
    Engine* engine = nullptr;
    Bytes* out = nullptr;
  } events;
  const auto engine = make_native_engine(ServerEngineOptions{}, events);
  Bytes out;
  events.engine = engine.get();
  events.out = &out;
  Bytes request = to_bytes(
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  engine->receive(request, out);
  EXPECT_THAT(std::string(as_text(out)), ::testing::EndsWith("\r\n\r\n\x81\x02hi"));
}

// RFC 7692 §7.1: every window on either side, with every choice of takeover.

class NativeEngineDeflate : public ::testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(NativeEngineDeflate, RoundTripsForAllTakeoverFlags) {
  const auto [server_bits, client_bits] = GetParam();
  for (unsigned flags = 0; flags < 4; ++flags) {
    const DeflateParameters wanted{(flags & 1U) != 0, (flags & 2U) != 0, server_bits, client_bits};
    DeflateOptions options;
    options.wanted = wanted;
    options.level = 1;
    Pair pair(options, DeflateOptions{});
    ASSERT_EQ(pair.client().negotiated().deflate, wanted);
    ASSERT_EQ(pair.server().negotiated().deflate, wanted);
    std::size_t plain = 0;
    for (const std::size_t size : sizes) plain += 4 * size;
    EXPECT_LT(exchange(pair), plain) << "it should compress";
  }
}

INSTANTIATE_TEST_SUITE_P(AllWindows, NativeEngineDeflate,
                         ::testing::Combine(::testing::Range(8, 16), ::testing::Range(8, 16)));

/// What the whole program holds of the heap; 0 where a sanitizer has replaced it.
std::size_t heap_in_use() {
  return ::mallinfo2().uordblks;
}

TEST(NativeEngine, AnOpenConnectionHoldsNothingOfItsHandshake) {
  if (heap_in_use() == 0) GTEST_SKIP() << "this heap is not measured";
  constexpr std::size_t connections = 64;
  RecordingServer events;
  const auto opening = [](std::size_t field) {
    ClientEngineOptions options = client_engine_options();
    options.fields.add("X-Long", std::string(field, 'x'));
    Bytes out;
    RecordingClient client;
    make_native_engine(options, client)->start(out);
    return out;
  };
  const auto growth = [&](const Bytes& request) {
    std::vector<std::unique_ptr<Engine>> open(connections);
    const auto before = heap_in_use();
    for (auto& engine : open) {
      engine = make_native_engine(ServerEngineOptions{}, events);
      Bytes data = request;
      Bytes out;
      engine->receive(data, out);
      EXPECT_EQ(engine->state(), EngineState::open);
    }
    return (heap_in_use() - before) / connections;
  };
  const auto usual = opening(0);
  const auto large = opening(8000);
  (void)growth(large);  // the events' list grows once
  EXPECT_LT(growth(large), growth(usual) + 1000);
}

TEST(NativeEngine, MessagesBelowTheThresholdStayPlain) {
  DeflateOptions options;
  options.threshold = 10;
  Pair pair(options, options);
  EXPECT_TRUE(pair.server().send(MessageType::text, as_bytes("123456789"), {}, pair.to_client()));
  EXPECT_EQ(as_text(pair.to_client()),
            "\x81\x09"
            "123456789");
  pair.to_client().clear();
  EXPECT_TRUE(pair.server().send(MessageType::text, as_bytes("1234567890"), {}, pair.to_client()));
  EXPECT_EQ(pair.to_client().front(), 0xC1);
}

}  // namespace
}  // namespace parley::protocol
