// `parley check server` as a user starts it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/reference_server.hpp"

namespace parley::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::parley;
using testing::ReferenceServer;
using Json = nlohmann::json;

Outcome check_server(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"check", "server"});
  return parley(arguments);
}

const std::string strains = "6455-10.4-announced-2-60";

std::string seen(const Outcome& outcome, const std::string& id) {
  const auto report = Json::parse(outcome.out, nullptr, false);
  if (!report.is_object()) return "no report: " + outcome.err;
  for (const auto& entry : report["entries"]) {
    if (entry["id"] == id) return entry["seen"];
  }
  return "no such case";
}

TEST(CheckServer, WatchesTheProcessOfPid) {
  const ReferenceServer server;
  const auto watched = check_server({server.url("/echo"), strains, "--json", "-", "--pid", server.pid()});
  EXPECT_EQ(watched.code, 0) << watched.err;
  EXPECT_THAT(seen(watched, strains), HasSubstr("the peer grew by"));
  const auto unwatched = check_server({server.url("/echo"), strains, "--json", "-"});
  EXPECT_THAT(seen(unwatched, strains), Not(HasSubstr("the peer grew by")));
}

TEST(CheckServer, WatchesTheServerThatItStarted) {
  const auto outcome =
      check_server({"ws://127.0.0.1:{{port}}/echo", "--exec-server",
                    std::string("'") + PARLEY_PROGRAM + "' serve --port {{port}}", strains, "--json", "-"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(seen(outcome, strains), HasSubstr("the peer grew by"));
}

TEST(CheckServer, RefusesAPidThatDoesNotExist) {
  const auto outcome = check_server({"ws://127.0.0.1:1/", "--pid", "2147483647"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--pid: there is no process 2147483647"));
  const auto word = check_server({"ws://127.0.0.1:1/", "--pid", "node"});
  EXPECT_EQ(word.code, 2);
  EXPECT_THAT(word.err, HasSubstr("--pid"));
}

TEST(CheckServer, RefusesAPidBesideAServerOfItsOwn) {
  const auto outcome = check_server({"ws://127.0.0.1:{{port}}/", "--exec-server", "true", "--pid", "1"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--exec-server excludes --pid"));
}

TEST(CheckServer, LeavesOutWhatAServerSaysWhenAConnectionOpens) {
  const ReferenceServer server({"--path", "/greets=echo?greeting=hello"});
  const auto outcome = check_server({server.url("/greets"), "autobahn/1.*", "6455-5.1-*"});
  EXPECT_EQ(outcome.code, 0) << outcome.out;
  EXPECT_THAT(outcome.err, HasSubstr("begins each connection with 1 message of its own, which is no answer"));
  EXPECT_THAT(outcome.out, Not(HasSubstr(" skipped;")));

  const auto replay = [&](const std::string& path, const std::string& greeting) {
    return parley({"replay", server.url(path), "autobahn/1.1.2", "--greeting", greeting});
  };
  EXPECT_EQ(replay("/greets", "1").code, 0);
  EXPECT_EQ(replay("/greets", "2").code, 0) << "skipped";
  EXPECT_EQ(parley({"replay", server.url("/greets"), "autobahn/1.1.2"}).code, 1);
}

/// One that goes on by itself would be accused of its next message at any time.
TEST(CheckServer, TakesNoClockForAGreeting) {
  const ReferenceServer server({"--path", "/clock=heart-rate?interval=300ms"});
  const auto outcome = check_server({server.url("/clock"), "autobahn/1.1.2"});
  EXPECT_THAT(outcome.err, Not(HasSubstr("of its own")));
  EXPECT_EQ(outcome.code, 77) << outcome.out;
}

TEST(CheckServer, JudgesNobodyWhoTurnsItAway) {
  const ReferenceServer server;
  const auto outcome = check_server({server.url("/nowhere")});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("HTTP 404"), HasSubstr("--origin")));
}

TEST(CheckServer, PlaysNoMonitorAlone) {
  const ReferenceServer server;
  const std::string monitor = "6455-5.1-monitor-masked";
  for (const auto& outcome :
       {check_server({server.url("/echo"), monitor}), parley({"replay", server.url("/echo"), monitor})}) {
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("is a monitor"));
  }
}

TEST(Show, TellsTheRuleOfAMonitor) {
  const std::string monitor = "6455-5.3-monitor-fresh-key";
  const auto shown = parley({"show", "--client", monitor});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, AllOf(HasSubstr(monitor), HasSubstr("RFC 6455 §5.3"), HasSubstr("cannot be foreseen")));
  const auto both = parley({"show", "--client", "6455-5.1-m*"});
  EXPECT_THAT(both.out, AllOf(HasSubstr("6455-5.1-monitor-unmasked"), HasSubstr("6455-5.1-masked-text")));
  EXPECT_EQ(parley({"show", monitor}).code, 2) << "a server masks nothing";
}

}  // namespace
}  // namespace parley::cli
