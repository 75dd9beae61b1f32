#include "harness/process/child_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

namespace parley::harness {
namespace {

TEST(ChildProcessTest, EndsWithItsChildren) {
  ChildProcess process({{"sh", "-c", "sleep 100 & echo $!; wait"}, {}, {}});
  std::string output;
  while (output.find('\n') == std::string::npos) output = process.output_after(std::chrono::milliseconds(1000));
  const pid_t grandchild = std::stoi(output);
  EXPECT_EQ(::kill(grandchild, 0), 0);
  process.end(SIGTERM, std::chrono::seconds(10));
  EXPECT_EQ(process.ended(), "signal 15");
  // It may be a zombie for a moment, until init has heard of it.
  const auto is_gone = [&] {
    std::ifstream status("/proc/" + std::to_string(grandchild) + "/stat");
    std::string pid, name, state;
    return !(status >> pid >> name >> state) || state == "Z";
  };
  while (!is_gone()) std::this_thread::yield();
}

TEST(ChildProcessTest, IsKilledWhenItIgnoresTheSignal) {
  ChildProcess process({{"sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"}, {}, {}});
  while (process.output().empty()) static_cast<void>(process.output_after(std::chrono::milliseconds(1000)));
  process.end(SIGTERM, std::chrono::milliseconds(50));
  EXPECT_EQ(process.ended(), "signal 9");
}

// Or the SIGKILL for what is left of its group could hit a stranger that was given the number since.
TEST(ChildProcessTest, KeepsItsNumberUntilItsGroupIsKilled) {
  ChildProcess process({{"sh", "-c", "exit 7"}, {}, {}});
  while (!process.ended()) static_cast<void>(process.output_after(std::chrono::milliseconds(10)));
  EXPECT_EQ(process.ended(), "exit code 7");
  EXPECT_EQ(::kill(process.pid(), 0), 0) << "the number was free before the group was killed";
  process.end(SIGTERM, std::chrono::seconds(10));
  EXPECT_NE(::kill(process.pid(), 0), 0);
  EXPECT_EQ(process.ended(), "exit code 7");
  process.end(SIGTERM, std::chrono::seconds(10));  // again: nothing happens
}

TEST(ChildProcessTest, HasItsDirectoryAndEnvironment) {
  ChildProcess process({{"sh", "-c", "pwd; echo $A; echo $PATH"}, "/", {{"A", "b c"}}});
  while (!process.ended()) static_cast<void>(process.output_after(std::chrono::milliseconds(100)));
  std::string output;
  while (std::count(output.begin(), output.end(), '\n') < 3)
    output = process.output_after(std::chrono::milliseconds(100));
  EXPECT_EQ(output, "/\nb c\n" + std::string(std::getenv("PATH")) + "\n");
}

}  // namespace
}  // namespace parley::harness
