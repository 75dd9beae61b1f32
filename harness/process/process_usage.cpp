#include "harness/process/process_usage.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace parley::harness {
namespace {

namespace fs = std::filesystem;

/// Has ended, and its parent has not asked how yet.
bool is_zombie(const fs::path& process) {
  std::ifstream in(process / "stat");
  std::string line;
  std::getline(in, line);
  const auto after_name = line.rfind(") ");  // the name may hold anything
  return after_name != std::string::npos && line.compare(after_name + 2, 1, "Z") == 0;
}

std::optional<std::uint64_t> resident_bytes(const fs::path& process) {
  if (is_zombie(process)) return std::nullopt;
  std::ifstream in(process / "statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  if (!(in >> size >> resident)) return std::nullopt;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::size_t descriptors(const fs::path& process) {
  std::error_code error;
  const fs::directory_iterator entries(process / "fd", error);
  if (error) return 0;
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::vector<pid_t> children(const fs::path& process) {
  std::vector<pid_t> found;
  std::error_code error;
  for (const auto& thread : fs::directory_iterator(process / "task", error)) {
    std::ifstream in(thread.path() / "children");
    for (pid_t child = 0; in >> child;) found.push_back(child);
  }
  return found;
}

std::chrono::nanoseconds cpu_time(const fs::path& process) {
  std::ifstream in(process / "stat");
  std::string text;
  std::getline(in, text);
  // The second field is the program's name in parentheses, with whatever it has in it; utime is the 14th.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string ignored;
  for (int i = 3; i < 14; ++i) fields >> ignored;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return std::chrono::nanoseconds((user + system) * (1'000'000'000 / ::sysconf(_SC_CLK_TCK)));
}

std::uint64_t context_switches(const fs::path& process) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (const auto& thread : fs::directory_iterator(process / "task", error)) {
    std::ifstream in(thread.path() / "status");
    for (std::string line; std::getline(in, line);) {
      if (line.find("voluntary_ctxt_switches:") == std::string::npos) continue;  // "nonvoluntary…" too
      sum += std::stoull(line.substr(line.find(':') + 1));
    }
  }
  return sum;
}

}  // namespace

std::optional<ProcessUsage> usage_of(pid_t pid) {
  const fs::path process = "/proc/" + std::to_string(pid);
  const auto resident = resident_bytes(process);
  if (!resident) return std::nullopt;
  ProcessUsage usage{*resident, descriptors(process), cpu_time(process), context_switches(process)};
  for (const auto child : children(process)) {
    const auto more = usage_of(child);
    if (!more) continue;
    usage.resident_bytes += more->resident_bytes;
    usage.descriptors += more->descriptors;
    usage.cpu_time += more->cpu_time;
    usage.context_switches += more->context_switches;
  }
  return usage;
}

}  // namespace parley::harness
