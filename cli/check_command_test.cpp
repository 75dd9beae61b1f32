// `parley check`, `list`, `show`, `replay` and `report` as a user starts them: exit codes, files, baselines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/program.hpp"
#include "cli/testing/reference_server.hpp"
#include "cli/words.hpp"

namespace parley::cli {
namespace {

using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::parley;
using testing::Program;
using testing::ReferenceServer;

const std::string program = std::string("'") + PARLEY_PROGRAM + "'";
const std::string unmasked_text = "6455-5.1-unmasked-text";
const std::string unmasked_ping = "6455-5.1-unmasked-ping";
const std::string code_1000 = "6455-7.4.1-code-1000";
const std::string masked_text = "6455-5.1-masked-text";
const std::string disputed = "6455-5.2-length-top-bit";

class CheckTest : public ::testing::Test {
 protected:
  CheckTest() : folder_(std::filesystem::temp_directory_path() / ("parley-check-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~CheckTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return path(name);
  }

  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  [[nodiscard]] Json json(const std::string& name) const { return Json::parse(content(name)); }

  /// Against a server that takes unmasked frames, or has another fault.
  [[nodiscard]] Outcome check(const std::string& fault, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"check", "server", base_ + "/fault/" + fault});
    return parley(arguments);
  }

  static Outcome check_client(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "client"});
    return parley(arguments);
  }

  /// The command that a failure is told with, without the name of the program.
  static std::vector<std::string> hinted(const Outcome& outcome) {
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("    parley ")) continue;
      auto words = split_words(line);
      words.erase(words.begin());
      return words;
    }
    ADD_FAILURE() << "no hint in:\n" << outcome.out;
    return {};
  }

  static std::string driver(const std::string& more) { return program + " echo --driver {base} " + more; }

  std::filesystem::path folder_;
  ReferenceServer server_;
  std::string base_ = server_.url("");
};

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
  EXPECT_EQ(json("c.json")["summary"]["skipped"], 0);

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
  EXPECT_EQ(json("autobahn/" + index["7.7.1"]["reportfile"].get<std::string>())["id"], code_1000);
}

TEST_F(CheckTest, KeepsStandardOutputForTheMachine) {
  const auto outcome = check("none", {code_1000, "--json", "-"});
  EXPECT_EQ(Json::parse(outcome.out)["summary"]["fail"], 0);
  EXPECT_THAT(outcome.err, HasSubstr("0 failed"));
}

TEST_F(CheckTest, TheClientIsStartedForEachCase) {
  const auto outcome = check_client({"--exec", program + " echo {url}", code_1000, "6455-5.2-text-of-126"});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("0 failed; 2 cases"));
  const auto wrong = check_client({"--exec", program + " echo {url} --fault accepts-masked", "6455-5.1-masked-text"});
  EXPECT_EQ(wrong.code, 1) << wrong.out;
}

TEST_F(CheckTest, ADriverWalksThroughTheCases) {
  const auto outcome = check_client({"--exec-once", driver(""), "6455-5.1-masked-*", "--json", path("r.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(json("r.json")["peer"], "parley");
  EXPECT_EQ(check_client({"--exec-once", driver("--fault accepts-masked"), "6455-5.1-masked-*"}).code, 1);
}

TEST_F(CheckTest, ADriverThatBreaksDownHasNotPassed) {
  const auto whole = check_client({"--exec-once", driver("") + "; exit 7", "6455-5.1-masked-*"});
  EXPECT_EQ(whole.code, 0) << "it had played them all: " << whole.err;
  const std::string one = program + " echo {base}/case/6455-5.1-masked-text";
  const auto broken = check_client({"--exec-once", one + "; echo it broke >&2; exit 7", "6455-5.1-masked-*"});
  EXPECT_EQ(broken.code, 3) << broken.out;
  EXPECT_THAT(broken.err, AllOf(HasSubstr("the client ended (exit code 7) after 1 of "), HasSubstr("it broke")));
  const auto left = check_client({"--exec-once", one + "; true", "6455-5.1-masked-*"});
  EXPECT_EQ(left.code, 0) << left.err;
  EXPECT_THAT(left.err, HasSubstr("note: the client ended after 1 of "));
}

TEST_F(CheckTest, EachOfSeveralAgentsHasItsFiles) {
  const auto both = driver("--agent good") + " && " + driver("--agent bad --fault accepts-masked");
  const auto outcome =
      check_client({"--exec-once", both, "6455-5.1-masked-text", "--json", path("r.json"), "--junit", path("r.xml"),
                    "--html", path("r.html"), "--autobahn", path("a"), "--write-baseline", path("known.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.err;  // a baseline was written
  EXPECT_EQ(json("r-good.json")["summary"]["fail"], 0);
  EXPECT_EQ(json("r-bad.json")["summary"]["fail"], 1);
  EXPECT_THAT(content("r-good.xml"), Not(HasSubstr("<failure")));
  EXPECT_THAT(content("r-bad.xml"), HasSubstr("<failure"));
  EXPECT_EQ(json("known-good.json")["known"].size(), 0U);
  EXPECT_EQ(json("known-bad.json")["known"].size(), 1U);
  EXPECT_THAT(content("r.html"), AllOf(HasSubstr("\"good\""), HasSubstr("\"bad\"")));
  EXPECT_EQ(json("a/index.json").size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(path("r.json")));
  EXPECT_EQ(check_client({"--exec-once", both, "6455-5.1-masked-text"}).code, 1) << "the worst of them counts";
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
}  // namespace parley::cli
