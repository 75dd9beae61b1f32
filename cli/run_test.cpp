// `parley run` as a user starts it: files, output, exit codes, signals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/program.hpp"

namespace parley::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::parley;
using testing::Program;
using ::testing::StartsWith;

class RunTest : public ::testing::Test {
 protected:
  RunTest() : folder_(std::filesystem::temp_directory_path() / ("parley-run-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~RunTest() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  static Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "run");
    return parley(arguments);
  }

  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  std::filesystem::path folder_;
};

const std::string echo = R"({"name": "says hello", "tags": ["quick"], "server": "echo", "steps": [
  {"send": "hello"}, {"await": {"next": "hello"}}], "checks": [{"dataset": {"equals": "hello"}}]})";
const std::string wrong = R"({"server": "echo", "steps": [{"send": "hello"}, {"await": {"next": "hello"}}],
  "checks": [{"dataset": {"equals": "good bye"}}]})";

TEST_F(RunTest, PlaysOnAllPairings) {
  const Outcome outcome = run({file("a.json", echo)});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("says hello"), HasSubstr("native → websocketpp"),
                                 HasSubstr("websocketpp → native"), HasSubstr("4 passed, 0 failed")));
  EXPECT_EQ(outcome.err, "");  // no terminal, no progress line
}

TEST_F(RunTest, ShowsADifferenceAndTheWire) {
  const Outcome outcome = run({file("a.json", wrong), "--engine", "native", "--no-color"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("a.json /checks/0"), HasSubstr("- \"good bye\""), HasSubstr("+ \"hello\""),
                                 HasSubstr("← text 5 \"hello\""), Not(HasSubstr("\x1b["))));
}

TEST_F(RunTest, TellsAllFaultsOfAllFilesAndPlaysNothing) {
  file("a.json", "{\n  \"steps\": [\"opn\"],\n  \"timeout\": 5\n}");
  file("b.json", echo);
  file("c.json", R"({"server": "ecco", "steps": ["open"]})");
  const Outcome outcome = run({folder_.string()});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("a.json:2:13: /steps/0: "), HasSubstr("did you mean \"open\"?"),
                    HasSubstr("a.json:3:14: /timeout: expected a duration"), HasSubstr("c.json:1:12: /server: "),
                    HasSubstr("2 of 3 files are refused; nothing was played")));
}

TEST_F(RunTest, FindsFilesInFoldersAndByPattern) {
  file("a.json", echo);
  file("b.schema.json", "{}");
  file("c.txt", "");
  file("sub/d.json", "no JSON");
  EXPECT_EQ(run({folder_.string(), "--dry-run"}).out, "1 scenario is valid\n");
  EXPECT_EQ(run({(folder_ / "[ab]*.json").string(), "--dry-run"}).out, "1 scenario is valid\n");
  EXPECT_EQ(run({folder_.string(), (folder_ / "a.json").string(), "--dry-run"}).out, "1 scenario is valid\n");
  const Outcome outcome = run({(folder_ / "nothing").string()});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("there is no file or directory"));
}

TEST_F(RunTest, ChoosesByNameAndTag) {
  file("a.json", echo);
  file("b.json", R"({"name": "other", "tags": ["slow"], "steps": ["open"]})");
  EXPECT_THAT(run({folder_.string(), "--list"}).out,
              AllOf(HasSubstr("says hello"), HasSubstr("other"), HasSubstr("[slow]")));
  EXPECT_THAT(run({folder_.string(), "--list", "--filter", "says*"}).out, Not(HasSubstr("other")));
  EXPECT_THAT(run({folder_.string(), "--list", "--filter", "b"}).out, Not(HasSubstr("hello")));
  EXPECT_THAT(run({folder_.string(), "--list", "--tags", "x,slow"}).out, Not(HasSubstr("hello")));
  EXPECT_EQ(run({folder_.string(), "--list", "--tags", "none"}).code, 2);
}

TEST_F(RunTest, RefusesAVariableThatNoScenarioHas) {
  const auto name =
      file("a.json", R"({"server": "echo", "vars": {"greeting": "hi"}, "steps": [{"send": "{{greeting}}"}]})");
  EXPECT_EQ(run({name, "--dry-run", "--var", "greeting=hello"}).code, 0);
  const Outcome outcome = run({name, "--dry-run", "--var", "greting=hello"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--var: no scenario has the variable \"greting\"; did you mean \"greeting\"?"));
  EXPECT_THAT(run({name, "--timeout", "0s"}).err, HasSubstr("\"0s\" leaves no time"));
}

TEST_F(RunTest, WritesReports) {
  const auto place = [&](const char* name) { return (folder_ / "out" / name).string(); };
  const Outcome outcome = run({file("a.json", wrong), "--engine", "websocketpp:native", "--repeat", "2", "--seed", "7",
                               "--json", place("r.json"), "--junit", place("r.xml"), "--html", place("r.html")});
  EXPECT_EQ(outcome.code, 1);
  const auto json = nlohmann::ordered_json::parse(content("out/r.json"));
  EXPECT_EQ(json.at("seed"), "7");
  EXPECT_EQ(json.at("results").size(), 2U);
  EXPECT_EQ(json.at("results")[1].at("server_engine"), "native");
  EXPECT_EQ(json.at("results")[1].at("client_engine"), "websocketpp");
  EXPECT_THAT(json.at("command").get<std::string>(), StartsWith("parley run "));
  EXPECT_THAT(content("out/r.xml"), HasSubstr("<failure"));
  EXPECT_THAT(content("out/r.html"), HasSubstr("<html"));
}

