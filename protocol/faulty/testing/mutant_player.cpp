#include "protocol/faulty/testing/mutant_player.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <sstream>
#include <vector>

#include "protocol/accept_key.hpp"
#include "protocol/faulty/faulty_engine.hpp"
#include "protocol/faulty/testing/sent_words.hpp"
#include "protocol/testing/connection_player.hpp"
#include "protocol/testing/engine_player.hpp"

namespace parley::protocol::faulty::testing {
namespace {

using protocol::testing::example_key;
using protocol::testing::hex;

constexpr const char* key = "dGhlIHNhbXBsZSBub25jZQ==";

/// Small, so that tests reach them.
Limits limits() {
  Limits small;
  small.max_frame = small.max_message = 200'000;
  small.max_fragments = 40;
  return small;
}

/// Sends every message back.
template <class Events>
class Echo : public Events {
 public:
  virtual ~Echo() = default;
  void on_message(MessageType type, ByteView payload) override {
    const Bytes copy(payload.begin(), payload.end());
    engine->send(type, copy, {}, out);
  }
  std::unique_ptr<Engine> engine;
  Bytes out;
};

class EchoServer final : public Echo<ServerEvents> {
 public:
  std::variant<Accept, HttpResponse> on_upgrade(const HttpRequest& /*request*/) override { return Accept{}; }
  HttpResponse on_http(const HttpRequest& /*request*/) override { return {}; }
  void on_open(const Negotiated& /*agreed*/) override {}
};

class EchoClient final : public Echo<ClientEvents> {
 public:
  void on_open(const Negotiated& /*agreed*/, const HttpResponse& /*response*/) override {}
  void on_handshake_failure(const HandshakeFailure& failure) override { ADD_FAILURE() << failure.reason; }
};

Bytes handshake_for(Role role, std::string_view extensions) {
  std::string head = role == Role::server ? "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                                                std::string(key) + "\r\n"
                                          : "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                            "Connection: Upgrade\r\nSec-WebSocket-Accept: " +
                                                accept_key(key) + "\r\n";
  if (!extensions.empty()) head.append("Sec-WebSocket-Extensions: ").append(extensions).append("\r\n");
  return to_bytes(head + "\r\n");
}

/// Every frame with example_key, whatever its header says.
Bytes masked(Bytes frames) {
  Bytes result;
  ByteView rest = frames;
  while (!rest.empty()) {
    const auto decoded = decode_header(rest);
    if (!decoded) throw std::invalid_argument("a header is cut");
    rest = rest.subspan(decoded->size);
    const std::uint64_t length = decoded->header.length & ~(std::uint64_t{1} << 63);
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(length, rest.size()));
    FrameHeader header = decoded->header;
    header.mask = example_key;
    encode_frame(header, rest.first(size), result);
    rest = rest.subspan(size);
  }
  return result;
}

/// Hex with "61*126" for a byte, or several, many times.
Bytes expanded(std::string_view text) {
  Bytes bytes;
  std::istringstream tokens{std::string(text)};
  for (std::string token; tokens >> token;) {
    const std::size_t star = std::min(token.find('*'), token.size());
    const Bytes once = hex(token.substr(0, star));
    const int times = star == token.size() ? 1 : std::stoi(token.substr(star + 1));
    for (int i = 0; i < times; ++i) append(bytes, ByteView(once));
  }
  return bytes;
}

std::vector<Bytes> reads_of(Role role, std::string_view input) {
  const bool raw = input.starts_with("raw");
  if (raw) input.remove_prefix(3);
  std::vector<Bytes> reads;
  while (true) {
    const std::size_t end = std::min(input.find('|'), input.size());
    Bytes bytes = expanded(input.substr(0, end));
    reads.push_back(raw || role == Role::client ? bytes : masked(std::move(bytes)));
    if (end == input.size()) return reads;
    input.remove_prefix(end + 1);
  }
}

template <class Echoing>
std::string play_with(Echoing& echo, Role role, const FrameRow& row) {
  echo.engine->start(echo.out);
  Bytes opening = handshake_for(role, row.extensions);
  echo.engine->receive(opening, echo.out);
  if (echo.engine->state() != EngineState::open) return "not open";
  echo.out.clear();
  for (Bytes& read : reads_of(role, row.input)) echo.engine->receive(read, echo.out);
  std::string text = SentWords(role).read(echo.out);
  if (echo.engine->state() != EngineState::closed) return text;
  // A session whose engine tells of no Close does not wait for the peer (net/engine_session.cpp).
  return text + (text.empty() ? "" : ", ") + (echo.engine->close_report().sent ? "end" : "end at once");
}

ServerEngineOptions server_options() {
  return {limits(), DeflateOptions{}};
}

ClientEngineOptions client_options(std::string_view extensions) {
  ClientEngineOptions options = protocol::testing::client_engine_options();
  options.limits = limits();
  options.mask_source = [number = 0U]() mutable {
    number += 0x9E3779B9U;  // none is the next of another
    return MaskKey{static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                   static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  };
  if (!extensions.empty()) options.deflate.emplace();
  return options;
}

}  // namespace

std::string play(Fault fault, Role role, const FrameRow& row) {
  if (role == Role::server) {
    EchoServer echo;
    echo.engine = make_faulty_engine(fault, server_options(), echo);
    return play_with(echo, role, row);
  }
  EchoClient echo;
  echo.engine = make_faulty_engine(fault, client_options(row.extensions), echo);
  return play_with(echo, role, row);
}

std::string play_native(Role role, const FrameRow& row) {
  if (role == Role::server) {
    EchoServer echo;
    echo.engine = make_native_engine(server_options(), echo);
    return play_with(echo, role, row);
  }
  EchoClient echo;
  echo.engine = make_native_engine(client_options(row.extensions), echo);
  return play_with(echo, role, row);
}

void expect_shown(const FrameRow& row) {
  SCOPED_TRACE(row.fault);
  const auto fault = find_fault(row.fault);
  ASSERT_TRUE(fault);
  EXPECT_STRNE(row.sound, row.mutant);
  for (const Role role : {Role::server, Role::client}) {
    if (!can_have(role, *fault)) continue;
    SCOPED_TRACE(role == Role::server ? "server" : "client");
    EXPECT_EQ(play(*fault, role, row), row.mutant);
    EXPECT_EQ(play(Fault::none, role, row), row.sound);
    EXPECT_EQ(play_native(role, row), row.sound);
  }
}

void expect_all_shown(std::span<const FaultInfo> part, std::span<const FrameRow> rows,
                      std::initializer_list<std::string_view> elsewhere) {
  for (const FaultInfo& info : part) {
    if (std::find(elsewhere.begin(), elsewhere.end(), info.name) != elsewhere.end()) continue;
    const auto shows = [&](const FrameRow& row) { return row.fault == info.name; };
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), shows)) << info.name << " has no row";
  }
}

}  // namespace parley::protocol::faulty::testing
