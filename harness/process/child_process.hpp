// ChildProcess: a program in a process group of its own, with its output captured.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace parley::harness {

struct ChildOptions {
  std::vector<std::string> arguments;  // the program first; looked for in PATH
  std::filesystem::path directory;
  std::vector<std::pair<std::string, std::string>> environment;  // besides our own
};

class ChildProcess {
 public:
  /// Throws std::system_error when the program cannot be started.
  explicit ChildProcess(const ChildOptions& options);
  /// Ends what is left of it with SIGKILL.
  ~ChildProcess();
  ChildProcess(ChildProcess&&) = delete;

  /// Ours until `end` has returned: nobody else gets this number before.
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// How it ended, "exit code 1" or "signal 11"; nothing while it runs.
  [[nodiscard]] std::optional<std::string> ended();

  /// The last part of its standard output and standard error, as they came.
  [[nodiscard]] std::string output();

  /// The same, after waiting until more has come or `patience` is over.
  [[nodiscard]] std::string output_after(std::chrono::milliseconds patience);

  /// Sends the signal to the whole group, and SIGKILL when it has not ended within `patience`.
  void end(int signal, std::chrono::milliseconds patience);

 private:
  void read_output();

  pid_t pid_ = -1;
  int output_end_ = -1;  // our end of the pipe
  std::optional<std::string> how_it_ended_;
  bool reaped_ = false;  // the number may be another process's
  std::atomic<bool> gone_ = false;
  std::mutex mutex_;
  std::condition_variable more_;
  std::string output_;
  std::uint64_t output_total_ = 0;
  std::uint64_t output_seen_ = 0;
  std::thread reader_;
};

}  // namespace parley::harness
