#include "cli/reporting.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "cli/exit_code.hpp"
#include "cli/termination.hpp"
#include "cli/words.hpp"

namespace parley::cli {

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // if it fails, the limit stays as it was
}

std::stop_source stop_at_signal() {
  std::stop_source source;
  std::thread([source, termination = Termination()]() mutable {
    termination.wait();
    source.request_stop();
    termination.end_at_next();
  }).detach();
  return source;
}

std::string command_line() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<std::string> words = {"parley"};
  for (std::size_t at = std::min(text.find('\0'), text.size()); at + 1 < text.size();) {
    const std::size_t end = std::min(text.find('\0', at + 1), text.size());
    words.push_back(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return join_words(words);
}

namespace {

void make_directories_for(const std::filesystem::path& path) {
  std::error_code ignored;  // the file's own failure says enough
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
}

}  // namespace

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  std::error_code ignored;
  if (!in || std::filesystem::is_directory(name, ignored)) throw Failure(ExitCode::usage, "cannot read " + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

void require_writable(const std::string& name) {
  if (name.empty() || name == "-") return;
  const std::filesystem::path path(name);
  std::error_code ignored;
  bool writable = false;
  if (std::filesystem::exists(path, ignored)) {  // not opened: it may be a pipe, whose reader would see it end
    writable = !std::filesystem::is_directory(path, ignored) && ::access(path.c_str(), W_OK) == 0;
  } else {
    make_directories_for(path);
    writable = std::ofstream(path, std::ios::binary).is_open();
    if (writable) std::filesystem::remove(std::filesystem::canonical(path, ignored), ignored);  // not a link to it
  }
  if (!writable) throw Failure(ExitCode::usage, "cannot write " + name);
}

void write_file(const std::string& name, const std::string& text) {
  const std::filesystem::path path(name);
  make_directories_for(path);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw Failure(ExitCode::usage, "cannot write " + name);
}

harness::Colour colour_for(int descriptor, bool no_color) {
  const char* const variable = std::getenv("NO_COLOR");
  const bool plain = no_color || (variable != nullptr && *variable != '\0');
  return !plain && ::isatty(descriptor) == 1 ? harness::Colour::always : harness::Colour::never;
}

}  // namespace parley::cli
