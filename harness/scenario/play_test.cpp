// Whole scenarios over real sockets, against a small peer that echoes and obeys (see client/testing/echo_peer.hpp).
#include "harness/scenario/play.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/scenario/reader.hpp"
#include "harness/scenario/testing/blunt_server.hpp"
#include "harness/scenario/testing/echo_server.hpp"

namespace parley::scenario {
namespace {

using harness::Verdict;
using ::testing::AllOf;
using ::testing::HasSubstr;

class PlayTest : public ::testing::TestWithParam<protocol::EngineKind> {
 protected:
  harness::ScenarioResult play(std::string_view text) {
    const auto scenario = parse_scenario(text, "f.json");
    EXPECT_TRUE(scenario) << (scenario ? "" : to_string(scenario.error()));
    if (!scenario) return {};
    options.seed = 7;
    options.start_server = [this](const EmbeddedServerRequest&) { return std::make_unique<testing::EchoServer>(peer); };
    return scenario::play(*scenario, {GetParam(), protocol::EngineKind::native}, options);
  }

  void expect_pass(std::string_view text) {
    const auto result = play(text);
    EXPECT_EQ(result.verdict, Verdict::passed) << result.pointer << ": " << result.reason << "\n" << details(result);
  }

  void expect_failure(std::string_view text, std::string_view pointer, std::string_view reason) {
    const auto result = play(text);
    EXPECT_EQ(result.verdict, Verdict::failed) << result.reason;
    EXPECT_EQ(result.pointer, pointer);
    EXPECT_THAT(result.reason, HasSubstr(std::string(reason)));
  }

  static std::string details(const harness::ScenarioResult& result) {
    std::string text;
    for (const auto& check : result.checks) text += check.passed ? "" : check.name + ": " + check.detail + "\n";
    return text;
  }

  PlayOptions options;
  client::testing::EchoPeerOptions peer;
};

INSTANTIATE_TEST_SUITE_P(Engines, PlayTest,
                         ::testing::Values(protocol::EngineKind::native, protocol::EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == protocol::EngineKind::native ? "native" : "websocketpp";
                         });

TEST_P(PlayTest, SendsAndAwaits) {
  expect_pass(R"({"steps": [
    {"send": "hello"}, {"await": {"message": "hello"}},
    {"send": {"json": {"n": "{{i}}"}, "repeat": 3}}, {"await": {"messages": {"count": 3, "values": {"/n": {"max": 2}}}}},
    {"send": {"binary": {"hex": "00ff"}}}, {"await": {"next": {"hex": "00ff"}}},
    {"send": {"binary": {"size": "1MiB"}, "fragments": 3, "round_trip": true}},
    {"ping": "abc"}, {"await": {"pong": "abc"}},
    {"send": "ping yes"}, {"await": {"ping": "yes"}}
  ], "checks": [{"counters": {"messages_sent": 7, "messages_received": 6, "pongs_received": 1}},
                {"close": {"code": 1000, "clean": true}}]})");
}

TEST_P(PlayTest, FindsMessagesThatCameLongAgo) {
  expect_pass(R"({"steps": [
    {"send": "send 5"}, {"send": "end"}, {"wait": "50ms"}, {"await": {"next": "1"}}, {"await": {"message": "4"}},
    {"await": {"next": "5"}}, {"await": {"next": "end"}}, {"silence": "20ms"}]})");
}

TEST_P(PlayTest, TellsWhatCameInstead) {
  expect_failure(R"({"steps": [{"send": "send 2"}, {"await": {"message": "3"}, "within": "100ms"}]})", "/steps/1",
                 "expected a message \"3\" within 100ms; the last 2 messages were \"1\", \"2\"");
  expect_failure(R"({"steps": [{"send": "x"}, {"await": {"next": "y"}}]})", "/steps/1",
                 "the next message: expected \"y\", found \"x\"");
  expect_failure(R"({"steps": [{"await": {"messages": 2}, "within": "50ms"}]})", "/steps/0",
                 "expected 2 messages within 50ms; no message came");
  expect_failure(R"({"steps": [{"send": "x"}, {"silence": "5s"}]})", "/steps/1", "but \"x\" came");
}

TEST_P(PlayTest, DoesNotWaitForAConnectionThatHasEnded) {
  expect_failure(
      R"({"timeout": "20s", "steps": [{"send": "close 4001 why"}, {"await": {"message": "x"}, "within": "19s"}]})",
      "/steps/1", "there is no connection any more");
}

