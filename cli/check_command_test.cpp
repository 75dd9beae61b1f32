// `parley check`, `list`, `show`, `replay` and `report` as a user starts them: exit codes, files, baselines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "cli/testing/check_test.hpp"

namespace parley::cli::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CheckTest, PassesASoundServer) {
  const auto outcome = check("none", {unmasked_text, code_1000});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("0 failed; 2 cases"), Not(HasSubstr("\x1b["))));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(CheckTest, TellsAFailureInRuleSightAndReplay) {
  const auto outcome = check("accepts-unmasked", {unmasked_text, code_1000});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("✗ " + unmasked_text + "  must  RFC 6455 §5.1"), HasSubstr("seen: "),
                                 HasSubstr("parley replay " + base_ + "/fault/accepts-unmasked " + unmasked_text),
                                 HasSubstr("1 failed; 2 cases"), Not(HasSubstr("✗ " + code_1000))));
}

TEST_F(CheckTest, WritesNoCloseWithinAFrame) {
  // This one answers the first fragment while the rest of the message is still to be written.
  const auto outcome = check("fragments-as-messages", {"6455-5.4-three-fragments-cut-after-17"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, Not(HasSubstr("6455-5.5.1-monitor-close-answered")));
}

TEST_F(CheckTest, IsStricterWhenAsked) {
  EXPECT_EQ(check("accepts-highest-bit", {disputed}).code, 0);
  EXPECT_EQ(check("accepts-highest-bit", {disputed, "--strict"}).code, 1);
  EXPECT_EQ(check("none", {disputed, "--strict"}).code, 0);
}

TEST_F(CheckTest, FaultsOnTheCommandLine) {
  const auto error = [&](const std::vector<std::string>& arguments) {
    const auto outcome = parley(arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    return outcome.err;
  };
  const auto url = base_ + "/echo";
  EXPECT_THAT(error({"check", "server", url, "6455-9.9-nothing"}), HasSubstr("6455-9.9-nothing"));
  EXPECT_THAT(error({"check", "server", url, "--level", "perhaps"}), HasSubstr("level"));
  EXPECT_THAT(error({"check", "server", url, "utf8", "--exclude", "utf8"}), HasSubstr("--exclude leaves no case"));
  EXPECT_THAT(error({"check", "server", url, "--baseline", path("none.json")}), HasSubstr("none.json"));
  EXPECT_THAT(error({"check", "server", url, "--baseline", file("bad.json", "{\"known\": 1}")}),
              AllOf(HasSubstr("bad.json"), HasSubstr("/known")));
  for (const auto& report : {"--json", "--junit", "--html", "--write-baseline", "--autobahn"}) {  // before the run
    EXPECT_THAT(error({"check", "server", url, code_1000, report, "/proc/none"}), HasSubstr("cannot write /proc/none"));
    EXPECT_THAT(error({"check", "client", report, "/proc/none"}), HasSubstr("cannot write /proc/none"));
  }
  EXPECT_THAT(error({"check", "server", url, "--jobs", "0"}), HasSubstr("--jobs"));
  EXPECT_THAT(error({"check", "server", "http://127.0.0.1/"}), HasSubstr("http"));
  EXPECT_THAT(error({"check", "client", "--exec", "a", "--exec-once", "b"}), HasSubstr("--exec"));
  EXPECT_THAT(error({"check"}), HasSubstr("subcommand"));
  EXPECT_THAT(error({"show"}), HasSubstr("CASE"));
  EXPECT_THAT(error({"replay", url}), HasSubstr("CASE"));
  for (const auto& nothing : {"0s", "-1s", "soon"}) {
    EXPECT_THAT(error({"check", "server", url, code_1000, "--timeout", nothing}), HasSubstr("--timeout"));
    EXPECT_THAT(error({"replay", url, code_1000, "--timeout", nothing}), HasSubstr("--timeout"));
    EXPECT_THAT(error({"list", "--timeout", nothing}), HasSubstr("--timeout"));
    EXPECT_THAT(error({"show", code_1000, "--timeout", nothing}), HasSubstr("--timeout"));
  }
  EXPECT_THAT(error({"report", path("none.json")}), HasSubstr("none.json"));
  EXPECT_THAT(error({"report", file("no.json", "{}")}), HasSubstr("no.json"));
}

TEST_F(CheckTest, SaysWhenNobodyIsThere) {
  const auto outcome = parley({"check", "server", "ws://127.0.0.1:9/", code_1000});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("127.0.0.1"));
  const auto command = parley({"check", "server", "ws://127.0.0.1:{{port}}/", "--exec-server", "false", code_1000});
  EXPECT_EQ(command.code, 3);
  EXPECT_THAT(command.err, HasSubstr("ended before it was ready"));
  EXPECT_EQ(check_client({"--exec-once", "false", code_1000}).code, 3);
  const auto nobody = check_client({"--exec", "true", code_1000});
  EXPECT_EQ(nobody.code, 3) << nobody.out;
  EXPECT_THAT(nobody.out, HasSubstr("ended (exit code 0) without a case being played"));
}

TEST_F(CheckTest, SaysWhenAllIsSkipped) {
  const auto outcome =
      parley({"check", "server", base_ + "/broadcast", "6455-5.2-text-of-126", "--json", path("r.json")});
  EXPECT_EQ(outcome.code, 77) << outcome.out;
  EXPECT_EQ(json("r.json")["entries"][0]["verdict"], "skipped");
}

TEST_F(CheckTest, EndsInOrderAtASignal) {
  Program waiting(PARLEY_PROGRAM,
                  {"check", "client", "--exec-once", "echo up > " + path("up") + "; exec sleep 60", code_1000});
  while (!std::filesystem::exists(path("up"))) ::usleep(1000);
  waiting.signal(SIGINT);
  EXPECT_EQ(waiting.exit_code(), 130);
}

TEST_F(CheckTest, ABaselineLetsOnlyNewsFail) {
  const auto known = path("known.json");
  EXPECT_EQ(check("accepts-unmasked", {unmasked_text, unmasked_ping, "--write-baseline", known}).code, 0);
  EXPECT_THAT(json("known.json")["known"][unmasked_text].get<std::string>(), HasSubstr("RFC 6455 §5.1: "));

  const auto fine = check("accepts-unmasked", {unmasked_text, unmasked_ping, "--baseline", known});
  EXPECT_EQ(fine.code, 0) << fine.out;
  EXPECT_THAT(fine.out, HasSubstr("0 failed, 2 known"));

  const auto news = check("accepts-unmasked", {"6455-5.1-unmasked-*", "--baseline", known});
  EXPECT_EQ(news.code, 1);
  EXPECT_THAT(news.out, Not(HasSubstr("✗ " + unmasked_text + " ")));

  const auto mended = check("none", {unmasked_text, unmasked_ping, "--baseline", known, "--junit", path("r.xml")});
  EXPECT_EQ(mended.code, 1);
  EXPECT_THAT(mended.out, HasSubstr(unmasked_text + "  passes now: the baseline is stale"));
  EXPECT_THAT(content("r.xml"), HasSubstr("passes now: the baseline is stale"));
}

TEST_F(CheckTest, OnlyCasesThatWerePlayedCanBeStale) {
  const auto known = file("known.json", R"({"schema_version": 1, "known": {")" + unmasked_text + R"(": "why"}})");
  EXPECT_EQ(check("none", {code_1000, "--baseline", known}).code, 0);
  EXPECT_EQ(check("none", {unmasked_text, "--baseline", known}).code, 1);
  const auto unknown = file("unknown.json", R"({"schema_version": 1, "known": {"6455-9.9-gone": "why"}})");
  EXPECT_EQ(check("none", {code_1000, "--baseline", unknown}).code, 1);
}

TEST_F(CheckTest, NotesInABaselineAreKept) {
  const auto known = file("known.json", R"({"schema_version": 1, "known": {")" + unmasked_text + R"(": "we know"}})");
  const std::vector<std::string> both{unmasked_text, unmasked_ping, "--baseline", known, "--write-baseline", known};
  EXPECT_EQ(check("accepts-unmasked", both).code, 0);
  const auto written = json("known.json")["known"];
  EXPECT_EQ(written[unmasked_text], "we know");
  EXPECT_TRUE(written.contains(unmasked_ping));
}

TEST_F(CheckTest, DryRunPlaysNothing) {
  const auto server = parley({"check", "server", "ws://127.0.0.1:9/", "autobahn/7.1.1", code_1000, "--dry-run"});
  EXPECT_EQ(server.code, 0);
  EXPECT_THAT(server.out, HasSubstr(code_1000 + "\n"));
  const auto client = check_client({code_1000, "--dry-run"});
  EXPECT_EQ(client.code, 0);
  EXPECT_EQ(client.out, code_1000 + "\n");
}

TEST_F(CheckTest, StartsTheServer) {
  const std::string url = "ws://127.0.0.1:{{port}}/fault/accepts-unmasked";
  const auto serve = program + " serve --port {{port}}";
  const auto outcome = parley({"check", "server", url, "--exec-server", serve, unmasked_text});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  const auto again = parley(hinted(outcome));
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr(unmasked_text));
  const auto ready = parley({"check", "server", url, "--exec-server", serve, "--ready", "listening", code_1000});
  EXPECT_EQ(ready.code, 0) << ready.err;
}

