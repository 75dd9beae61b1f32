// `parley check client` as a user starts it: a client for each case, and drivers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "cli/testing/check_test.hpp"

namespace parley::cli::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(CheckTest, TheClientIsStartedForEachCase) {
  const auto outcome = check_client({"--exec", program + " echo {url}", code_1000, "6455-5.2-text-of-126"});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("0 failed; 2 cases"));
  const auto wrong = check_client({"--exec", program + " echo {url} --fault accepts-masked", "6455-5.1-masked-text"});
  EXPECT_EQ(wrong.code, 1) << wrong.out;
}

TEST_F(CheckTest, TheUrlsHaveTheHostThatTheUserNames) {
  const auto go = program + " echo \"$(echo {url} | sed s/a.test/127.0.0.1/)\"";  // as a hosts file would
  const auto outcome = check_client({"--exec", go, "--host", "a.test", "--strict", code_1000});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  const auto wrong = check_client({"--exec", go + " --fault accepts-masked", "--host", "a.test", masked_text});
  EXPECT_EQ(wrong.code, 1) << wrong.out;
  EXPECT_THAT(hinted(wrong), Contains("--host"));
  const auto nobody = check_client({"--exec", "echo {url}; false", "--host", "::1", code_1000});
  EXPECT_EQ(nobody.code, 3);
  EXPECT_THAT(nobody.out + nobody.err, HasSubstr("ws://[::1]:"));
  for (const auto* host : {"a.test:80", "[::1]", "u@a", "a b"}) {
    const auto refused = check_client({"--host", host, code_1000});
    EXPECT_EQ(refused.code, 2) << host;
    EXPECT_THAT(refused.err, HasSubstr("expected a name or an IP address")) << host;
  }
}

TEST_F(CheckTest, AClientThatCrashesHasNotPassed) {
  const auto outcome = check_client(
      {"--exec", program + " echo {url}; kill -SEGV $$", "6455-5.1-masked-text", "--json", path("r.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  const auto entry = json("r.json")["entries"][0];
  EXPECT_EQ(entry["verdict"], "warning");
  EXPECT_EQ(entry["why"], "this ends the client's process: signal 11");
}

TEST_F(CheckTest, AClientThatDidNotAnswerInTimeIsStartedOnceMore) {
  const auto once = "mkdir '" + path("was-here") + "' 2>/dev/null && fault='--fault no-pong'; ";
  const auto outcome = check_client(
      {"--exec", once + program + " echo {url} $fault", "6455-5.5.2-pings-among-messages", "--json", path("r.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  const auto entry = json("r.json")["entries"][0];
  EXPECT_EQ(entry["verdict"], "pass-lenient");
  EXPECT_THAT(entry["why"], HasSubstr("second time"));
}

TEST_F(CheckTest, ADriverWalksThroughTheCases) {
  const auto outcome = check_client({"--exec-once", driver(""), "6455-5.1-masked-*", "--json", path("r.json")});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(json("r.json")["peer"], "parley");
  EXPECT_EQ(check_client({"--exec-once", driver("--fault accepts-masked"), "6455-5.1-masked-*"}).code, 1);
}

TEST_F(CheckTest, ARequestThatIsNotSoundIsToldAndAllCasesArePlayed) {
  const auto with = [&](const std::string& fault) {
    return check_client({"--exec-once", driver("--fault " + fault), "6455-5.1-masked-*", "--json", path(fault)});
  };
  for (const std::string fault : {"asks-for-ws-uri", "two-spaces-in-request-line", "space-before-colon"}) {
    const auto outcome = with(fault);
    EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("✗ 6455-4.1-monitor-"), HasSubstr("1 failed"))) << fault;
    EXPECT_EQ(json(fault)["summary"]["fail"], 1) << fault;
    EXPECT_EQ(json(fault)["summary"]["error"], 0) << fault;
  }
  EXPECT_EQ(with("asks-for-http-uri").code, 0) << "RFC 6455 §4.1 item 3";
}

TEST_F(CheckTest, ADriverThatBreaksDownHasNotPassed) {
  const auto whole = check_client({"--exec-once", driver("") + "; exit 7", "6455-5.1-masked-*"});
  EXPECT_EQ(whole.code, 0) << "it had played them all: " << whole.err;
  const std::string one = program + " echo {base}/case/6455-5.1-masked-text";
  const auto broken = check_client({"--exec-once", one + "; echo it broke >&2; exit 7", "6455-5.1-masked-*"});
  EXPECT_EQ(broken.code, 3) << broken.out;
  EXPECT_THAT(broken.err, AllOf(HasSubstr("the client ended (exit code 7) after 1 of "), HasSubstr("it broke")));
  const auto numbered = check_client({"--exec-once", driver("") + "; exit 7", "6455-5.1-masked-text", "6455-3-url-*"});
  EXPECT_EQ(numbered.code, 0) << "a URL with a query of its own has no number: " << numbered.err;
  EXPECT_EQ(numbered.err, "");
  const auto left = check_client({"--exec-once", one + "; true", "6455-5.1-masked-*"});
  EXPECT_EQ(left.code, 0) << left.err;
  EXPECT_THAT(left.err, HasSubstr("note: the client ended after 1 of "));
}

/// A fuzzingserver of Autobahn's writes them at once, and is often left running.
TEST_F(CheckTest, ADriverHasItsReportsWhileTheListenerRuns) {
  Program listener(PARLEY_PROGRAM,
                   {"check", "client", code_1000, "--json", path("r.json"), "--junit", path("r.xml"), "--html",
                    path("r.html"), "--autobahn", path("a"), "--write-baseline", path("known.json")});
  const auto line = listener.read_line();
  const auto base = line.substr(line.find("ws://"));
  EXPECT_EQ(parley({"echo", base + "/runCase?case=1&agent=me"}).code, 0);
  static_cast<void>(parley({"echo", base + "/updateReports?agent=me"}));
  EXPECT_EQ(json("r.json")["peer"], "me");
  EXPECT_THAT(content("r.xml"), HasSubstr("<testsuite"));
  EXPECT_THAT(content("r.html"), HasSubstr("\"me\""));
  EXPECT_TRUE(json("a/index.json").contains("me"));
  EXPECT_FALSE(std::filesystem::exists(path("known.json"))) << "only a whole run makes a baseline";
  listener.signal(SIGTERM);
  EXPECT_EQ(listener.exit_code(), 0);
}

TEST_F(CheckTest, AnAgentThatComesAloneIsHeldAgainstTheFileThatIsNamed) {
  const auto check = [&] {
    return check_client(
        {"--exec-once", driver("--agent good"), "6455-5.1-masked-text", "--baseline", path("known.json")});
  };
  const auto none = R"({"schema_version": 1, "known": {}})";
  EXPECT_EQ(check().code, 2);
  file("known.json", none);
  file("known-good.json", "no baseline");
  file("known-report.json", "no baseline either");
  EXPECT_EQ(check().code, 0);
  std::filesystem::remove(path("known.json"));
  const auto bad = check();
  EXPECT_EQ(bad.code, 0) << "the peer passed";
  EXPECT_THAT(bad.err, HasSubstr("known-good.json"));
  file("known-good.json", none);
  EXPECT_THAT(check().err, Not(HasSubstr("known-good.json")));
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

}  // namespace
}  // namespace parley::cli::testing
