#include "harness/scenario/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::scenario {
namespace {

using ::testing::ElementsAre;

ReadOptions options() {
  ReadOptions result;
  result.environment = [](const std::string& name) -> std::optional<std::string> {
    return name == "HOST" ? std::optional<std::string>("example.org") : std::nullopt;
  };
  result.check_behaviour = [](const std::string& text) -> std::optional<std::string> {
    return text == "nonsense" ? std::optional<std::string>("no behaviour is called \"nonsense\"") : std::nullopt;
  };
  return result;
}

Scenario read(std::string_view text, ReadOptions with = options()) {
  auto result = parse_scenario(text, "dir/demo.json", with);
  EXPECT_TRUE(result) << (result ? "" : to_string(result.error()));
  return result ? *std::move(result) : Scenario{};
}

std::vector<std::string> problems(std::string_view text, ReadOptions with = options()) {
  const auto result = parse_scenario(text, "f.json", with);
  std::vector<std::string> lines;
  if (result) return lines;
  for (const Problem& problem : result.error()) lines.push_back(problem.to_string());
  return lines;
}

TEST(ReaderTest, FillsInWhatIsLeftOut) {
  const Scenario scenario = read(R"({"steps": ["open", {"send": "hello"}]})");
  EXPECT_EQ(scenario.name, "demo");
  EXPECT_EQ(scenario.timeout, std::chrono::seconds(30));
  ASSERT_EQ(scenario.clients.size(), 1U);
  EXPECT_EQ(scenario.clients[0].name, "client");
  EXPECT_EQ(scenario.clients[0].policy.limit, 20U);
  EXPECT_FALSE(scenario.clients[0].deflate);
  ASSERT_EQ(scenario.steps.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Open>(scenario.steps[0].action));
  EXPECT_THAT(scenario.steps[1].clients, ElementsAre(0U));
  EXPECT_EQ(scenario.steps[1].within, std::chrono::seconds(5));
  EXPECT_EQ(std::get<Text>(std::get<Send>(scenario.steps[1].action).content).text, "hello");
}

TEST(ReaderTest, ReadsServersOfEveryKind) {
  const auto server = [](std::string_view json) {
    return read("{\"server\": " + std::string(json) + ", \"steps\": [\"open\"]}").server;
  };
  EXPECT_EQ(std::get<EmbeddedServer>(server("\"echo\"")).everywhere, "echo");
  EXPECT_EQ(std::get<RemoteServer>(server("\"ws://h:1/x\"")).url, "ws://h:1/x");
  EXPECT_EQ(std::get<RemoteServer>(server("{\"url\": \"wss://{{env.HOST}}/x\"}")).url, "wss://example.org/x");
  const auto embedded = std::get<EmbeddedServer>(
      server(R"({"routes": {"/b": "echo", "/a": "broadcast"}, "max_message": "1KiB", "compression": false})"));
  EXPECT_THAT(embedded.routes, ElementsAre(::testing::Pair("/b", "echo"), ::testing::Pair("/a", "broadcast")));
  EXPECT_EQ(embedded.limits.max_message, 1024U);
  EXPECT_FALSE(embedded.deflate);
  const auto command = std::get<CommandServer>(
      server(R"({"command": ["x", "{{port}}"], "ready": "up", "stop": "SIGINT", "start_timeout": "1s"})"));
  EXPECT_THAT(command.arguments, ElementsAre("x", "{{port}}"));
  EXPECT_EQ(command.stop_signal, 2);
  EXPECT_EQ(command.directory, "dir/");
}

TEST(ReaderTest, FillsInVariablesWithTheirTypes) {
  const Scenario scenario = read(R"({
    "vars": {"n": 3, "text": "007", "both": "{{text}}-{{env.HOST}}", "yes": true},
    "clients": {"a": {"count": "{{n}}", "compression": "{{yes}}", "headers": {"X": "{{n}}"}, "path": "/{{both}}"}},
    "steps": [{"send": {"text": "{{n}}", "repeat": "{{n}}"}}, {"send": {"json": {"n": "{{n}}", "i": "{{i}}"}}},
              {"await": {"message": "{{n}}"}}, {"wait": "{{pause|20ms}}"}, {"send": "{{env.NONE|none}}"}]
  })");
  EXPECT_EQ(scenario.clients[0].count, 3U);
  EXPECT_TRUE(scenario.clients[0].deflate);
  EXPECT_THAT(scenario.clients[0].headers, ElementsAre(::testing::Pair("X", "3")));
  EXPECT_EQ(scenario.clients[0].path, "/007-example.org");
  const auto& send = std::get<Send>(scenario.steps[0].action);
  EXPECT_EQ(send.repeat, 3U);
  EXPECT_EQ(std::get<Text>(send.content).text, "3");
  EXPECT_EQ(std::get<JsonContent>(std::get<Send>(scenario.steps[1].action).content).value.dump(),
            R"({"n":3,"i":"{{i}}"})");
  EXPECT_EQ(*std::get<AwaitMessage>(scenario.steps[2].action).matcher.equals, Json("3"));
  EXPECT_EQ(std::get<Wait>(scenario.steps[3].action).time, std::chrono::milliseconds(20));
  EXPECT_EQ(std::get<Text>(std::get<Send>(scenario.steps[4].action).content).text, "none");
}