TEST_P(PlayTest, AwaitsTheEndOfAConnection) {
  expect_pass(R"({"steps": [{"send": "close 4001 why"},
                            {"await": {"close": {"code": 4001, "reason": "why", "clean": true}}}],
                  "checks": [{"close": 4001}, {"events": {"contains": ["open", "close"], "excludes": ["error"]}}]})");
  expect_pass(R"({"steps": [{"send": "drop"}, {"await": {"close": {"code": 1006, "clean": false}}}]})");
  expect_failure(R"({"steps": [{"send": "close 4001 why"}, {"await": {"close": 4002}}]})", "/steps/1",
                 "expected code 4002, found code 4001, reason \"why\", clean");
}

TEST_P(PlayTest, ClosesDropsAndOpensAgain) {
  expect_pass(
      R"({"steps": ["open", {"send": "1"}, {"await": {"message": "1"}}, {"close": {"code": 4000, "reason": "a"}},
                            "open", {"send": "2"}, {"await": {"next": "2"}}, "drop",
                            "open", {"send": "3"}, {"await": {"next": "3"}}, "reset"],
                  "clients": {"c": {"variable": {"dataUpdateStrategy": "append"}}},
                  "checks": [{"dataset": ["1", "2", "3"]}, {"counters": {"opens": 3, "closes": 3}}],
                  "thresholds": {"errors": 0}})");
}

TEST_P(PlayTest, OpensForTheFirstSend) {
  expect_pass(R"({"clients": {"c": {"variable": {"startUpdate": false}}},
                  "steps": [{"send": "early"}, {"send": "second"}, {"await": {"next": "early"}}, {"await": {"next": "second"}}],
                  "checks": [{"events": {"contains": ["onBeforeMessageSend", "onOpen", "onMessageReceive"]}}]})");
}

TEST_P(PlayTest, ObeysHooks) {
  expect_pass(R"({"clients": {
      "veto": {"variable": {"hooks": {"onBeforeMessageSend": false, "onBeforeClose": false}}},
      "replace": {"variable": {"dataUpdateStrategy": "append",
                               "hooks": {"onBeforeMessageSend": {"was": "{{message}}"}, "onMessageReceive": "{{message/was}}"}}},
      "closed": {"variable": {"hooks": {"onBeforeOpen": false}}}},
    "steps": [{"client": "veto", "send": "x"}, {"client": "veto", "silence": "30ms"}, {"client": "veto", "close": true},
              {"client": "veto", "ping": true}, {"client": "veto", "await": {"pong": true}},
              {"client": "replace", "send": "x"}, {"client": "replace", "await": {"next": {"equals": {"was": "x"}}}},
              {"client": "closed", "wait": "1ms"}],
    "checks": [{"client": "veto", "counters": {"messages_sent": 0, "closes": 1}},
               {"client": "veto", "events": ["onBeforeOpen", "onOpen", "onBeforeMessageSend", "onBeforeClose", "onClose"]},
               {"client": "replace", "dataset": ["x"]}, {"client": "closed", "counters": {"opens": 0}}]})");
}

// RFC 6455 §5.4: a message may go in more frames than it has bytes.
TEST_P(PlayTest, SendsAsManyFramesAsAreWanted) {
  options.wire = WireKeeping::everything;
  const auto frames = [this](std::string_view step) {
    const auto result = play(R"({"steps": [{"send": )" + std::string(step) + R"(}, {"await": {"messages": 1}}]})");
    return std::count_if(result.wire.begin(), result.wire.end(), [](const harness::WireLine& line) {
      return line.arrow == "→" && (line.text.starts_with("text") || line.text.starts_with("continuation"));
    });
  };
  EXPECT_EQ(frames(R"({"text": "abc", "fragments": 5})"), 5);
  EXPECT_EQ(frames(R"({"text": "", "fragments": 3})"), 3);
  EXPECT_EQ(frames(R"({"text": "abcdefgh", "fragments": 3})"), 3);
}

TEST_P(PlayTest, WaitsAtBarriers) {
  expect_pass(R"({"clients": {"early": {"count": 20}, "late": {}}, "steps": [
    {"client": "late", "wait": "30ms"}, "barrier", {"send": "{{client}} {{index}}"},
    {"await": {"message": {"matches": "^{{client}} {{index}}$"}}}, {"barrier": "end"}]})");
}