TEST_F(RunTest, KeepsStandardOutputForTheMachine) {
  const Outcome outcome = run({file("a.json", echo), "--engine", "native", "--json", "-"});
  EXPECT_EQ(nlohmann::ordered_json::parse(outcome.out).at("results")[0].at("verdict"), "passed");
  EXPECT_THAT(outcome.err, HasSubstr("1 passed"));
}

TEST_F(RunTest, SkipsWhatAnEngineCannotDo) {
  const std::string scenario = R"({"engines": {"server": ["native"], "reason": "because"}, "steps": ["open"]})";
  const Outcome outcome = run({file("a.json", scenario), "--engine", "websocketpp"});
  EXPECT_EQ(outcome.code, 77);
  EXPECT_THAT(outcome.out, HasSubstr("not for the server engine websocketpp: because"));
}

TEST_F(RunTest, SaysWhenNobodyListens) {
  const Outcome outcome = run({file("a.json", echo), "--url", "ws://127.0.0.1:9"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("cannot connect to 127.0.0.1:9"));
}

TEST_F(RunTest, SaysBeforePlayingThatAReportCannotBeWritten) {
  const std::string scenario = file("a.json", echo);
  for (const auto* option : {"--json", "--junit", "--html"}) {
    const Outcome outcome = run({scenario, option, scenario + "/report"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "") << option;
    EXPECT_THAT(outcome.err, HasSubstr("cannot write " + scenario + "/report"));
  }
}

TEST_F(RunTest, PlaysAgainstACommand) {
  const std::string command = std::string("'") + PARLEY_PROGRAM + "' serve --path /=echo --port {{port}}";
  const Outcome ready = run({file("a.json", echo), "--server-command", command, "--server-ready", "listening on"});
  EXPECT_EQ(ready.code, 0) << ready.out << ready.err;
  EXPECT_THAT(ready.out, HasSubstr("native → external"));
  const Outcome polled = run({file("a.json", echo), "--server-command", command});
  EXPECT_EQ(polled.code, 0) << polled.out << polled.err;
  const Outcome failed =
      run({file("a.json", echo), "--server-command", std::string(PARLEY_PROGRAM) + " serve --prot 1"});
  EXPECT_EQ(failed.code, 3);
  EXPECT_THAT(failed.out, HasSubstr("ended before it was ready (exit code 2)"));
}

TEST_F(RunTest, PlaysOverTls) {
  const std::string scenario =
      R"({"server": {"behaviour": "echo", "tls": true}, "steps": [{"send": {"text": "x", "round_trip": true}}]})";
  EXPECT_EQ(run({file("a.json", scenario)}).code, 0);
}

TEST_F(RunTest, TakesVariablesAndHeaders) {
  const std::string scenario = R"({"vars": {"word": "one"}, "server": "echo",
    "steps": [{"send": "{{word}}"}, {"await": {"next": "two"}}]})";
  EXPECT_EQ(run({file("a.json", scenario), "--var", "word=two", "-H", "X-A: b"}).code, 0);
  EXPECT_EQ(run({file("a.json", scenario)}).code, 1);
  EXPECT_EQ(run({file("a.json", scenario), "--var", "word"}).code, 2);
  EXPECT_EQ(run({file("a.json", scenario), "-H", "X-A"}).code, 2);
  EXPECT_EQ(run({file("a.json", scenario), "--subprotocol", "a b"}).code, 2);
  EXPECT_EQ(run({file("a.json", scenario), "--engine", "boost"}).code, 2);
  EXPECT_EQ(run({file("a.json", scenario), "--url", "http://x"}).code, 2);
  EXPECT_EQ(run({}).code, 2);
}

TEST_F(RunTest, EndsInOrderAtASignal) {
  file("a.json", echo);
  // The first line of the command's output tells that the scenario is being played.
  const std::string slow = R"({"name": "slow", "timeout": "10m", "server": "echo", "steps": [{"wait": "10m"}]})";
  Program program(PARLEY_PROGRAM, {"run", file("b.json", slow), "--engine", "native", "--server-command",
                                   std::string("sh -c 'echo ready > ") + (folder_ / "up").string() + "; exec " +
                                       PARLEY_PROGRAM + " serve --path /=echo --port {{port}}'"});
  while (!std::filesystem::exists(folder_ / "up")) ::usleep(1000);
  program.signal(SIGINT);
  EXPECT_EQ(program.exit_code(), 130);
}

TEST_F(RunTest, PrintsTheSchema) {
  Program program(PARLEY_PROGRAM, {"run", "--schema"});
  std::string text;
  for (std::string line; line != "}";) text += line = program.read_line();  // more than a pipe holds
  EXPECT_EQ(program.exit_code(), 0);
  EXPECT_EQ(nlohmann::ordered_json::parse(text).at("title"), "Parley scenario");
}

/// parley list | head
TEST(Output, MayEndBeforeItIsRead) {
  Program program("/bin/sh", {"-c", std::string(PARLEY_PROGRAM) + " list | read -r line"});
  EXPECT_EQ(program.exit_code(), 0);
  EXPECT_EQ(program.rest_of_stderr(), "");
}

}  // namespace
}  // namespace parley::cli
