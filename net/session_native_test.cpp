// The session with the native engine of both roles: every cut, every failing operation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/memory_stream.hpp"
#include "net/session.hpp"
#include "net/testing/wired.hpp"

namespace parley::net {
namespace {

using protocol::ByteView;
using protocol::MessageType;
using protocol::Role;

SessionOptions options_for(Role role) {
  SessionOptions options;
  options.role = role;
  return options;
}

protocol::HttpResponse answer(int status) {
  protocol::HttpResponse response;
  response.status = status;
  return response;
}

/// Echoes, and answers plain requests with 404.
struct NativeServer final : protocol::ServerEvents, SessionEvents {
  void start(Loop& loop, std::unique_ptr<Stream> stream) {
    session = Session::create(loop, std::move(stream), options_for(Role::server), *this);
    session->start(protocol::make_native_engine(protocol::ServerEngineOptions{}, *this));
  }
  std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest& request) override {
    if (request.target == "/refused") return answer(403);
    return protocol::Accept{};
  }
  protocol::HttpResponse on_http(const protocol::HttpRequest&) override { return answer(404); }
  void on_open(const protocol::Negotiated&) override {}
  void on_message(MessageType type, ByteView payload) override { session->send(type, payload); }
  void on_end(const SessionEnd& end) override { ends.push_back(end); }

  std::shared_ptr<Session> session;
  std::vector<SessionEnd> ends;
};

/// Sends one message, closes when its echo is there.
struct NativeClient final : protocol::ClientEvents, SessionEvents {
  void start(Loop& loop, std::unique_ptr<Stream> stream) {
    protocol::ClientEngineOptions options;
    options.uri = *protocol::parse_uri("ws://localhost" + target);
    options.key = "dGhlIHNhbXBsZSBub25jZQ==";
    options.mask_source = [] { return protocol::MaskKey{1, 2, 3, 4}; };
    session = Session::create(loop, std::move(stream), options_for(Role::client), *this);
    session->start(protocol::make_native_engine(std::move(options), *this));
  }
  void on_open(const protocol::Negotiated&, const protocol::HttpResponse&) override {
    opened = true;
    session->send(MessageType::text, protocol::as_bytes(text));
  }
  void on_handshake_failure(const protocol::HandshakeFailure& failure) override { failures.push_back(failure); }
  void on_message(MessageType, ByteView payload) override {
    echo += protocol::as_text(payload);
    if (++messages == close_after) session->close({1000, "done"});
  }
  void on_end(const SessionEnd& end) override { ends.push_back(end); }

  std::string target = "/";
  std::string text = std::string(300, 'x');
  std::string echo;
  int messages = 0;
  int close_after = 1;
  bool opened = false;
  std::shared_ptr<Session> session;
  std::vector<protocol::HandshakeFailure> failures;
  std::vector<SessionEnd> ends;
};

struct Conversation {
  void run(const MemoryOptions& server_side, const MemoryOptions& client_side) {
    auto pair = make_memory_pair(loop, server_side, client_side);
    server.start(loop, std::move(pair.first));
    client.start(loop, std::move(pair.second));
    loop.run();
  }
  [[nodiscard]] bool went_well() const {
    return client.echo == client.text && client.ends[0].close.clean() && server.ends[0].close.clean() &&
           !client.ends[0].error && !server.ends[0].error;
  }

  Loop loop;
  NativeServer server;
  NativeClient client;
};

TEST(SessionWithNativeEngine, GoesWellHoweverTheBytesAreCut) {
  for (const std::size_t size : {1U, 2U, 3U, 7U, 64U, 1'000U, 100'000U}) {
    Conversation conversation;
    const MemoryOptions cut{.max_read = size, .max_write = size, .capacity = 4 * size};
    conversation.run(cut, cut);
    ASSERT_EQ(conversation.client.ends.size(), 1U);
    ASSERT_EQ(conversation.server.ends.size(), 1U);
    EXPECT_TRUE(conversation.went_well()) << size << " bytes at a time";
    EXPECT_EQ(conversation.server.ends[0].close.received->reason, "done");
  }
}

TEST(SessionWithNativeEngine, ARefusedHandshakeEndsBothSidesInOrder) {
  Conversation conversation;
  conversation.client.target = "/refused";
  conversation.run({}, {});
  ASSERT_EQ(conversation.client.failures.size(), 1U);
  EXPECT_EQ(conversation.client.failures[0].status, 403);
  ASSERT_EQ(conversation.client.ends.size(), 1U);
  ASSERT_EQ(conversation.server.ends.size(), 1U);
  EXPECT_FALSE(conversation.server.ends[0].error) << conversation.server.ends[0].error.message();
  EXPECT_EQ(conversation.server.ends[0].reason, "");
}

/// Takes everyone in, and sends back what comes.
struct OpenServer : protocol::ServerEvents, SessionEvents {
  virtual ~OpenServer() = default;
  std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest&) override {
    return protocol::Accept{};
  }
  protocol::HttpResponse on_http(const protocol::HttpRequest&) override { return answer(404); }
  void on_open(const protocol::Negotiated&) override {}
  void on_message(MessageType type, ByteView payload) override { session->send(type, payload); }
  void on_end(const SessionEnd& end) override {
    ended = end.close.clean();
    ++ends;
  }

