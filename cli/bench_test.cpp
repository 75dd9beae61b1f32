// `parley bench` as a user starts it, against `parley serve`.
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
#include "cli/testing/reference_server.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Outcome;
using testing::outcome_of;
using testing::parley;
using testing::Program;
using testing::ReferenceServer;
using ::testing::StartsWith;

/// Any but --timeout: short, but with much patience.
std::vector<std::string> arguments_for(const std::string& url, const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {"bench", url, "--duration", "200ms", "--warmup", "20ms"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

class BenchTest : public ::testing::Test {
 protected:
  explicit BenchTest(const std::vector<std::string>& options = {})
      : server_(options),
        folder_(std::filesystem::temp_directory_path() / ("parley-bench-" + std::to_string(::getpid()))) {}
  ~BenchTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Outcome bench(const std::string& path, const std::vector<std::string>& more = {}) const {
    return parley(arguments_for(server_.url(path), more));
  }

  [[nodiscard]] std::string place(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(place(name));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  [[nodiscard]] std::string url() const { return server_.url(""); }
  [[nodiscard]] std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(url().substr(url().rfind(':') + 1)));
  }

 private:
  ReferenceServer server_;
  std::filesystem::path folder_;
};

TEST_F(BenchTest, MeasuresAnEcho) {
  const auto result = bench("/echo", {"-c", "10", "--depth", "4", "--verify", "full"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, AllOf(StartsWith("echo  ws://127.0.0.1:"), HasSubstr("10 connections, depth 4, 20B binary"),
                                HasSubstr("latency"), HasSubstr("✓ errors==0")));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(BenchTest, FailsWhereAThresholdIsCrossed) {
  const auto result = bench("/echo", {"--threshold", "p99<1ns", "--threshold", "messages>0"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("✗ p99<1ns"), HasSubstr("✓ messages>0"), HasSubstr("✓ errors==0")));
}

TEST_F(BenchTest, FailsWithAPeerThatLosesMessages) {
  const auto result = bench("/drop", {"--depth", "16", "--timeout", "5s"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("messages lost"), HasSubstr("✗ errors==0")));
}

TEST(BenchedPeerTest, FailsTheRunWhenItEndsHoweverManyErrorsMayBe) {
  Program server(PARLEY_PROGRAM, {"serve", "--port", "0"});
  const auto line = server.read_line();
  const auto url = line.substr(line.rfind(' ') + 1);
  server::testing::RawClient listener(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  ASSERT_THAT(listener.upgrade("/broadcast"), StartsWith("HTTP/1.1 101 "));
  Program program(PARLEY_PROGRAM, {"bench", url + "/broadcast", "-w", "broadcast", "-c", "5", "--rate", "100",
                                   "--duration", "1h", "--threshold", "errors<1000000"});
  static_cast<void>(listener.read_frame());  // now the load goes on
  server.signal(SIGKILL);
  const auto result = outcome_of(program);
  EXPECT_EQ(result.code, 3) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("no connection is left"));
}

TEST_F(BenchTest, LeavesErrorsToAThresholdThatNamesThem) {
  EXPECT_EQ(bench("/drop", {"--depth", "16", "--timeout", "5s", "--threshold", "lost<1000000", "--threshold",
                            "unanswered<1000000"})
                .code,
            0);
}

TEST_F(BenchTest, ReportsPeersThatBreakTheProtocol) {
  const auto result = bench("/fault/masks");
  EXPECT_EQ(result.code, 1) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("connections on which the peer broke the protocol"));
}

TEST_F(BenchTest, WritesReportsForMachines) {
  const auto result = bench("/echo", {"-c", "3", "--rate", "500", "--json", place("r.json"), "--hlog", place("r.hlog"),
                                      "--csv", place("r.csv"), "--pid", std::to_string(::getpid())});
  EXPECT_EQ(result.code, 0) << result.err;
  const auto json = nlohmann::ordered_json::parse(content("r.json"));
  EXPECT_EQ(json.at("plan").at("rate"), 500.0);
  EXPECT_EQ(json.at("result").at("times").at("latency").at("count"), 100);
  EXPECT_EQ(json.at("exit_status"), 0);
  EXPECT_THAT(json.at("command").get<std::string>(), StartsWith("parley bench ws://"));
  EXPECT_GT(json.at("result").at("peer").at("end").at("resident_bytes"), 0);
  EXPECT_THAT(content("r.hlog"), AllOf(HasSubstr("#[Histogram log format version 1.3]"),
                                       HasSubstr("\nTag=latency,0.000,"), HasSubstr("Tag=service,")));
  EXPECT_THAT(content("r.csv"), StartsWith("at_ns,length_ns,"));
}

TEST_F(BenchTest, KeepsStandardOutputForTheMachine) {
  const auto result = bench("/echo", {"--json", "-"});
  EXPECT_EQ(nlohmann::ordered_json::parse(result.out).at("exit_status"), 0);
  EXPECT_THAT(result.err, HasSubstr("latency"));
}

TEST_F(BenchTest, PlaysTheOtherWorkloads) {
  EXPECT_EQ(bench("/echo", {"-w", "connect", "-c", "3"}).code, 0);
  EXPECT_EQ(bench("/echo", {"-w", "connect", "--hold", "-c", "50", "--ramp", "50ms"}).code, 0);
  const auto pulses = parley({"bench", url() + "/websocket/heartrate", "-w", "push", "-c", "5", "--warmup", "0s",
                              "--duration", "1s"});  // one each 500 ms
  EXPECT_EQ(pulses.code, 0) << pulses.out;
  EXPECT_THAT(pulses.out, HasSubstr("received"));
  const auto result = bench("/broadcast", {"-w", "broadcast", "-c", "20", "--publishers", "2", "--rate", "200"});
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, AllOf(HasSubstr("first"), HasSubstr("median"), HasSubstr("last")));
}

TEST_F(BenchTest, CompressesWhereThePeerAgrees) {
  EXPECT_EQ(bench("/echo", {"--compression", "--text", "--payload", "1KiB", "--verify", "full"}).code, 0);
  EXPECT_EQ(bench("/echo", {"--compression", "--payload", "mix", "--verify", "full"}).code, 0);
}

TEST_F(BenchTest, EndsInOrderAtASignal) {
  server::testing::RawClient listener(port());
  ASSERT_THAT(listener.upgrade("/broadcast"), StartsWith("HTTP/1.1 101 "));
  Program program(PARLEY_PROGRAM, {"bench", url() + "/broadcast", "-w", "broadcast", "-c", "2", "--rate", "100",
                                   "--duration", "1h", "--json", "-"});
  static_cast<void>(listener.read_frame());  // now the load goes on
  program.signal(SIGTERM);
  EXPECT_EQ(program.exit_code(), 130);
  EXPECT_EQ(nlohmann::ordered_json::parse(program.rest_of_stdout()).at("result").at("interrupted"), true);
}

class SecureBenchTest : public BenchTest {
 protected:
  SecureBenchTest() : BenchTest({"--tls"}) {}
};

TEST_F(SecureBenchTest, MeasuresOverTls) {
  EXPECT_EQ(bench("/echo", {"-k", "-c", "3", "--payload", "100..40KiB", "--verify", "full"}).code, 0);
}

TEST_F(SecureBenchTest, TrustsNobodyByItself) {
  const auto result = bench("/echo");
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.out + result.err, HasSubstr("certificate verify failed"));
}

