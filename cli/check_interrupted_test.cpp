// `parley check` that is ended by a signal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "cli/testing/check_test.hpp"

namespace parley::cli::testing {
namespace {

using ::testing::HasSubstr;

/// Takes connections and says nothing.
const std::string mute = R"(import socket, sys, time
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(64); keep = []
open(sys.argv[2], "w").write(str(__import__("os").getpid()))
while True: keep.append(s.accept())
)";

/// A zombie that nobody has reaped yet is gone.
bool is_alive(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, state;
  return stat >> number >> name >> state && state != "Z";
}

class CheckInterrupted : public CheckTest {
 protected:
  void wait_for(const std::string& name) const {
    for (int i = 0; i < 5000 && content(name).empty(); ++i) ::usleep(2000);
    ASSERT_FALSE(content(name).empty());
  }

  std::string mute_server() { return "python3 " + file("mute.py", mute) + " {{port}} " + path("pid"); }
};

/// One of whose cases takes long: a client that does nothing is waited for.
TEST_F(CheckInterrupted, SaysSoInEveryReportAndWritesNoBaseline) {
  const auto known = file("known.json", "{\"schema_version\": 1, \"known\": {}}");
  Program run(PARLEY_PROGRAM, {"check", "client", "--exec-once", "echo up > " + path("up") + "; exec sleep 60",
                               code_1000, "6455-5.2-text-of-126", "--json", path("r.json"), "--junit", path("r.xml"),
                               "--html", path("r.html"), "--write-baseline", known});
  wait_for("up");
  run.signal(SIGTERM);
  EXPECT_EQ(run.exit_code(), 130);
  EXPECT_THAT(run.rest_of_stdout(), HasSubstr("interrupted, 2 cases not played"));
  EXPECT_THAT(run.rest_of_stderr(), HasSubstr("no baseline is written"));
  EXPECT_EQ(content("known.json"), "{\"schema_version\": 1, \"known\": {}}");
  EXPECT_EQ(json("r.json")["interrupted"], 2);
  EXPECT_THAT(content("r.xml"), HasSubstr("<error message=\"interrupted, 2 cases not played\""));
  EXPECT_THAT(content("r.html"), HasSubstr("\"interrupted\":2"));
}

TEST_F(CheckInterrupted, EndsInTheMidstOfTheSurvey) {
  Program run(PARLEY_PROGRAM, {"check", "server", "ws://127.0.0.1:{{port}}/", "--exec-server", mute_server(),
                               "--timeout", "1m", "--json", path("r.json")});
  wait_for("pid");
  ::usleep(300'000);  // it asks now
  run.signal(SIGINT);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(run.exit_code(), 130);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_GT(json("r.json")["interrupted"], 1000);
}

/// As timeout(1) does, which tells the program, and then the group that it is in.
TEST_F(CheckInterrupted, WritesItsReportsWhenItIsToldTwiceAtOnce) {
  Program run(PARLEY_PROGRAM, {"check", "server", "ws://127.0.0.1:{{port}}/", "--exec-server", mute_server(),
                               "--timeout", "1m", "--json", path("r.json")});
  wait_for("pid");
  ::usleep(300'000);
  run.signal(SIGTERM);
  ::usleep(1000);
  run.signal(SIGTERM);
  EXPECT_EQ(run.exit_code(), 130);
  EXPECT_GT(json("r.json")["interrupted"], 1000);
}

TEST_F(CheckInterrupted, LeavesNoServerBehindWhenItMustEndAtOnce) {
  Program run(PARLEY_PROGRAM,
              {"check", "server", "ws://127.0.0.1:{{port}}/", "--exec-server", mute_server(), "--timeout", "1m"});
  wait_for("pid");
  ::usleep(300'000);
  run.signal(SIGINT);
  run.signal(SIGTERM);
  EXPECT_EQ(run.exit_code(), 130);
  const auto server = static_cast<pid_t>(std::stol(content("pid")));
  for (int i = 0; i < 1000 && is_alive(server); ++i) ::usleep(2000);
  EXPECT_FALSE(is_alive(server));
}

TEST_F(CheckInterrupted, IsNoUnreachableServer) {
  Program run(PARLEY_PROGRAM, {"check", "server", "ws://127.0.0.1:{{port}}/", "--exec-server", mute_server(), "--ready",
                               "never said", "--timeout", "1m"});
  wait_for("pid");
  run.signal(SIGINT);
  EXPECT_EQ(run.exit_code(), 130);
}

}  // namespace
}  // namespace parley::cli::testing
