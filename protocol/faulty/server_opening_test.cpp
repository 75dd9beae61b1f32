#include "protocol/faulty/server_opening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/faulty/fault_tables.hpp"
#include "protocol/faulty/faulty_engine.hpp"
#include "protocol/faulty/testing/head_text.hpp"
#include "protocol/testing/engine_player.hpp"

namespace parley::protocol::faulty {
namespace {

using protocol::testing::hex;
using protocol::testing::RecordingServer;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::request_with;

/// One fault, and the request whose answer shows it.
struct AnswerRow {
  const char* fault;
  const char* changes;  // to the usual request
  const char* has;      // the mutant's answer, and not a sound one
  const char* lacks;    // the other way round
};

constexpr AnswerRow rows[] = {
    // The 101
    {"accept-wrong", "", "", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    {"accept-missing", "", "", "Sec-WebSocket-Accept"},
    {"accept-of-decoded-key", "", "", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    {"accept-in-lower-case", "", "s3pplmbitxaq9kygzzhzrbk+xoo=", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    {"status-200", "", "HTTP/1.1 200 OK", "HTTP/1.1 101 "},
    {"no-upgrade-field", "", "", "Upgrade: websocket"},
    {"no-connection-field", "", "", "Connection: Upgrade"},
    {"answers-http-1-0", "", "HTTP/1.0 101 Switching Protocols\r\n", ""},
    {"folds-fields", "", "Upgrade: \r\n websocket\r\n", ""},
    {"body-in-101", "", "Content-Length: 5\r\n\r\nhello", ""},
    {"extension-not-offered", "", "Sec-WebSocket-Extensions: x-parley\r\n", ""},
    {"extension-not-offered", "Sec-WebSocket-Extensions: permessage-deflate",
     "Sec-WebSocket-Extensions: permessage-deflate, x-parley\r\n", ""},
    {"subprotocol-not-offered", "", "Sec-WebSocket-Protocol: x-parley\r\n", ""},
    {"subprotocol-empty", "", "Sec-WebSocket-Protocol: \r\n", ""},
    {"subprotocol-all", "Sec-WebSocket-Protocol: a, b", "Sec-WebSocket-Protocol: a, b\r\n", ""},
    // What is taken
    {"accepts-no-host", "-Host", " 101 ", " 400 "},
    {"accepts-two-hosts", "Host: b", " 101 ", " 400 "},
    {"accepts-any-method", "^POST / HTTP/1.1", " 101 ", " 405 "},
    {"accepts-http-1-0", "^GET / HTTP/1.0", " 101 ", " 400 "},
    {"accepts-no-upgrade", "-Upgrade", " 101 ", " 400 "},
    {"accepts-no-connection", "-Connection", " 101 ", " 400 "},
    {"accepts-no-key", "-Sec-WebSocket-Key", " 101 ", " 400 "},
    {"accepts-bad-key", "~Sec-WebSocket-Key: short", " 101 ", " 400 "},
    {"accepts-two-keys", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", " 400 "},
    {"accepts-no-version", "-Sec-WebSocket-Version", " 101 ", " 426 "},
    {"accepts-any-version", "~Sec-WebSocket-Version: 8", " 101 ", " 426 "},
    {"version-not-told", "~Sec-WebSocket-Version: 8", "", "Sec-WebSocket-Version: 13"},
    {"accepts-malformed-extensions", "Sec-WebSocket-Extensions: ;;", " 101 ", " 400 "},
    {"accepts-malformed-subprotocols", "Sec-WebSocket-Protocol: a b", " 101 ", " 400 "},
    {"accepts-space-before-colon", "~Upgrade : websocket|-Host|Host \t : a", " 101 ", " 400 "},
    // What is refused
    {"refuses-upgrade-in-capitals", "~Upgrade: WebSocket", " 400 ", " 101 "},
    {"refuses-connection-list", "~Connection: keep-alive, Upgrade", " 400 ", " 101 "},
    {"refuses-unknown-extension", "Sec-WebSocket-Extensions: x-foo", " 400 ", " 101 "},
    {"refuses-unknown-fields", "X-Foo: 1", " 400 ", " 101 "},
    {"refuses-absolute-target", "^GET http://a/ HTTP/1.1", " 400 ", " 101 "},
    {"drops-bad-handshakes", "-Host", "", "HTTP/1.1"},
    // permessage-deflate
    {"deflate-accepts-unknown-parameters", "Sec-WebSocket-Extensions: permessage-deflate; x=1",
     "Sec-WebSocket-Extensions: permessage-deflate\r\n", ""},
    {"deflate-accepts-repeated-parameters",
     "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
     "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n", ""},
    {"deflate-accepts-bad-window-bits", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16",
     "Sec-WebSocket-Extensions: permessage-deflate\r\n", ""},
    {"deflate-accepts-bad-window-bits", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=08",
     "Sec-WebSocket-Extensions: permessage-deflate\r\n", ""},
    {"deflate-accepts-flags-with-values", "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover=1",
     "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n", ""},
    {"deflate-not-offered", "", "Sec-WebSocket-Extensions: permessage-deflate\r\n", ""},
    {"deflate-ignores-server-no-context-takeover",
     "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover",
     "Sec-WebSocket-Extensions: permessage-deflate\r\n", "server_no_context_takeover"},
    {"deflate-ignores-server-window", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10",
     "Sec-WebSocket-Extensions: permessage-deflate\r\n", "server_max_window_bits"},
    {"deflate-larger-server-window", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10",
     "server_max_window_bits=15", "server_max_window_bits=10"},
    {"deflate-larger-client-window", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10",
     "client_max_window_bits=15", "client_max_window_bits=10"},
    {"deflate-unoffered-client-window", "Sec-WebSocket-Extensions: permessage-deflate", "client_max_window_bits=15",
     ""},
    {"deflate-client-window-without-value", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
     "client_max_window_bits\r\n", ""},
    {"deflate-twice", "Sec-WebSocket-Extensions: permessage-deflate", "permessage-deflate, permessage-deflate\r\n", ""},
    {"deflate-refuses-handshake", "Sec-WebSocket-Extensions: permessage-deflate; x", " 400 ", " 101 "},
    {"deflate-first-offer-only", "Sec-WebSocket-Extensions: permessage-deflate; x, permessage-deflate", "",
     "Sec-WebSocket-Extensions: permessage-deflate"},
};

std::string receive(Engine& engine, std::string_view request) {
  Bytes data = to_bytes(request);
  Bytes out;
  engine.receive(data, out);
  return std::string(as_text(out));
}

std::string answer(Fault fault, std::string_view request) {
  RecordingServer server;
  return receive(*make_faulty_engine(fault, ServerEngineOptions{{}, DeflateOptions{}}, server), request);
}

std::string native_answer(std::string_view request) {
  RecordingServer server;
  return receive(*make_native_engine(ServerEngineOptions{{}, DeflateOptions{}}, server), request);
}

class ServerOpeningFault : public ::testing::TestWithParam<AnswerRow> {};

TEST_P(ServerOpeningFault, ShowsItselfAndTheSoundPeerDoesNot) {
  const AnswerRow& row = GetParam();
  const std::string request = request_with(row.changes);
  const auto fault = find_fault(row.fault);
  ASSERT_TRUE(fault && can_have(Role::server, *fault));
  ASSERT_FALSE(std::string_view(row.has).empty() && std::string_view(row.lacks).empty());
  const std::string mutant = answer(*fault, request);
  const std::string sound = answer(Fault::none, request);
  EXPECT_THAT(mutant, HasSubstr(row.has));
  EXPECT_THAT(sound, HasSubstr(row.lacks));
  if (*row.has != '\0') {
    EXPECT_THAT(sound, Not(HasSubstr(row.has)));
  }
  if (*row.lacks != '\0') {
    EXPECT_THAT(mutant, Not(HasSubstr(row.lacks)));
  }
  EXPECT_EQ(sound, native_answer(request));
}

INSTANTIATE_TEST_SUITE_P(, ServerOpeningFault, ::testing::ValuesIn(rows), [](const auto& row) {
  std::string name = row.param.fault;
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(row.index);
});

TEST(ServerOpeningFaults, AllAreShown) {
  std::vector<FaultInfo> all;
  for (const auto part : {opening_faults(), deflate_faults()}) all.insert(all.end(), part.begin(), part.end());
  for (const FaultInfo& info : all) {
    if (!can_have(Role::server, info.fault) || info.group == "compressed messages") continue;
    if (info.fault == Fault::loses_early_frames) continue;  // below
    const auto shows = [&](const AnswerRow& row) { return row.fault == info.name; };
    EXPECT_TRUE(std::any_of(std::begin(rows), std::end(rows), shows)) << info.name << " has no row";
  }
}

TEST(ServerOpeningFaults, EarlyFramesAreLost) {
  const auto events_with = [](Fault fault) {
    RecordingServer server;
    const auto engine = make_faulty_engine(fault, ServerEngineOptions{}, server);
    std::string request = request_with("");
    request += as_text(hex("81 82 00000000 6869"));
    receive(*engine, request);
    receive(*engine, as_text(hex("81 81 00000000 61")));
    return server.events;
  };
  EXPECT_THAT(events_with(Fault::none), Contains("text hi"));
  EXPECT_THAT(events_with(Fault::loses_early_frames), Not(Contains("text hi")));
  EXPECT_THAT(events_with(Fault::loses_early_frames), Contains("text a"));
}

TEST(ServerOpeningFaults, HeadsHaveNoLimit) {
  const std::string request = request_with("X-Long: " + std::string(std::size_t{100} << 10, 'x'));
  EXPECT_THAT(answer(Fault::none, request), HasSubstr(" 431 "));
  EXPECT_THAT(answer(Fault::no_head_limit, request), HasSubstr(" 101 "));
}

TEST(ServerOpeningFaults, OrdinaryRequestsAreAnsweredAsEver) {
  for (const FaultInfo& info : faults()) {
    EXPECT_THAT(answer(info.fault, "GET /page HTTP/1.1\r\nHost: a\r\n\r\n"), HasSubstr(" 200 ")) << info.name;
  }
}

}  // namespace
}  // namespace parley::protocol::faulty
