#include "cli/termination.hpp"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
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

void wait_for_one() {
  const auto signals = termination_signals();
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) {
  }
}

}  // namespace

Termination::Termination() {
  const auto signals = termination_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // threads that start later inherit it
}

void Termination::wait() {
  wait_for_one();
}

void Termination::end_at_next() {
  std::thread([] {
    wait_for_one();
    ::_exit(static_cast<int>(ExitCode::interrupted));
  }).detach();
}

}  // namespace parley::cli