  void serve(Loop& loop, std::unique_ptr<Stream> stream) {
    session = Session::create(loop, std::move(stream), options_for(Role::server), *this);
    session->start(protocol::make_native_engine(protocol::ServerEngineOptions{}, *this));
  }

  std::shared_ptr<Session> session;
  bool ended = false;
  int ends = 0;
};

/// Answers what came together with all of it twice, once by one call and once by one for each.
struct DoublingServer final : OpenServer {
  void on_messages(std::span<const protocol::MessageView> messages) override {
    EXPECT_TRUE(session->send_all(messages));
    ServerEvents::on_messages(messages);
  }
};

TEST(SessionWithNativeEngine, SendsSeveralMessagesInTheirOrder) {
  Loop loop;
  auto pair = make_memory_pair(loop, {}, {});
  DoublingServer server;
  server.serve(loop, std::move(pair.first));
  NativeClient client;
  client.text = "first";
  client.close_after = 2;
  client.start(loop, std::move(pair.second));
  loop.run();
  EXPECT_EQ(client.echo, "firstfirst");
  EXPECT_TRUE(server.ended);
  EXPECT_FALSE(server.session->send_all({}));  // the connection is not open any more
}

/// Lets the engine send messages back.
struct EchoingServer final : OpenServer {
  bool echoes() override { return true; }
  bool send_frames(ByteView frames) override { return session->send_frames(frames); }
};

