// `parley check --spec` with files as people have them for Autobahn|Testsuite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/reference_server.hpp"

namespace parley::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Outcome;
using testing::parley;
using testing::ReferenceServer;
using Json = nlohmann::json;

Outcome check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "check");
  return parley(arguments);
}

class CheckSpec : public ::testing::Test {
 protected:
  CheckSpec() : folder_(std::filesystem::temp_directory_path() / ("parley-spec-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~CheckSpec() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const Json& content) {
    std::ofstream(folder_ / name) << content;
    return (folder_ / name).string();
  }

  [[nodiscard]] Json json(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return Json::parse(in, nullptr, false);
  }

  /// Two servers: one that is sound, one that accepts RSV3.
  [[nodiscard]] Json two_servers() const {
    return {{"outdir", (folder_ / "out").string()},
            {"options", {{"failByDrop", false}}},
            {"servers",
             {{{"agent", "sound"}, {"url", server_.url("/echo")}, {"options", {{"version", 18}}}},
              {{"agent", "loose 3"}, {"url", server_.url("/fault/accepts-rsv3")}}}},
            {"cases", {"1.1.1", "3.*", "4.1.*"}},
            {"exclude-cases", {"4.*"}},
            {"exclude-agent-cases", {{"loose*", {"1.1.1"}}}}};
  }

  const ReferenceServer server_;
  const std::filesystem::path folder_;
};

TEST_F(CheckSpec, TestsAllServersOfAFuzzingclientAndWritesOneIndex) {
  const auto outcome = check({"server", "--spec", file("fuzzingclient.json", two_servers())});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("fuzzingclient.json: /options/failByDrop: "), HasSubstr("/servers/0/options/version: ")));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("sound: "), HasSubstr("loose 3: ")));
  const auto index = json("out/index.json");
  ASSERT_EQ(index.size(), 2U) << index;
  EXPECT_EQ(index["sound"]["1.1.1"]["behavior"], "OK");
  EXPECT_EQ(index["sound"]["3.1"]["behavior"], "OK");
  EXPECT_EQ(index["loose 3"]["3.1"]["behavior"], "FAILED");
  EXPECT_FALSE(index["sound"].contains("4.1.1"));    // excluded for all
  EXPECT_FALSE(index["loose 3"].contains("1.1.1"));  // excluded for this agent
  const auto report = index["sound"]["3.1"]["reportfile"].get<std::string>();
  EXPECT_EQ(json("out/" + report)["agent"], "sound");
}

TEST_F(CheckSpec, NamesTheFilesOfEachServer) {
  const auto spec = file("fuzzingclient.json", two_servers());
  const auto json_file = (folder_ / "report.json").string();
  const auto html_file = (folder_ / "report.html").string();
  EXPECT_EQ(check({"server", "--spec", spec, "--json", json_file, "--html", html_file}).code, 1);
  EXPECT_EQ(json("report-sound.json")["peer"], "sound");
  EXPECT_EQ(json("report-loose_3.json")["peer"], "loose 3");
  EXPECT_TRUE(std::filesystem::exists(html_file));
}

TEST_F(CheckSpec, KeepsABaselineOfEachServer) {
  const auto spec = file("fuzzingclient.json", two_servers());
  const auto known = (folder_ / "known.json").string();
  EXPECT_EQ(check({"server", "--spec", spec, "--write-baseline", known}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(known));
  EXPECT_TRUE(json("known-sound.json")["known"].empty());
  EXPECT_FALSE(json("known-loose_3.json")["known"].empty());
  EXPECT_EQ(check({"server", "--spec", spec, "--baseline", known}).code, 0);

  const auto one = server_.url("/fault/accepts-rsv3");  // it has that name in the file
  EXPECT_EQ(check({"server", one, "--spec", spec, "--baseline", known}).code, 0);
  EXPECT_EQ(check({"server", one, "--spec", spec, "--baseline", known, "--write-baseline", known}).code, 0);
  EXPECT_EQ(json("known.json"), json("known-loose_3.json"));
  std::filesystem::remove(known);

  std::filesystem::rename(folder_ / "known-loose_3.json", known);  // from now on that of all who have none
  EXPECT_EQ(check({"server", "--spec", spec, "--baseline", known}).code, 0);
  std::filesystem::remove(folder_ / "known-sound.json");
  const auto stale = check({"server", "--spec", spec, "--baseline", known});
  EXPECT_EQ(stale.code, 1);
  EXPECT_THAT(stale.out, HasSubstr("the baseline is stale"));
}

TEST_F(CheckSpec, TellsWhatIsWrongWithABaselineBeforeItTestsAnybody) {
  const auto spec = file("fuzzingclient.json", two_servers());
  const auto known = (folder_ / "known.json").string();
  const auto refused = [&] {
    const auto outcome = check({"server", "--spec", spec, "--baseline", known});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.out, IsEmpty());
    return outcome.err;
  };
  EXPECT_THAT(refused(), HasSubstr("known-sound.json or " + known));
  file("known-sound.json", {{"known", 1}});
  EXPECT_THAT(refused(), HasSubstr("known-sound.json: "));
  file("known-sound.json", {{"schema_version", 1}, {"known", Json::object()}});
  EXPECT_THAT(refused(), HasSubstr("cannot read " + (folder_ / "known-loose_3.json").string()));
}

TEST_F(CheckSpec, TellsWhichFileOfAServerCannotBeWritten) {
  const auto spec = file("fuzzingclient.json", two_servers());
  std::filesystem::create_directories(folder_ / "report");  // no file of this run is called so
  std::filesystem::create_directories(folder_ / "report-loose_3");
  const auto outcome = check({"server", "--spec", spec, "--json", (folder_ / "report").string()});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("cannot write " + (folder_ / "report-loose_3").string()));
}

