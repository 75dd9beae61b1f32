#include "harness/process/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace parley::harness {
namespace {

constexpr std::size_t most_output = 64U << 10U;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

std::vector<std::string> merged_environment(const std::vector<std::pair<std::string, std::string>>& more) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('='));
    const auto replaced = [&](const auto& pair) { return pair.first == name; };
    if (std::none_of(more.begin(), more.end(), replaced)) result.push_back(text);
  }
  for (const auto& [name, value] : more) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// posix_spawn, because fork copies the locks of our other threads.
pid_t spawn(const ChildOptions& options, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  if (!options.directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.directory.c_str());
  // A group of its own, so that its children end with it; and the signals that we have blocked must reach it.
  sigset_t none;
  sigset_t defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> arguments = options.arguments;
  std::vector<std::string> environment = merged_environment(options.environment);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, arguments.front().c_str(), &actions, &attributes, pointers(arguments).data(),
                                 pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) fail(error, fmt::format("cannot start {}", arguments.front()));
  return pid;
}

std::string describe(const siginfo_t& end) {
  return fmt::format("{} {}", end.si_code == CLD_EXITED ? "exit code" : "signal", end.si_status);
}

}  // namespace

ChildProcess::ChildProcess(const ChildOptions& options) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail(errno, "cannot make a pipe");
  output_end_ = ends[0];
  try {
    pid_ = spawn(options, ends[1]);
  } catch (...) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw;
  }
  ::close(ends[1]);
  reader_ = std::thread([this] { read_output(); });
}

ChildProcess::~ChildProcess() {
  end(SIGKILL, std::chrono::milliseconds(1000));
  gone_ = true;
  reader_.join();
  ::close(output_end_);
}

void ChildProcess::read_output() {
  char buffer[4096];
  // A grandchild that left the group may hold the pipe open for ever, so its end is not all that we wait for.
  constexpr int look_every = 50;  // milliseconds
  pollfd readable{output_end_, POLLIN, 0};
  for (;;) {
    if (::poll(&readable, 1, look_every) == 0) {
      if (gone_) return;
      continue;
    }
    const ssize_t size = ::read(output_end_, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;
    const std::lock_guard lock(mutex_);
    output_.append(buffer, static_cast<std::size_t>(size));
    output_total_ += static_cast<std::uint64_t>(size);
    if (output_.size() > most_output) output_.erase(0, output_.size() - most_output);
    more_.notify_all();
  }
}

/// Looks, but leaves the process a zombie: while it is one, its number and its group's are nobody else's.
std::optional<std::string> ChildProcess::ended() {
  if (how_it_ended_) return how_it_ended_;
  siginfo_t end{};
  const bool known = ::waitid(P_PID, static_cast<id_t>(pid_), &end, WEXITED | WNOHANG | WNOWAIT) == 0;
  if (known && end.si_pid == pid_) how_it_ended_ = describe(end);
  return how_it_ended_;
}

std::string ChildProcess::output() {
  const std::lock_guard lock(mutex_);
  return output_;
}

std::string ChildProcess::output_after(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  more_.wait_for(lock, patience, [this] { return output_total_ != output_seen_; });
  output_seen_ = output_total_;
  return output_;
}

void ChildProcess::end(int signal, std::chrono::milliseconds patience) {
  if (reaped_) return;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  if (!ended()) ::kill(-pid_, signal);
  while (!ended() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ::kill(-pid_, SIGKILL);  // what is left of the group: as a rule nothing but the zombie
  siginfo_t last{};
  while (::waitid(P_PID, static_cast<id_t>(pid_), &last, WEXITED) != 0 && errno == EINTR) {
  }
  if (!how_it_ended_) how_it_ended_ = describe(last);
  reaped_ = true;
}

}  // namespace parley::harness
