#include "harness/process/process_usage.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <vector>

#include "harness/process/child_process.hpp"

namespace parley::harness {
namespace {

TEST(ProcessUsage, SeesMemoryAndDescriptors) {
  const auto before = usage_of(::getpid()).value();
  const std::vector<char> memory(64U << 20, 'x');
  std::FILE* const file = std::fopen("/dev/null", "r");
  const auto after = usage_of(::getpid()).value();
  EXPECT_GT(after.resident_bytes, before.resident_bytes + (48U << 20));
  EXPECT_EQ(after.descriptors, before.descriptors + 1);
  EXPECT_EQ(memory.back(), 'x');
  std::fclose(file);
}

TEST(ProcessUsage, CountsDescendants) {
  ChildProcess child({{"sh", "-c", "sleep 100 & echo ready; wait"}, {}, {}});
  while (child.output().empty()) static_cast<void>(child.output_after(std::chrono::milliseconds(1000)));
  const auto usage = usage_of(::getpid()).value();
  child.end(SIGKILL, std::chrono::seconds(10));
  EXPECT_GT(usage.descriptors, usage_of(::getpid()).value().descriptors + 3);  // the shell's and sleep's own
}

TEST(ProcessUsage, SeesProcessorTimeAndContextSwitches) {
  const auto before = usage_of(::getpid()).value();
  volatile std::uint64_t work = 0;
  while (usage_of(::getpid())->cpu_time == before.cpu_time) work = work + 1;
  ::usleep(1);
  const auto after = usage_of(::getpid()).value();
  EXPECT_GT(after.cpu_time, before.cpu_time);
  EXPECT_GT(after.context_switches, before.context_switches);
}

TEST(ProcessUsage, IsNothingForNoProcess) {
  EXPECT_FALSE(usage_of(-1));
}

TEST(ProcessUsage, IsNothingForAProcessThatHasEndedButWasNotWaitedFor) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  siginfo_t ended{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_FALSE(usage_of(child));
  ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace parley::harness
