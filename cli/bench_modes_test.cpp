// `parley bench` with searches, scenarios, several servers and several machines, and `parley report` of what it wrote.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/reference_server.hpp"

namespace parley::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::parley;
using testing::ReferenceServer;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

class BenchModesTest : public ::testing::Test {
 protected:
  BenchModesTest()
      : folder_(std::filesystem::temp_directory_path() / ("parley-bench-modes-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~BenchModesTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string place(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream in(place(name));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  [[nodiscard]] Json json(const std::string& name) const { return Json::parse(text(name)); }
  [[nodiscard]] Outcome bench(std::vector<std::string> more) const {
    more.insert(more.begin(), {"bench", server_.url("/echo"), "--duration", "200ms", "--warmup", "20ms"});
    return parley(more);
  }
  [[nodiscard]] std::string url() const { return server_.url(""); }

 private:
  ReferenceServer server_;
  std::filesystem::path folder_;
};

TEST_F(BenchModesTest, SearchesForACapacity) {
  // A limit that no machine breaks. Answers may fall behind in a trial of 200 ms, so it is not said how far it comes.
  const auto result = bench({"-w", "search", "--threshold", "p99<1h", "--from", "100", "--to", "400", "--threshold",
                             "capacity>=1", "--json", place("r.json"), "--html", place("r.html"), "-c", "2"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("capacity"), HasSubstr(" a second hold"), HasSubstr("✓ capacity>=1")));
  const auto search = json("r.json").at("search");
  EXPECT_LE(search.at("low"), 400.0);
  EXPECT_FALSE(search.at("trials").empty());
  EXPECT_EQ(json("r.json").at("plan").at("rate"), search.at("low"));
  EXPECT_THAT(text("r.html"), HasSubstr("Parley bench"));
}

TEST_F(BenchModesTest, FailsWhereTheCapacityIsTooLow) {
  const auto result = bench({"-w", "search", "--threshold", "p99<1ns", "--raise", "connections", "--from", "1"});
  EXPECT_EQ(result.code, 1) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("none connections hold, 1 break"));
}

TEST_F(BenchModesTest, HasUsersPlayAScenario) {
  std::ofstream(place("s.json")) << R"({"server": "echo", "steps": [
    {"send": {"text": "{{word}}", "round_trip": true}}, "close"], "checks": [{"close": 1000}]})";
  const auto result = bench({"-w", "scenario", "--scenario", place("s.json"), "--var", "word=hello", "-c", "3",
                             "--rate", "20", "--json", place("r.json")});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("3 users"), HasSubstr("iteration"), HasSubstr("round_trip")));
  EXPECT_GT(json("r.json").at("result").at("times").at("iteration").at("count"), 0);
}

TEST_F(BenchModesTest, RefusesAFaultyScenario) {
  std::ofstream(place("s.json")) << R"({"server": "echo", "stepz": []})";
  const auto result = bench({"-w", "scenario", "--scenario", place("s.json")});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("stepz"));
}

TEST_F(BenchModesTest, SetsServersSideBySide) {
  const auto result = bench({url() + "/echo?2", "--repeat", "2", "--json", place("r.json"), "--html", place("r.html")});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  const auto runs = json("r.json").at("runs");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].at("repetitions").size(), 2U);
  EXPECT_LT(runs[0].at("repetitions")[0].at("started"), runs[1].at("repetitions")[0].at("started"));
  EXPECT_LT(runs[1].at("repetitions")[0].at("started"), runs[0].at("repetitions")[1].at("started"));  // A B A B
  EXPECT_THAT(result.out, AllOf(HasSubstr("medians of 2 runs"), HasSubstr("Mann-Whitney")));
}

TEST_F(BenchModesTest, AddsUpTheReportsOfShards) {
  for (const char* shard : {"0/3", "1/3", "2/3"}) {
    const auto part = bench({"-c", "8", "--rate", "400", "--shard", shard, "--threshold", "p99<1h", "--timeout", "20s",
                             "--json", place(std::string("part-") + shard[0] + ".json")});
    EXPECT_EQ(part.code, 0) << part.out << part.err;
  }
  const std::vector<std::string> parts = {place("part-0.json"), place("part-1.json"), place("part-2.json")};
  std::vector<std::string> merge = {"report", "--merge", "--json", place("whole.json"), "--html", place("out/")};
  merge.insert(merge.end(), parts.begin(), parts.end());
  const auto merged = parley(merge);
  EXPECT_EQ(merged.code, 0) << merged.out << merged.err;
  EXPECT_THAT(merged.out, AllOf(HasSubstr("✓ p99<1h"), HasSubstr("✓ errors==0")));
  const auto whole = json("whole.json");
  EXPECT_EQ(whole.at("plan").at("connections"), 8);
  EXPECT_EQ(whole.at("plan").at("rate"), 400.0);
  std::uint64_t count = 0;
  for (const char* part : {"part-0.json", "part-1.json", "part-2.json"}) {
    count += json(part).at("result").at("times").at("latency").at("count").get<std::uint64_t>();
  }
  EXPECT_EQ(whole.at("result").at("times").at("latency").at("count"), count);
  EXPECT_TRUE(std::filesystem::exists(place("out/index.html")));
  merge.insert(merge.end(), {"--threshold", "p99<1ns"});
  EXPECT_EQ(parley(merge).code, 1);  // another threshold, another verdict
}

