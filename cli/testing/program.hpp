// A program under test: started as a child process, spoken to as a shell would.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace parley::cli::testing {

/// Killed by the destructor when it still runs. Members throw std::runtime_error when the program is silent, or does
/// not end, for 30 seconds.
class Program {
 public:
  Program(const std::string& path, const std::vector<std::string>& arguments);
  ~Program();
  Program(Program&&) = delete;

  /// The next line of stdout, without its line end.
  [[nodiscard]] std::string read_line();
  void signal(int number) const;
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// All that was written to stderr until now.
  [[nodiscard]] std::string stderr_so_far() const;
  /// Waits for the end; negative: ended by that signal.
  [[nodiscard]] int exit_code();

  /// All that was written and not read yet; after exit_code().
  [[nodiscard]] std::string rest_of_stdout();
  [[nodiscard]] std::string rest_of_stderr();

 private:
  pid_t pid_ = -1;
  int stdout_ = -1;
  int stderr_ = -1;  // a file without a name: the program never waits for us to read
  std::string line_buffer_;
};

}  // namespace parley::cli::testing
