#include "protocol/faulty/client_opening.hpp"

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
using protocol::testing::RecordingClient;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::response_with;
using ::testing::StartsWith;

/// One fault, and what is wrong with the request.
struct RequestRow {
  const char* fault;
  const char* has;    // the mutant's request, and not a sound one
  const char* lacks;  // the other way round
};

constexpr RequestRow request_rows[] = {
    {"no-upgrade-field", "", "Upgrade: websocket"},
    {"no-connection-field", "", "Connection: Upgrade"},
    {"reuses-key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "AQIDBAUGBwgJCgsMDQ4PEA=="},
    {"short-key", "Sec-WebSocket-Key: AAECAwQFBgcICQoL\r\n", ""},
    {"no-key", "", "Sec-WebSocket-Key"},
    {"no-host", "", "Host:"},
    {"no-version", "", "Sec-WebSocket-Version"},
    {"version-8", "Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Version: 13"},
    {"version-twice", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n", ""},
    {"asks-with-http-1-0", "GET /chat HTTP/1.0\r\n", "HTTP/1.1"},
    {"asks-with-post", "POST /chat HTTP/1.1\r\n", "GET"},
    {"asks-for-ws-uri", "GET ws://example.com/chat HTTP/1.1\r\n", "GET /"},
    {"asks-for-http-uri", "GET http://example.com/chat HTTP/1.1\r\n", "GET /"},
    {"two-spaces-in-request-line", "GET  /chat HTTP/1.1\r\n", "GET /chat"},
    {"space-before-colon", "\r\nHost : example.com\r\n", "Host:"},
    {"talks-early", "\r\n\r\n\x89", ""},
    {"offers-subprotocol-twice", "Sec-WebSocket-Protocol: x-parley, x-parley\r\n", ""},
    {"deflate-repeats-parameter", "permessage-deflate; client_max_window_bits; client_max_window_bits\r\n", ""},
    {"deflate-offers-16-bits", "permessage-deflate; server_max_window_bits=16\r\n", ""},
};

/// One fault, and the answer that shows it.
struct ResponseRow {
  const char* fault;
  const char* changes;  // to the usual 101
  const char* sound;    // how the event begins that it leads to
  const char* mutant;
};

constexpr ResponseRow response_rows[] = {
    {"accepts-http-1-0", "^HTTP/1.0 101 Switching Protocols", "failure", "open"},
    {"accepts-no-upgrade", "-Upgrade", "failure", "open"},
    {"accepts-no-connection", "-Connection", "failure", "open"},
    {"accepts-malformed-extensions", "Sec-WebSocket-Extensions: ;;", "failure", "open"},
    {"accepts-any-accept", "~Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "failure", "open"},
    {"accepts-no-accept", "-Sec-WebSocket-Accept", "failure", "open"},
    {"accepts-accept-in-any-case", "~Sec-WebSocket-Accept: s3pplmbitxaq9kygzzhzrbk+xoo=", "failure", "open"},
    {"accepts-any-status", "^HTTP/1.1 404 Not Found|Content-Length: 0", "failure", "open"},
    {"accepts-unoffered-subprotocol", "Sec-WebSocket-Protocol: x-foo", "failure", "open"},
    {"accepts-unoffered-extension", "Sec-WebSocket-Extensions: x-foo", "failure", "open"},
    {"accepts-unoffered-extension", "Sec-WebSocket-Extensions: x-foo, permessage-deflate", "failure", "open deflate"},
    {"refuses-interim-responses", "^HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols", "open", "failure"},
    {"refuses-upgrade-in-capitals", "~Upgrade: WebSocket", "open", "failure"},
    {"refuses-connection-list", "~Connection: keep-alive, Upgrade", "open", "failure"},
    {"deflate-accepts-unknown-parameters", "Sec-WebSocket-Extensions: permessage-deflate; x=1", "failure",
     "open deflate"},
    {"deflate-accepts-repeated-parameters",
     "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; server_no_context_takeover", "failure",
     "open deflate"},
    {"deflate-accepts-bad-window-bits", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7",
     "failure", "open deflate"},
    {"deflate-accepts-flags-with-values", "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover=1",
     "failure", "open deflate"},
    {"deflate-accepts-two-answers", "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate", "failure",
     "open deflate"},
};

ClientEngineOptions options() {
  ClientEngineOptions made = protocol::testing::client_engine_options();
  made.deflate.emplace();
  return made;
}

std::string request_of(Engine& engine) {
  Bytes out;
  engine.start(out);
  return std::string(as_text(out));
}

class RequestFault : public ::testing::TestWithParam<RequestRow> {};

TEST_P(RequestFault, ShowsItselfAndTheSoundPeerDoesNot) {
  const RequestRow& row = GetParam();
  const auto fault = find_fault(row.fault);
  ASSERT_TRUE(fault && can_have(Role::client, *fault));
  ASSERT_FALSE(std::string_view(row.has).empty() && std::string_view(row.lacks).empty());
  ClientEngineOptions plain = protocol::testing::client_engine_options();
  plain.key = "AQIDBAUGBwgJCgsMDQ4PEA==";
  RecordingClient client;
  const std::string mutant = request_of(*make_faulty_engine(*fault, plain, client));
  const std::string sound = request_of(*make_faulty_engine(Fault::none, plain, client));
  EXPECT_THAT(mutant, HasSubstr(row.has));
  EXPECT_THAT(sound, HasSubstr(row.lacks));
  if (*row.has != '\0') {
    EXPECT_THAT(sound, Not(HasSubstr(row.has)));
  }
  if (*row.lacks != '\0') {
    EXPECT_THAT(mutant, Not(HasSubstr(row.lacks)));
  }
  EXPECT_EQ(sound, request_of(*make_native_engine(plain, client)));
}

/// The event that the answer led to.
std::string outcome(const std::unique_ptr<Engine>& engine, const RecordingClient& client, std::string_view response) {
  Bytes out;
  engine->start(out);
  Bytes data = to_bytes(response);
  engine->receive(data, out);
  return client.events.empty() ? "nothing" : client.events.front();
}

std::string outcome_of(Fault fault, std::string_view response) {
  RecordingClient client;
  return outcome(make_faulty_engine(fault, options(), client), client, response);
}

class ResponseFault : public ::testing::TestWithParam<ResponseRow> {};

TEST_P(ResponseFault, ShowsItselfAndTheSoundPeerDoesNot) {
  const ResponseRow& row = GetParam();
  const auto fault = find_fault(row.fault);
  ASSERT_TRUE(fault && can_have(Role::client, *fault));
  const std::string response = response_with(row.changes);
  EXPECT_THAT(outcome_of(*fault, response), StartsWith(row.mutant));
  EXPECT_THAT(outcome_of(Fault::none, response), StartsWith(row.sound));
  RecordingClient client;
  EXPECT_THAT(outcome(make_native_engine(options(), client), client, response), StartsWith(row.sound));
}

std::string test_name(const char* fault, std::size_t index) {
  std::string name = fault;
  std::replace(name.begin(), name.end(), '-', '_');
  return name + "_" + std::to_string(index);
}

INSTANTIATE_TEST_SUITE_P(, RequestFault, ::testing::ValuesIn(request_rows),
                         [](const auto& row) { return test_name(row.param.fault, row.index); });
INSTANTIATE_TEST_SUITE_P(, ResponseFault, ::testing::ValuesIn(response_rows),
                         [](const auto& row) { return test_name(row.param.fault, row.index); });

TEST(ClientOpeningFaults, AllAreShown) {
  std::vector<FaultInfo> all;
  for (const auto part : {opening_faults(), deflate_faults()}) all.insert(all.end(), part.begin(), part.end());
  for (const FaultInfo& info : all) {
    if (!can_have(Role::client, info.fault) || info.group == "compressed messages") continue;
    if (info.fault == Fault::loses_early_frames) continue;  // below
    const auto shows = [&](const auto& row) { return row.fault == info.name; };
    EXPECT_TRUE(std::any_of(std::begin(request_rows), std::end(request_rows), shows) ||
                std::any_of(std::begin(response_rows), std::end(response_rows), shows))
        << info.name << " has no row";
  }
}

TEST(ClientOpeningFaults, EarlyFramesAreLost) {
  const auto events_with = [](Fault fault) {
    RecordingClient client;
    const auto engine = make_faulty_engine(fault, options(), client);
    Bytes out;
    engine->start(out);
    Bytes data = to_bytes(response_with(""));
    append(data, ByteView(hex("81 02 6869")));
    engine->receive(data, out);
    Bytes later = hex("81 01 61");
    engine->receive(later, out);
    return client.events;
  };
  EXPECT_THAT(events_with(Fault::none), Contains("text hi"));
  EXPECT_THAT(events_with(Fault::loses_early_frames), Not(Contains("text hi")));
  EXPECT_THAT(events_with(Fault::loses_early_frames), Contains("text a"));
}

TEST(ClientOpeningFaults, HeadsHaveNoLimit) {
  const std::string response = response_with("X-Long: " + std::string(std::size_t{100} << 10, 'x'));
  EXPECT_THAT(outcome_of(Fault::none, response), StartsWith("failure"));
  EXPECT_EQ(outcome_of(Fault::no_head_limit, response), "open");
}

}  // namespace
}  // namespace parley::protocol::faulty