TEST_F(BenchModesTest, RefusesToMergeWithAPartMissing) {
  for (const char* shard : {"0/2", "1/2"}) {
    const auto file = place(std::string("half-") + shard[0] + ".json");
    EXPECT_EQ(bench({"-c", "2", "--shard", shard, "--json", file, "--timeout", "20s"}).code, 0);
  }
  const auto both = parley({"report", "--merge", place("half-0.json"), place("half-1.json"), "--threshold", "p99<1h"});
  EXPECT_EQ(both.code, 0) << both.out << both.err;
  EXPECT_THAT(both.out, HasSubstr("✓ all parts  2 of 2"));
  const auto one = parley({"report", "--merge", place("half-1.json"), "--threshold", "p99<1h"});
  EXPECT_EQ(one.code, 1);
  EXPECT_THAT(one.out, HasSubstr("✗ all parts  1 of 2; missing: 0/2"));
  EXPECT_EQ(parley({"report", "--merge", place("half-1.json"), place("half-1.json")}).code, 2);
}

TEST_F(BenchModesTest, HasAllTimesOfTheReportInItsLog) {
  const auto result = bench({"-w", "connect", "--hold", "-c", "20", "--hlog", place("h.hlog")});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("20 connections until the end, of 20 that were opened"));
  EXPECT_THAT(text("h.hlog"), HasSubstr("Tag=opening,0.000"));
}

TEST_F(BenchModesTest, BeginsWhenItIsTime) {
  const auto soon = std::chrono::system_clock::now() + std::chrono::milliseconds(400);
  const auto seconds = std::chrono::duration<double>(soon.time_since_epoch()).count();
  const auto result = bench({"--start-at", std::to_string(seconds), "--json", "-"});
  // A machine that stands still while it is time measures nothing.
  EXPECT_TRUE(result.code == 0 || (result.out + result.err).find("nothing was measured") != std::string::npos)
      << result.err;
  EXPECT_GE(std::chrono::system_clock::now(), soon + std::chrono::milliseconds(220));
  EXPECT_THAT(bench({"--start-at", "1700000000"}).out, HasSubstr("after --start-at"));
}

TEST_F(BenchModesTest, IsNoSuccessWhereNothingWasMeasured) {
  const auto result = bench({"-w", "push"});  // an echo server says nothing by itself
  EXPECT_EQ(result.code, 1) << result.out;
  EXPECT_THAT(result.out, HasSubstr("nothing was measured"));
}

TEST(BenchModesArgumentsTest, SayWhatIsWrong) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"-w", "search", "--of", "push"}, "--of: expected one of: echo, broadcast, connect"},
      {{"-w", "search", "--raise", "stakes"}, "--raise: expected rate or connections"},
      {{"-w", "search", "--rate", "5"}, "it is what the search raises"},
      {{"-w", "search", "--from", "9", "--to", "3"}, "--to: expected at least --from"},
      {{"-w", "search", "--repeat", "2"}, "a search has one URL"},
      {{"-w", "search", "--shard", "0/2", "-c", "2"}, "--shard: a search is of one generator"},
      {{"-w", "search", "--raise", "connections", "--to", "9000000"}, "--to: 9000000 connections need"},
      {{"-w", "scenario"}, "--scenario goes with"},
      {{"-w", "search", "--of", "broadcast", "--raise", "connections", "--from", "1"}, "--from: expected more"},
      {{"--shard", "4/4"}, "--shard: expected I/N"},
      {{"--shard", "1"}, "--shard: expected I/N"},
      {{"--shard", "0/9"}, "1 connections are too few for 9 parts"},
      {{"--shard", "0/2", "-w", "broadcast", "-c", "9"}, "--shard: the receivers"},
      {{"--shard", "0/1", "--repeat", "2"}, "--start-at and --shard"},
      {{"--start-at", "tomorrow"}, "--start-at: expected a time in UTC"},
      {{"--start-at", "1700000000000"}, "--start-at: expected a time in UTC"},  // milliseconds
      {{"--start-at", "2099-01-01T00:00:00Z"}, "within a day"},
      {{"ws://127.0.0.1:2/", "--pid", "1"}, "go with one URL"},
      {{"--payload", "20:x"}, "expected SIZE:WEIGHT"},
      {{"--payload", "@/tmp"}, "--payload: cannot read /tmp"},
      {{"--rate", "0"}, "expected a number above 0, found \"0\""},
      {{"--precision", "-1", "-w", "search"}, "expected a number above 0"},
      {{"-w", "dance"}, "broadcast, scenario, search"},
      {{"--arrivals", "poisson"}, "--arrivals: goes with --rate"},
      {{"--publishers", "2"}, "--publishers: goes with -w broadcast"},
      {{"-w", "push", "--depth", "2"}, "--depth: goes with -w echo"},
      {{"-w", "push", "--rate", "2"}, "--rate: goes with"},
      {{"--from", "5"}, "--from and --to: goes with -w search"},
      {{"--threshold", "last.p99<5ms"}, "is not measured by this workload, which measures latency, opening"},
      {{"--threshold", "capacity>5"}, "only a search (-w search) finds a capacity"},
      {{"--json", "/proc/x.json"}, "cannot write /proc/x.json"},
      {{"--hlog", "/proc/x.hlog"}, "cannot write /proc/x.hlog"},
      {{"--source-ip", "192.0.2.1"}, "--source-ip: 192.0.2.1 is no address of this machine"},
  };
  for (const auto& [arguments, words] : cases) {
    std::vector<std::string> all = {"bench", "ws://127.0.0.1:1/"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto result = parley(all);
    EXPECT_EQ(result.code, 2) << words;
    EXPECT_THAT(result.err, HasSubstr(words));
  }
}

}  // namespace
}  // namespace parley::cli
