#include "cli/termination.hpp"

#include <pthread.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

#include "cli/exit_code.hpp"

namespace parley::cli {
namespace {

sigset_t termination_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

/// Programs that were started by us lead groups of their own, which no terminal would end with us. There is no time to
/// ask anybody who they are.
void end_children() {
  std::error_code ignored;
  std::filesystem::directory_iterator task("/proc/self/task", ignored);
  for (; task != std::filesystem::directory_iterator(); task.increment(ignored)) {
    std::ifstream children(task->path() / "children");
    for (pid_t child = 0; children >> child;) ::kill(::getpgid(child) == child ? -child : child, SIGKILL);
  }
}

int wait_for_one() {
  const auto signals = termination_signals();
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
  return signal;
}

}  // namespace

Termination::Termination() {
  const auto signals = termination_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads that start later inherit it
}

void Termination::wait() {
  first_ = wait_for_one();
}

void Termination::end_at_next() {
  std::thread([first = first_, until = std::chrono::steady_clock::now() + std::chrono::milliseconds(500)] {
    while (wait_for_one() == first && std::chrono::steady_clock::now() < until) {
    }
    end_children();
    ::_exit(static_cast<int>(ExitCode::interrupted));
  }).detach();
}

}  // namespace parley::cli