TEST(ReaderTest, TakesValuesOfTheCommandLineFirst) {
  ReadOptions with = options();
  with.vars = {{"n", "5"}, {"text", "5"}, {"more", "7"}};
  const Scenario scenario = read(R"({"vars": {"n": 1, "text": "x"}, "clients": {"a": {"count": "{{n}}"}},
                                     "steps": [{"send": {"json": ["{{n}}", "{{text}}", "{{more}}"]}}]})",
                                 with);
  EXPECT_EQ(scenario.clients[0].count, 5U);
  EXPECT_EQ(std::get<JsonContent>(std::get<Send>(scenario.steps[0].action).content).value.dump(), R"([5,"5",7])");
}

TEST(ReaderTest, GivesTimeWhereTheStepItselfSaysHowLong) {
  const Scenario scenario = read(R"({"within": "1s", "clients": {"a": {}, "b": {}}, "steps": [
    {"send": {"text": "x", "repeat": 100, "rate": 50}}, "barrier", {"barrier": "b", "within": "2s"}, {"await": {"messages": 1}}]})");
  EXPECT_EQ(scenario.steps[0].within, std::chrono::seconds(3));
  EXPECT_EQ(scenario.steps[1].within, std::nullopt);
  EXPECT_EQ(scenario.steps[2].within, std::chrono::seconds(2));
  EXPECT_EQ(scenario.steps[3].within, std::chrono::seconds(1));
}

TEST(ReaderTest, ReportsAllFaultsAtOnceInTheirOrder) {
  EXPECT_THAT(problems(R"({
  "tags": "x",
  "clients": {"alice": {"varable": {}}},
  "steps": [
    {"client": "alcie", "send": "hello {{nam}}", "within": 500},
    {"client": "alcie", "send": "hello"},
    {"await": {"messages": 0}}
  ]
})"),
              ElementsAre("f.json:2:11: /tags: expected a list, found \"x\"",
                          "f.json:3:25: /clients/alice/varable: unknown key \"varable\"; did you mean \"variable\"?",
                          "f.json:5:33: /steps/0/send: unknown variable \"nam\"",
                          "f.json:5:60: /steps/0/within: expected a duration such as \"500ms\", found 500",
                          "f.json:6:16: /steps/1/client: unknown client \"alcie\"; did you mean \"alice\"?",
                          "f.json:7:28: /steps/2/await/messages: expected an integer from 1 to 1000000000, found 0"));
}

TEST(ReaderTest, NamesAFileThatCannotBeRead) {
  const auto result = read_scenario("/nowhere/x.json");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error()[0].to_string(), "/nowhere/x.json: cannot read the file");
}

struct Fault {
  std::string_view text;     // in one line
  std::string_view problem;  // without "f.json:1:"
};

class ReaderFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(ReaderFaultTest, IsToldWithItsPlace) {
  EXPECT_THAT(problems(GetParam().text), ElementsAre("f.json:1:" + std::string(GetParam().problem)));
}