TEST_P(PlayTest, TellsWhoIsMissingWhenItTakesTooLong) {
  expect_failure(R"({"timeout": "2s", "clients": {"a": {}, "b": {}}, "steps": [
    {"client": "a", "wait": "1m"}, "barrier"]})",
                 "",
                 "the scenario took longer than 2s; a was at /steps/0, waiting for the end of a pause of 1m; b was "
                 "at /steps/1, waiting for all clients at the barrier (1 missing)");
}

TEST_P(PlayTest, TimesRoundTrips) {
  const auto result = play(R"({"clients": {"c": {"count": 10}}, "steps": [
    {"send": {"text": "{{client}} {{i}}", "repeat": 50, "depth": 4, "round_trip": true}},
    {"send": {"text": "close 1000", "round_trip": false}}, {"await": {"close": 1000}}]})");
  EXPECT_EQ(result.verdict, Verdict::passed) << result.reason;
  EXPECT_EQ(result.round_trip.count, 500U);
  EXPECT_EQ(result.connect.count, 10U);
  EXPECT_GT(result.round_trip.min, 0U);
  EXPECT_LE(result.round_trip.p50, result.round_trip.max);
  EXPECT_EQ(result.traffic.messages_sent, 510U);
  EXPECT_EQ(result.traffic.messages_received, 500U);
}

TEST_P(PlayTest, PacesByARate) {
  const auto result =
      play(R"({"steps": [{"send": {"text": "{{i}}", "repeat": 11, "rate": 200, "round_trip": true}}]})");
  EXPECT_EQ(result.verdict, Verdict::passed) << result.reason;
  EXPECT_EQ(result.round_trip.count, 11U);
  EXPECT_GE(result.duration, std::chrono::milliseconds(50));  // ten pauses of 5 ms
}

TEST_P(PlayTest, FailsWhenAnAnswerDoesNotCome) {
  expect_failure(R"({"steps": [{"send": {"text": "send 1", "round_trip": true}, "within": "100ms"}]})", "/steps/0",
                 "expected 1 message sent and answered within 100ms (1 of 1 sent, 1 of them not answered); the only "
                 "message was \"1\"");
  expect_failure(R"({"steps": [{"send": {"text": "drop", "round_trip": true}}]})", "/steps/0",
                 "the connection ended after 1 of 1 messages");
}

TEST_P(PlayTest, FailsWhenAMessageIsNotSent) {
  expect_failure(R"({"clients": {"a": {"max_queue": "1k"}}, "steps": [{"send": {"text": {"size": "2KiB"}}}]})",
                 "/steps/0", "message 1 of 1 was not sent");
  expect_failure(R"({"clients": {"a": {"variable": {"hooks": {"onBeforeMessageSend": false}}}},
                     "steps": [{"send": {"text": "x", "round_trip": true}}]})",
                 "/steps/0", "no answer can come");
}

TEST_P(PlayTest, SendsWhatWaitedForTheConnection) {
  const auto result =
      play(R"({"steps": ["open", "close", {"send": "late"}], "checks": [{"counters": {"messages_sent": 1}}]})");
  EXPECT_EQ(result.verdict, harness::Verdict::passed) << result.reason;
}

TEST_P(PlayTest, ChecksDelivery) {
  expect_pass(R"({"clients": {"c": {"count": 3}}, "steps": [
    {"send": {"text": "{{client}} {{i}}", "repeat": 100}}, {"await": {"messages": 100}}],
    "checks": [{"counters": {"messages_received": 100}}]})");
  const auto result = play(R"({"clients": {"a": {}, "b": {}}, "steps": [
    {"client": "a", "send": "hello"}, {"client": "a", "await": {"message": "hello"}}],
    "checks": [{"delivery": {"from": "a", "to": ["a", "b"]}}]})");
  EXPECT_EQ(result.verdict, Verdict::failed);
  ASSERT_EQ(result.checks.size(), 2U);
  EXPECT_TRUE(result.checks[0].passed);
  EXPECT_EQ(result.checks[1].name, "b: delivery");
  EXPECT_EQ(result.checks[1].detail, "lost: \"hello\"");
}

