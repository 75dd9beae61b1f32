#include "harness/scenario/command_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::scenario {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

CommandServer shell(const std::string& script) {
  CommandServer command;
  command.arguments = {"sh", "-c", script};
  command.directory = std::filesystem::temp_directory_path();
  return command;
}

CommandServer shell(const std::string& script, const std::string& ready) {
  CommandServer command = shell(script);
  command.ready = Pattern{ready, Regex(ready)};
  return command;
}

std::string failure_of(const CommandServer& command) {
  try {
    static_cast<void>(start_command(command, 1, 1));
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

TEST(CommandServerTest, IsReadyWhenItSaysSo) {
  CommandServer command = shell("echo listening on $PORT >&2; exec sleep 100", "listening on [0-9]+");
  command.environment = {{"PORT", "{{port}}"}};
  command.url = "ws://127.0.0.1:{{port}}/x";
  const auto server = start_command(command, 1, 1);
  const std::string output = server->last_output();
  EXPECT_THAT(output, StartsWith("listening on "));
  EXPECT_EQ(server->url(), "ws://127.0.0.1:" + output.substr(output.rfind(' ') + 1) + "/x");
}

TEST(CommandServerTest, TellsTheLastLinesOfOneThatEnds) {
  const std::string failure = failure_of(shell("for i in $(seq 1 30); do echo line $i; done; exit 3", "never"));
  EXPECT_THAT(failure,
              StartsWith("the server sh ended before it was ready (exit code 3); its last output:\nline 21\n"));
  EXPECT_THAT(failure, HasSubstr("line 30"));
}

TEST(CommandServerTest, TellsASignal) {
  EXPECT_THAT(failure_of(shell("kill -9 $$", "never")), HasSubstr("(signal 9); it printed nothing"));
}

TEST(CommandServerTest, IsNotWaitedForForEver) {
  CommandServer command = shell("echo starting; exec sleep 100", "never");
  command.start_timeout = std::chrono::milliseconds(200);
  EXPECT_EQ(failure_of(command), "the server sh was not ready within 200ms; its last output:\nstarting");
  command.ready.reset();  // then its port is tried
  EXPECT_EQ(failure_of(command), "the server sh was not ready within 200ms; its last output:\nstarting");
}

TEST(CommandServerTest, NamesAProgramThatIsNotThere) {
  CommandServer command;
  command.arguments = {"/nowhere/server"};
  EXPECT_THAT(failure_of(command), HasSubstr("cannot start /nowhere/server: No such file or directory"));
}

}  // namespace
}  // namespace parley::scenario