INSTANTIATE_TEST_SUITE_P(
    Structure, ReaderFaultTest,
    ::testing::Values(
        Fault{"[]", "1: expected an object, found a list"}, Fault{"{}", "1: the key \"steps\" is missing"},
        Fault{R"({"steps": []})", "11: /steps: expected a list that is not empty, found []"},
        Fault{R"({"steps": {}})", "11: /steps: expected a list that is not empty, found an object"},
        Fault{R"({"steps": ["opn"]})",
              "12: /steps/0: expected one of \"open\", \"ping\", \"pong\", \"barrier\", \"pause_reading\", "
              "\"resume_reading\", \"drop\", \"reset\" or \"close\", found \"opn\"; did you mean \"open\"?"},
        Fault{R"({"steps": [{"send": {"text": "a", "json": 1}}]})",
              "21: /steps/0/send: expected exactly one of text, json, binary, file, found text and json"},
        Fault{R"({"steps": [{"send": {"repeat": 2}}]})",
              "21: /steps/0/send: expected exactly one of text, json, binary, file, found none of them"},
        Fault{R"({"steps": [{"drop": false}]})", "21: /steps/0/drop: expected true, found false"},
        Fault{R"({"steps": [{"send": {"text": "a", "repeat": 1.5}}]})",
              "45: /steps/0/send/repeat: expected an integer from 1 to 1000000000, found 1.5"},
        Fault{R"({"steps": [{"close": 70000}]})",
              "22: /steps/0/close: expected an integer from 0 to 65535, found 70000"},
        Fault{R"({"steps": [{"close": "bye"}]})",
              "22: /steps/0/close: expected true, an integer from 0 to 65535 or an object, found \"bye\""},
        Fault{R"({"timeout": "5 minutes", "steps": ["open"]})",
              "13: /timeout: expected a duration such as \"500ms\", found \"5 minutes\""},
        Fault{R"({"server": {"max_message": -1}, "steps": ["open"]})",
              "28: /server/max_message: expected a size such as \"16MiB\" or a number of bytes, found -1"},
        Fault{R"({"server": {"compression": {"server_max_window_bits": 16}}, "steps": ["open"]})",
              "55: /server/compression/server_max_window_bits: expected an integer from 8 to 15, found 16"},
        Fault{R"({"clients": {}, "steps": ["open"]})", "13: /clients: expected an object that is not empty, found {}"},
        Fault{R"({"clients": {"a": {"variable": {"hooks": {"onBeforeOpen": true}}}}, "steps": ["open"]})",
              "59: /clients/a/variable/hooks/onBeforeOpen: expected false, found true"},
        Fault{R"({"steps": ["open"], "checks": [{"dataset": {"sorted_by": "time"}}]})",
              "58: /checks/0/dataset/sorted_by: expected a JSON pointer such as \"/value\", found \"time\""},
        Fault{R"({"steps": ["open"], "checks": [{"counters": {"opens": "=> 1"}}]})",
              "55: /checks/0/counters/opens: expected a comparison such as \">= 100\", found \"=> 1\""},
        Fault{R"({"steps": ["open"], "thresholds": {"round_trip": {"p99": "5ms"}}})",
              "58: /thresholds/round_trip/p99: expected a comparison with a duration such as \"< 5ms\", found \"5ms\""},
        Fault{R"({"engines": {"server": ["native"]}, "steps": ["open"]})",
              "13: /engines: the key \"reason\" is missing"},
        Fault{R"({"steps": [{"barrier": "a b"}], "clients": {"a": {"count": 2}}})",
              "24: /steps/0/barrier: expected a name of letters, digits, '-' and '_', found \"a b\""},
        Fault{R"({"server": {"routes": {"x": "echo"}}, "steps": ["open"]})",
              "24: /server/routes/x: expected a path that begins with \"/\", of ASCII characters without spaces, \"?\" "
              "and \"#\", found \"x\""},
        Fault{R"({"server": {"routes": {"/x": "echo"}, "subprotocols": ["chat", "a b"]}, "steps": ["open"]})",
              "64: /server/subprotocols/1: expected a token (RFC 6455 §4.1, RFC 9110 §5.6.2), found \"a b\""}));

