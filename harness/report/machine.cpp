#include "harness/report/machine.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace parley::harness {
namespace {

std::string read_file(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void remove_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what)) text.erase(at, what.size());
}

}  // namespace

std::string cpu_model(std::string_view cpuinfo) {
  constexpr std::string_view key = "model name";
  const auto line = cpuinfo.find(key);
  if (line == std::string_view::npos) return {};
  const auto colon = cpuinfo.find(": ", line);
  const auto end = cpuinfo.find('\n', line);
  if (colon == std::string_view::npos || colon > end) return {};
  std::string model(cpuinfo.substr(colon + 2, end - colon - 2));
  for (const auto* mark : {"(R)", "(TM)", " CPU", " Processor"}) remove_all(model, mark);
  return model.substr(0, model.find(" @"));  // the clock rate that follows says little
}

std::string describe_machine() {
  auto model = cpu_model(read_file("/proc/cpuinfo"));
  utsname kernel{};
  uname(&kernel);
  if (model.empty()) model = kernel.machine;
  return fmt::format("{} × {}, {} {}", std::thread::hardware_concurrency(), model, kernel.sysname, kernel.release);
}

}  // namespace parley::harness