TEST(BenchArgumentsTest, SayWhatIsWrong) {
  const auto run = [](const std::vector<std::string>& more) {
    return parley(arguments_for("ws://127.0.0.1:1/", more));
  };
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--workload", "dance"}, "expected one of: echo, push, connect, broadcast"},
      {{"--payload", "much"}, "--payload: "},
      {{"--payload", "@nothing-of-this-name"}, "cannot read nothing-of-this-name"},
      {{"--threshold", "p99"}, "nothing to compare with"},
      {{"--rate", "0"}, "--rate"},
      {{"--rate", "10", "--depth", "2"}, "--depth"},
      {{"-w", "broadcast"}, "none is left to receive"},
      {{"-w", "broadcast", "-c", "5", "--payload", "8"}, "at least 16 bytes"},
      {{"--hold"}, "--hold goes with --workload connect"},
      {{"--source-ip", "here"}, "expected an IP address"},
      {{"-c", "9000000"}, "9000000 connections need as many"},
  };
  for (const auto& [arguments, words] : cases) {
    const auto result = run(arguments);
    EXPECT_EQ(result.code, 2) << words;
    EXPECT_THAT(result.err, HasSubstr(words));
  }
}

TEST(BenchArgumentsTest, TellWhereNobodyListens) {
  const auto result = parley(arguments_for("ws://127.0.0.1:1/", {}));
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("cannot connect to 127.0.0.1:1"));
}

}  // namespace
}  // namespace parley::cli