INSTANTIATE_TEST_SUITE_P(
    Meaning, ReaderFaultTest,
    ::testing::Values(
        Fault{R"({"server": "nonsense", "steps": ["open"]})", "12: /server: no behaviour is called \"nonsense\""},
        Fault{R"({"server": {"routes": {"/": "nonsense"}}, "steps": ["open"]})",
              "29: /server/routes/~1: no behaviour is called \"nonsense\""},
        Fault{R"({"server": {"url": "ws://h", "tls": true}, "steps": ["open"]})",
              "30: /server/tls: \"tls\" has no meaning for a server that is running already"},
        Fault{R"({"server": {"command": ["x"], "directory": "/nowhere"}, "steps": ["open"]})",
              "44: /server/directory: there is no directory /nowhere"},
        Fault{R"({"steps": [{"await": {"message": {"matches": "("}}}]})",
              "46: /steps/0/await/message/matches: expected a regular expression, found \"(\": missing "
              "closing parenthesis at character 2"},
        Fault{R"({"steps": [{"send": {"binary": {"hex": "0"}}}]})",
              "40: /steps/0/send/binary/hex: expected two hexadecimal digits for each byte"},
        Fault{R"({"steps": [{"send": {"file": "missing.bin"}}]})",
              "30: /steps/0/send/file: cannot read the file missing.bin"},
        Fault{R"({"steps": [{"send": {"text": "a", "depth": 3}}]})",
              "44: /steps/0/send/depth: \"depth\" counts unanswered messages: it needs \"round_trip\""},
        Fault{R"({"steps": [{"close": {"code": 1005, "reason": "x"}}]})",
              "47: /steps/0/close/reason: code 1005 is a Close frame without a body: it cannot carry a reason"},
        Fault{R"({"steps": [{"close": 1006}]})",
              "22: /steps/0/close: 1006 may not stand in a Close frame (RFC 6455 §7.4): expected 1000 to 1003, 1007 to "
              "1014, 3000 to 4999, or 1005 for a frame without a code"},
        Fault{R"({"server": "http://h", "steps": ["open"]})",
              "12: /server: the scheme is \"http\", expected \"ws\" or \"wss\""},
        Fault{R"({"clients": {"a": {"subprotocols": "a b"}}, "steps": ["open"]})",
              "36: /clients/a/subprotocols: expected a token (RFC 6455 §4.1, RFC 9110 §5.6.2), found \"a b\""},
        Fault{R"({"clients": {"a": {"subprotocols": ["a", "a"]}}, "steps": ["open"]})",
              "42: /clients/a/subprotocols/1: the subprotocol \"a\" is offered twice (RFC 6455 §4.1)"},
        Fault{R"({"steps": ["barrier"]})", "12: /steps/0/barrier: a barrier needs at least two clients, found one"},
        Fault{R"({"clients": {"a": {"variable": {"startUpdate": false}}}, "steps": [{"await": {"messages": 1}}]})",
              "68: /steps/0: the client \"a\" has not been opened before this step"},
        Fault{R"({"steps": ["ping", "open"]})",
              "12: /steps/0: the client \"client\" has not been opened before this step"},
        Fault{R"({"steps": [{"wait": "{{index}}"}]})",
              "21: /steps/0/wait: expected a duration such as \"500ms\"; {{index}} is known only while the scenario is "
              "played"},
        Fault{R"({"steps": [{"send": "{{env.NOPE}}"}]})",
              "21: /steps/0/send: the environment variable NOPE is not set"},
        Fault{R"({"vars": {"client": 1}, "steps": ["open"]})",
              "11: /vars/client: the name \"client\" has a meaning of its own"},
        Fault{R"({"clients": {"a b": {}}, "steps": ["open"]})",
              "14: /clients/a b: a client's name has no spaces, slashes or brackets"},
        Fault{R"({"clients": {"a": {"parameters": {"x": 1}}}, "steps": ["open"]})",
              "40: /clients/a/parameters/x: the path has no {x}"},
        Fault{R"({"clients": {"a": {"path": "/{room}"}}, "steps": ["open"]})",
              "28: /clients/a/path: the path has {room}, but \"parameters\" has no value for it"},
        Fault{R"({"clients": {"a": {"url": "http://h"}}, "steps": ["open"]})",
              "27: /clients/a/url: expected a URL that begins with \"ws://\" or \"wss://\", found \"http://h\""},
        Fault{
            R"({"steps": ["open"], "checks": [{"events": ["onOpen", "close"]}]})",
            "43: /checks/0/events: events of the Variable (onOpen, …) and of the browser's WebSocket (open, …) are two "
            "sequences: use a check for each"},
        Fault{R"({"steps": ["open"], "checks": [{"delivery": {"from": "client", "to": "bob"}}]})",
              "70: /checks/0/delivery/to: unknown client \"bob\""},
        Fault{R"({"steps": ["open"], "checks": [{"close": {"code": 1006, "clean": true}}]})",
              "66: /checks/0/close/clean: code 1006 means that no Close frame came: that end is never clean"}));

}  // namespace
}  // namespace parley::scenario