TEST_P(PlayTest, AwaitsARefusedOpening) {
  peer.refusal = protocol::HttpResponse{.status = 403, .fields = {{"X-Why", "because"}}, .body = "no"};
  expect_pass(R"({"steps": ["open", {"await": {"handshake_failure": {"status": 403, "headers": {"x-why": "because"}}}}],
                  "checks": [{"handshake": {"status": 403}}, {"events": ["onBeforeOpen", "onError", "onClose"]},
                             {"counters": {"failures": 1, "opens": 0}}]})");
  expect_failure(R"({"steps": ["open", {"await": {"handshake_failure": 401}}]})", "/steps/1",
                 "expected the status 401, found 403");
  expect_failure(R"({"steps": [{"send": "x"}]})", "/clients/client", "the connection did not open: ");
}

TEST_P(PlayTest, CallsAServerThatIsNotThereAnError) {
  const auto result = play(R"({"server": "ws://127.0.0.1:9", "steps": [{"send": "x"}]})");
  EXPECT_EQ(result.verdict, Verdict::error);
  EXPECT_THAT(result.reason, AllOf(HasSubstr("did not open"), HasSubstr("127.0.0.1:9")));
  expect_pass(R"({"server": "ws://127.0.0.1:9", "steps": ["open", {"await": {"handshake_failure": 0}}]})");
}

TEST_P(PlayTest, OpensAgainByItself) {
  expect_pass(
      R"({"clients": {"c": {"reconnect": {"first": "1ms"}, "variable": {"dataUpdateStrategy": "append"}}}, "steps": [
    {"send": "drop"}, {"await": {"close": 1006}}, {"await": {"open": true}}, {"send": "x"}, {"await": {"message": "x"}}],
    "checks": [{"counters": {"opens": 2}}, {"dataset": ["x"]}]})");
}

TEST_P(PlayTest, PausesAndResumesReading) {
  expect_pass(R"({"steps": [{"pause_reading": true}, {"send": "x"}, {"silence": "30ms"}, {"resume_reading": true},
                            {"await": {"message": "x"}}]})");
}

TEST_P(PlayTest, AgreesOnSubprotocolsAndCompression) {
  peer.subprotocol = "chat";
  peer.deflate = protocol::DeflateOptions{};
  expect_pass(R"({"clients": {"c": {"subprotocols": ["other", "chat"], "compression": true}},
                  "steps": [{"send": {"text": {"size": 1000}, "round_trip": true}}],
                  "checks": [{"handshake": {"status": 101, "subprotocol": "chat", "compression": true}}]})");
}

TEST_P(PlayTest, KeepsTheWireLogOfFailures) {
  const auto result = play(R"({"steps": [{"send": "x"}, {"await": {"next": "y"}}]})");
  std::vector<std::string> texts;
  for (const auto& line : result.wire) texts.push_back(line.arrow + " " + line.text);
  EXPECT_THAT(texts, ::testing::Contains("→ text 1 \"x\""));
  EXPECT_THAT(texts, ::testing::Contains("← text 1 \"x\""));
  EXPECT_TRUE(play(R"({"steps": [{"send": "x"}]})").wire.empty());
  options.wire = WireKeeping::everything;
  EXPECT_FALSE(play(R"({"steps": [{"send": "x"}]})").wire.empty());
}

TEST_P(PlayTest, StopsWhenItIsTold) {
  std::stop_source stop;
  options.stop = stop.get_token();
  stop.request_stop();
  const auto result = play(R"({"timeout": "60s", "steps": [{"wait": "60s"}]})");
  EXPECT_EQ(result.verdict, Verdict::skipped);
  EXPECT_EQ(result.reason, "interrupted");
}

TEST_P(PlayTest, CostsLittleForManyClients) {
  const auto result = play(R"({"clients": {"c": {"count": 200}}, "steps": [
    "barrier", {"send": {"text": "{{client}} {{i}}", "repeat": 20, "depth": 2, "round_trip": true}}, "barrier"]})");
  EXPECT_EQ(result.verdict, Verdict::passed) << result.reason;
  EXPECT_EQ(result.round_trip.count, 4000U);
}