TEST_F(CheckTest, HintsAtAReplayUnderTheSameOptions) {
  Program secure(PARLEY_PROGRAM, {"serve", "--tls", "--port", "0"});
  const auto line = secure.read_line();
  const auto url = line.substr(line.find("wss://")) + "/fault/accepts-unmasked?a=1&b=it's";
  const std::vector<std::string> options = {"-H",
                                            "X-Note: it's so",
                                            "--origin",
                                            "https://a.example",
                                            "--subprotocol",
                                            "chat",
                                            "--subprotocol",
                                            "v2",
                                            "-u",
                                            "me:a b",
                                            "--insecure",
                                            "--timeout",
                                            "2s"};
  auto words = options;
  words.insert(words.begin(), {"check", "server", url});
  words.push_back(unmasked_text);
  const auto outcome = parley(words);
  EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
  words = options;
  words.insert(words.begin(), {"replay", url});
  words.push_back(unmasked_text);
  EXPECT_EQ(hinted(outcome), words);
  const auto again = parley(hinted(outcome));  // without --insecure it would be 3
  EXPECT_EQ(again.code, 1) << again.out << again.err;
}

TEST_F(CheckTest, HintsAtARunWithTheClientUnderTheSameOptions) {
  const auto outcome =
      check_client({"--tls", "--timeout", "2s", "--exec-once", driver("-k --fault accepts-masked"), masked_text});
  EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
  const auto again = parley(hinted(outcome));
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(hinted(outcome), AllOf(Contains("--tls"), Contains("--timeout"), Contains("2s")));
}

