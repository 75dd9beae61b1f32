#include "cli/testing/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace parley::cli::testing {
namespace {

constexpr auto patience = std::chrono::seconds(30);

[[noreturn]] void become(const std::string& path, const std::vector<std::string>& arguments) {
  std::vector<char*> argv = {const_cast<char*>(path.c_str())};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(path.c_str(), argv.data());
  ::_exit(127);
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> piece;
  for (ssize_t got = 0; (got = ::read(descriptor, piece.data(), piece.size())) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

Program::Program(const std::string& path, const std::vector<std::string>& arguments) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  stderr_ = ::memfd_create("stderr", MFD_CLOEXEC);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(stderr_, STDERR_FILENO);
    become(path, arguments);
  }
  ::close(pipe[1]);
  stdout_ = pipe[0];
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(stdout_);
  ::close(stderr_);
}

std::string Program::read_line() {
  std::size_t end = std::string::npos;
  while ((end = line_buffer_.find('\n')) == std::string::npos) {
    pollfd wait{.fd = stdout_, .events = POLLIN, .revents = 0};
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
    if (::poll(&wait, 1, static_cast<int>(limit)) <= 0) throw std::runtime_error("the program is silent");
    std::array<char, 4096> piece;
    const auto got = ::read(stdout_, piece.data(), piece.size());
    if (got <= 0) throw std::runtime_error("the program wrote no line; stderr: " + rest_of_stderr());
    line_buffer_.append(piece.data(), static_cast<std::size_t>(got));
  }
  const auto line = line_buffer_.substr(0, end);
  line_buffer_.erase(0, end + 1);
  return line;
}

void Program::signal(int number) const {
  ::kill(pid_, number);
}

std::string Program::stderr_so_far() const {
  std::string text;
  std::array<char, 4096> piece;
  // pread: the place where the program writes next is left alone.
  for (ssize_t got = 0; (got = ::pread(stderr_, piece.data(), piece.size(), static_cast<off_t>(text.size()))) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

int Program::exit_code() {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("the program does not end");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string Program::rest_of_stdout() {
  return line_buffer_ + read_all(stdout_);
}

std::string Program::rest_of_stderr() {
  ::lseek(stderr_, 0, SEEK_SET);
  return read_all(stderr_);
}

}  // namespace parley::cli::testing