TEST_F(CheckSpec, LetsOptionsWinOverHeaderFieldsOfTheFile) {
  auto content = two_servers();
  content["servers"][1]["options"]["headers"] = {"Origin: http://a", "Authorization: Basic YTpi", "X-Other: 1"};
  content["servers"][0]["origin"] = "http://b";
  content["servers"][0]["options"]["headers"] = {"Origin: http://a"};
  const auto spec = file("fuzzingclient.json", content);
  const auto report = (folder_ / "r.json").string();
  EXPECT_EQ(check({"server", "--spec", spec, "--origin", "http://c", "-u", "c:d", "--json", report}).code, 1);
  EXPECT_EQ(check({"server", "--spec", spec, "-H", "Origin: http://d", "--json", report}).code, 1);
  EXPECT_EQ(check({"server", "--spec", spec, "--json", report}).code, 1);
  EXPECT_FALSE(json("r-sound.json").empty());
}

TEST_F(CheckSpec, LetsTheCommandLineWin) {
  const auto spec = file("fuzzingclient.json", two_servers());
  const auto out = (folder_ / "other").string();
  const auto outcome = check({"server", server_.url("/echo"), "autobahn/1.1.2", "--spec", spec, "--autobahn", out});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
  const auto index = json("other/index.json");
  ASSERT_EQ(index.size(), 1U);
  EXPECT_TRUE(index["sound"].contains("1.1.2"));
  EXPECT_FALSE(index["sound"].contains("3.1"));
}

TEST_F(CheckSpec, TakesACaseForNoUrl) {
  const auto spec = file("fuzzingclient.json", two_servers());
  const auto outcome = check({"server", "autobahn/1.1.2", "--spec", spec, "--dry-run"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("sound:\n"), HasSubstr("loose 3:\n"), Not(HasSubstr("rsv"))));
}

TEST_F(CheckSpec, GoesOnWithTheNextServerWhenOneIsNotThere) {
  auto content = two_servers();
  content["servers"][1]["url"] = "ws://127.0.0.1:1/";
  const auto outcome =
      check({"server", "--spec", file("fuzzingclient.json", content), "--json", (folder_ / "report.json").string()});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("loose 3: "));
  EXPECT_FALSE(json("report-sound.json").empty())
      << "one of a run of several, though it is the only one that was there";
  EXPECT_EQ(json("out/index.json")["sound"]["3.1"]["behavior"], "OK");
}

TEST_F(CheckSpec, TellsWhatCannotBeSentBeforeItTestsAnybody) {
  const auto refused = [this](const char* key, const auto& value) {
    auto content = two_servers();
    content["servers"][1][key] = value;
    const auto outcome = check({"server", "--spec", file("fuzzingclient.json", content), "--dry-run"});
    EXPECT_EQ(outcome.code, 2);
    return outcome.err;
  };
  using Json = nlohmann::ordered_json;
  EXPECT_THAT(refused("protocols", Json{"a", "a"}), HasSubstr("/servers/1/protocols/1: \"a\" stands twice"));
  EXPECT_THAT(refused("options", Json{{"headers", {{"Host", "b"}}}}),
              HasSubstr("/servers/1/options/headers/Host: the handshake sets Host itself"));
  EXPECT_THAT(refused("origin", "http://a\r\nX: y"), HasSubstr("/servers/1/origin: expected no control characters"));
  EXPECT_THAT(refused("options", Json{{"headers", Json::array({"no colon"})}}),
              HasSubstr("/servers/1/options/headers/0: expected a field name"));
}

TEST_F(CheckSpec, TellsThePlaceOfAPatternThatFitsNoCase) {
  auto content = two_servers();
  content["cases"] = {"1.*", "14.*"};
  const auto outcome = check({"server", "--spec", file("fuzzingclient.json", content)});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("fuzzingclient.json: /cases/1: no case is called"));
}

TEST_F(CheckSpec, WantsAUrlOrAFile) {
  const auto outcome = check({"server"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("expected the URL of a server, or --spec FILE"));
}

TEST_F(CheckSpec, ReadsAFuzzingserver) {
  const auto spec = file("fuzzingserver.json", {{"url", "ws://127.0.0.1:9001"},
                                                {"options", {{"failByDrop", false}}},
                                                {"outdir", (folder_ / "clients").string()},
                                                {"webport", 8080},
                                                {"cases", {"1.1.*", "3.1"}},
                                                {"exclude-cases", {"1.1.8"}},
                                                {"exclude-agent-cases", Json::object()}});
  const std::string echo = std::string("'") + PARLEY_PROGRAM + "' echo {url}";
  const auto outcome = check({"client", "--spec", spec, "--port", "0", "--exec", echo});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("/webport: has no effect"));
  const auto index = json("clients/index.json");
  ASSERT_EQ(index.size(), 1U) << index;
  EXPECT_EQ((*index.begin())["1.1.1"]["behavior"], "OK");
  EXPECT_FALSE(index.begin()->contains("1.1.8"));
}

TEST_F(CheckSpec, ListensWhereAFuzzingserverSays) {
  const auto port = server_.url("").substr(std::string("ws://127.0.0.1:").size());  // taken: it cannot listen there
  const auto spec = file("fuzzingserver.json",
                         {{"url", "ws://localhost:" + port}, {"cases", {"1.1.1"}}, {"outdir", folder_.string()}});
  const auto outcome = check({"client", "--spec", spec, "--exec", "true"});
  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("127.0.0.1 port " + port));
}

}  // namespace
}  // namespace parley::cli