/// What was wrong once in fifty times would be wrong for somebody every day.
TEST_P(PlayTest, GoesTheSameWayEveryTime) {
  for (int i = 0; i < 50; ++i) {
    expect_pass(
        R"({"clients": {"a": {"count": 3, "variable": {"dataUpdateStrategy": "append", "dataLimit": 0}}}, "steps": [
      {"send": {"text": "{{i}}", "repeat": 20}}, {"await": {"messages": 20}}, "barrier",
      {"ping": "p"}, {"await": {"pong": "p"}}, {"close": 4000}, {"send": "again"}, {"await": {"next": "again"}}],
      "checks": [{"dataset": {"length": 21, "last": "again"}}, {"counters": {"opens": 2, "messages_received": 21}},
                 {"events": {"equals": ["open", "close", "open", "close"], "ignore": ["message"]}}]})");
    if (HasFailure()) return;
  }
}

// A server that is there and talks nonsense has failed; only one that is not there is an error of the environment.
TEST_P(PlayTest, AnAnswerThatIsNoHandshakeIsAFailure) {
  for (const std::string says : {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", ""}) {
    const testing::BluntServer server(says);
    options.url = server.url();
    const auto result = play(R"({"steps": [{"send": "hello"}]})");
    EXPECT_EQ(result.verdict, Verdict::failed) << says << result.reason;
    EXPECT_THAT(result.reason, HasSubstr("did not open"));
  }
  options.url = "ws://127.0.0.1:1";
  EXPECT_EQ(play(R"({"steps": [{"send": "hello"}]})").verdict, Verdict::error);
}

class DyingServer final : public RunningServer {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] std::string ca_pem() const override { return {}; }
  [[nodiscard]] std::string last_output() const override { return "out of memory"; }
  [[nodiscard]] std::optional<std::string> ended() const override { return "exit code 3"; }

 private:
  testing::EchoServer server_;
};

TEST_P(PlayTest, AServerThatHasEndedIsAnErrorWhateverElseHappened) {
  const auto play_with_it = [&](std::string_view text) {
    options.start_server = [](const EmbeddedServerRequest&) { return std::make_unique<DyingServer>(); };
    const auto scenario = parse_scenario(text, "f.json");
    return scenario::play(*scenario, {GetParam(), protocol::EngineKind::native}, options);
  };
  const auto well = play_with_it(R"({"steps": [{"send": "hello"}, {"await": {"message": "hello"}}]})");
  EXPECT_EQ(well.verdict, Verdict::error);
  EXPECT_EQ(well.reason,
            "the server's command ended while the scenario was played (exit code 3)\n"
            "the server's last output:\nout of memory");
  const auto badly = play_with_it(R"({"steps": [{"await": {"message": "x"}, "within": "10ms"}]})");
  EXPECT_EQ(badly.verdict, Verdict::error);
  EXPECT_THAT(badly.reason, AllOf(HasSubstr("(exit code 3)\nclient: expected a message"), HasSubstr("out of memory")));
}

TEST_P(PlayTest, AnAbnormalEndThatNobodyAskedForFails) {
  expect_failure(R"({"clients": {"a": {}}, "steps": [{"send": "drop"}, {"wait": "200ms"}]})", "/clients/a",
                 "a check failed: a: the connection's end");
  expect_failure(R"({"clients": {"a": {}}, "steps": [{"send": "close 1011 broken"}, {"wait": "200ms"}]})", "/clients/a",
                 "a check failed: a: the connection's end");
  expect_pass(R"({"steps": [{"send": "close 1000"}, {"wait": "100ms"}]})");
  expect_pass(R"({"steps": [{"send": "close 4001"}, {"wait": "100ms"}]})");
  expect_pass(R"({"steps": [{"send": "drop"}, {"await": {"close": 1006}}]})");
  expect_pass(R"({"steps": [{"send": "drop"}, {"wait": "100ms"}], "checks": [{"close": 1006}]})");
  expect_pass(R"({"steps": [{"send": "drop"}, {"await": {"event": "onClose"}}]})");
  expect_pass(R"({"clients": {"a": {"reconnect": true}}, "steps": [{"send": "drop"}, {"wait": "100ms"}]})");
}

TEST_P(PlayTest, TellsThePongsThatWereNotTheAwaitedOne) {
  expect_failure(R"({"steps": [{"ping": "other"}, {"await": {"pong": "mine"}, "within": "200ms"}]})", "/steps/1",
                 "expected a pong within 200ms; the only pong was \"other\"");
}

}  // namespace
}  // namespace parley::scenario