/// A client that writes and reads bytes, before a server that echoes.
class SessionThatEchoes : public ::testing::Test {
 protected:
  void open(std::size_t capacity) { open(MemoryOptions{.capacity = capacity}); }
  void open(const MemoryOptions& of_server) {
    auto [server_end, end] = make_memory_pair(loop, of_server, {.capacity = of_server.capacity});
    client = std::move(end);
    server.serve(loop, std::move(server_end));
    exchange(
        protocol::as_bytes("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
  }
  std::string exchange(ByteView bytes) {
    client->write(std::array{bytes});
    testing::settle(loop);
    return testing::take_all(*client, 1U << 30, [this] { testing::settle(loop); });
  }
  void end() {
    server.session->drop();
    loop.run();
  }

  Loop loop;
  EchoingServer server;
  std::unique_ptr<Stream> client;
};

TEST_F(SessionThatEchoes, WritesManyAnswersAtOnceAndLosesNoneWhereTheyDoNotFit) {
  for (const std::size_t capacity : {1U << 20, 70'000U}) {
    SCOPED_TRACE(capacity);
    open(capacity);
    protocol::Bytes frames;
    protocol::Bytes expected;
    for (std::size_t size = 0; frames.size() < 60'000; size += 7) {
      const protocol::Bytes payload(size, static_cast<std::uint8_t>(size));
      const auto header = protocol::make_header(protocol::Opcode::binary, size, protocol::MaskKey{1, 2, 3, 4});
      protocol::encode_frame(header, payload, frames);
      protocol::append(expected, make_shared_message(MessageType::binary, payload)->frame);
    }
    client->write(std::array{ByteView(frames)});
    testing::settle(loop);
    client->write(std::array{ByteView(frames)});  // behind answers that have not been read
    testing::settle(loop);
    const auto answers = testing::take_all(*client, 1U << 30, [this] { testing::settle(loop); });
    protocol::append(expected, protocol::Bytes(expected));
    EXPECT_TRUE(answers == protocol::as_text(expected));
    end();
  }
}

/// Messages that are echoed by the run, with a ping behind each run: as a client sends them, and what comes back.
struct RunsAndPings {
  RunsAndPings() {
    for (std::size_t run = 0; run < 3; ++run) {
      for (std::size_t i = 0; i < 40; ++i) add(protocol::Opcode::binary, protocol::Opcode::binary, 500 + i);
      add(protocol::Opcode::ping, protocol::Opcode::pong, 4 + run);
    }
  }
  void add(protocol::Opcode opcode, protocol::Opcode answer, std::size_t size) {
    const protocol::Bytes payload(size, static_cast<std::uint8_t>(size));
    protocol::encode_frame(protocol::make_header(opcode, size, protocol::MaskKey{1, 2, 3, 4}), payload, sent);
    protocol::encode_frame(protocol::make_header(answer, size), payload, echoed);
  }
  protocol::Bytes sent;
  protocol::Bytes echoed;
};

// RFC 6455 §5.5.3: a Pong may go out anywhere between messages; ours stands where its Ping stood.
TEST_F(SessionThatEchoes, KeepsTheOrderOfRunsAndPongsHoweverLittleIsWrittenAtOnce) {
  const RunsAndPings traffic;
  for (const std::size_t max_write : {std::size_t{1} << 20, std::size_t{30'000}, std::size_t{999}}) {
    SCOPED_TRACE(max_write);
    open(MemoryOptions{.max_write = max_write, .capacity = 1U << 20});
    EXPECT_TRUE(exchange(traffic.sent) == protocol::as_text(traffic.echoed));
    end();
  }
}

TEST_F(SessionThatEchoes, EndsOnceWhereAWriteFailsWithinARead) {
  const RunsAndPings traffic;
  std::uint64_t fail_at = 0;
  MemoryFaults faults;
  do {
    faults = {.fail_at = ++fail_at};
    SCOPED_TRACE("failing operation " + std::to_string(fail_at));
    server.ends = 0;
    open(MemoryOptions{.max_write = 20'000, .capacity = 1U << 20, .faults = &faults});
    std::string echoed = exchange(traffic.sent);
    if (const auto reset = echoed.find("|reset"); reset != std::string::npos) echoed.resize(reset);
    EXPECT_TRUE(protocol::as_text(traffic.echoed).starts_with(echoed));
    end();
    EXPECT_EQ(server.ends, 1);
    ASSERT_TRUE(faults.operations >= fail_at || echoed.size() == traffic.echoed.size());
  } while (faults.operations >= fail_at);
  EXPECT_GT(fail_at, 5U);
}

// RFC 6455 §5.4
TEST_F(SessionThatEchoes, SendsNothingWithinALongFrame) {
  open(1U << 20);
  const protocol::Bytes payload(300'000, 'x');
  protocol::Bytes frame;
  protocol::encode_frame(protocol::make_header(protocol::Opcode::binary, payload.size(), protocol::MaskKey{}), payload,
                         frame);
  std::string answers = exchange(ByteView(frame).first(frame.size() / 2));
  EXPECT_TRUE(server.session->send_shared(make_shared_message(MessageType::text, protocol::as_bytes("shared"))));
  EXPECT_TRUE(server.session->send(MessageType::binary, protocol::Bytes(100'000, 'y')));
  answers += exchange(ByteView(frame).subspan(frame.size() / 2));

  protocol::Bytes expected = make_shared_message(MessageType::binary, payload)->frame;
  protocol::append(expected, make_shared_message(MessageType::text, protocol::as_bytes("shared"))->frame);
  protocol::append(expected, make_shared_message(MessageType::binary, protocol::Bytes(100'000, 'y'))->frame);
  EXPECT_TRUE(answers == protocol::as_text(expected));
  end();
}

class NativeFaultTest : public ::testing::TestWithParam<Role> {};

INSTANTIATE_TEST_SUITE_P(Sides, NativeFaultTest, ::testing::Values(Role::server, Role::client),
                         [](const auto& test) { return test.param == Role::server ? "Server" : "Client"; });

TEST_P(NativeFaultTest, AFailureOfAnyOperationEndsBothSidesOnce) {
  constexpr std::uint64_t far_too_many = 10'000;
  std::uint64_t fail_at = 0;
  MemoryFaults faults;
  do {
    faults = {.fail_at = ++fail_at};
    SCOPED_TRACE("failing operation " + std::to_string(fail_at));
    const MemoryOptions sound{.max_read = 50, .max_write = 40, .capacity = 64};
    MemoryOptions failing = sound;
    failing.faults = &faults;
    Conversation conversation;
    const bool server_fails = GetParam() == Role::server;
    conversation.run(server_fails ? failing : sound, server_fails ? sound : failing);
    ASSERT_EQ(conversation.client.ends.size(), 1U);
    ASSERT_EQ(conversation.server.ends.size(), 1U);
    ASSERT_EQ(conversation.client.failures.size(), conversation.client.opened ? 0U : 1U);
    ASSERT_TRUE(faults.operations >= fail_at || conversation.went_well());
  } while (faults.operations >= fail_at && fail_at < far_too_many);
  EXPECT_GT(fail_at, 20U);
  EXPECT_LT(fail_at, far_too_many);
}

}  // namespace
}  // namespace parley::net