TEST_F(CheckTest, LooksBelowAtTls) {
  Program secure(PARLEY_PROGRAM, {"serve", "--tls", "--port", "0"});
  const auto line = secure.read_line();
  const auto url = line.substr(line.find("wss://")) + "/echo";
  const auto server = parley({"check", "server", url, "-k", "tls", "--strict", "--json", path("server.json")});
  EXPECT_EQ(server.code, 0) << server.out << server.err;
  EXPECT_EQ(json("server.json")["summary"]["skipped"], 0);
  const auto client = check_client({"--tls", "--exec-once", driver("-k"), "tls", "--strict", "--json", path("c.json")});
  EXPECT_EQ(client.code, 0) << client.out << client.err;
  EXPECT_EQ(json("c.json")["summary"]["skipped"], 1) << "an address is no name to ask for";

  const auto plain = parley({"check", "server", base_ + "/echo", "tls", "--json", path("plain.json")});
  EXPECT_EQ(plain.code, 0) << plain.out << plain.err;
  EXPECT_GT(json("plain.json")["summary"]["skipped"], 0);
}

TEST_F(CheckTest, WritesEveryKindOfReport) {
  const auto outcome =
      check("accepts-unmasked", {unmasked_text, code_1000, "--json", path("out/r.json"), "--junit", path("out/r.xml"),
                                 "--html", path("out/r.html"), "--autobahn", path("autobahn")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(json("out/r.json")["summary"]["failures"], 1);
  EXPECT_THAT(content("out/r.xml"), HasSubstr("<failure"));
  EXPECT_THAT(content("out/r.html"), HasSubstr(unmasked_text));
  const auto index = json("autobahn/index.json")[base_ + "/fault/accepts-unmasked"];
  EXPECT_EQ(index[unmasked_text]["behavior"], "FAILED");
  EXPECT_EQ(index["7.7.1"]["behavior"], "OK");
  EXPECT_EQ(index["7.7.1"]["behaviorClose"], "OK");
  EXPECT_EQ(json("autobahn/" + index["7.7.1"]["reportfile"].get<std::string>())["parleyId"], code_1000);
}

TEST_F(CheckTest, KeepsStandardOutputForTheMachine) {
  const auto outcome = check("none", {code_1000, "--json", "-"});
  EXPECT_EQ(Json::parse(outcome.out)["summary"]["fail"], 0);
  EXPECT_THAT(outcome.err, HasSubstr("0 failed"));
}

TEST_F(CheckTest, ListsAndShows) {
  // More than a pipe holds.
  Program lists("/bin/sh", {"-c", program + " list --json > " + path("server.json") + " && " + program +
                                      " list --client --json > " + path("client.json")});
  EXPECT_EQ(lists.exit_code(), 0) << lists.rest_of_stderr();
  EXPECT_GT(json("server.json").size(), 1000U);
  EXPECT_GT(json("client.json").size(), 1000U);
  EXPECT_THAT(parley({"list", "9110-5.5-obs-text"}).out, HasSubstr("The request has X-Parley: caf\\xe9\n"));
  EXPECT_THAT(parley({"list", "--section", "5.2", "--level", "disputed"}).out,
              AllOf(HasSubstr(disputed + " "), Not(HasSubstr("6455-5.2-text-of-126 "))));
  EXPECT_THAT(parley({"list", "--group", "performance"}).out,
              AllOf(HasSubstr("performance-"), Not(HasSubstr("6455-5.5"))));
  EXPECT_EQ(parley({"list", "--group", "perform"}).code, 2);
  EXPECT_THAT(parley({"list", "autobahn/7.7.1"}).out, AllOf(HasSubstr(code_1000), EndsWith("1 case\n")));
  const auto shown = parley({"show", code_1000});
  EXPECT_EQ(shown.code, 0);
  EXPECT_THAT(shown.out, AllOf(HasSubstr("RFC 6455 §7.4.1"), HasSubstr("rule"), HasSubstr("03e8")));
}

TEST_F(CheckTest, ShowsAsMuchAsOneReads) {
  for (const auto* large : {"9110-5.4-field-of-1-mib", "9110-5.4-ten-thousand-fields", "6455-10.4-many-pings"}) {
    const auto shown = parley({"show", large});
    EXPECT_EQ(shown.code, 0);
    EXPECT_LT(shown.out.size(), 10'000U) << large;
    EXPECT_THAT(shown.out, AnyOf(HasSubstr(" bytes)"), HasSubstr(" more lines"), HasSubstr(" more frames"))) << large;
  }
}

TEST_F(CheckTest, ReplaysWithTheWireOnScreen) {
  const auto fine = parley({"replay", base_ + "/echo", code_1000});
  EXPECT_EQ(fine.code, 0) << fine.err;
  EXPECT_THAT(fine.out, AllOf(HasSubstr("on the wire"), HasSubstr("→ GET /echo HTTP/1.1"), HasSubstr("← close 1000"),
                              HasSubstr("pass")));
  const auto wrong = parley({"replay", base_ + "/fault/accepts-unmasked", unmasked_text});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("✗ fail"));
}

TEST_F(CheckTest, SetsReportsSideBySide) {
  EXPECT_EQ(check("none", {unmasked_text, code_1000, "--json", path("good.json")}).code, 0);
  EXPECT_EQ(check("accepts-unmasked", {unmasked_text, code_1000, "--json", path("bad.json")}).code, 1);
  const auto table = parley({"report", path("good.json"), path("bad.json")});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, AllOf(HasSubstr("good"), HasSubstr("bad"), HasSubstr(unmasked_text), Not(HasSubstr(code_1000)),
                               HasSubstr("They differ on 1 of ")));
  EXPECT_EQ(parley({"report", path("good.json"), path("bad.json"), "--html", path("m.html")}).code, 0);
  EXPECT_THAT(content("m.html"), AllOf(HasSubstr("\"good\""), HasSubstr("\"bad\"")));
}

}  // namespace
}  // namespace parley::cli::testing
