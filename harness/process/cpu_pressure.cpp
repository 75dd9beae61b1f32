#include "harness/process/cpu_pressure.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>

namespace parley::harness {
namespace {

std::string read_all(const char* name) {
  std::ifstream file(name);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct ProcessorTime {
  std::uint64_t all = 0;
  std::uint64_t stolen = 0;
};

/// Of the first line of /proc/stat: "cpu  user nice system idle iowait irq softirq steal guest guest_nice", where user
/// and nice hold the guests' time already.
ProcessorTime processor_time(std::string_view text) {
  constexpr int counted = 8;
  std::istringstream words{std::string(text.substr(0, text.find('\n')))};
  std::string name;
  ProcessorTime time;
  words >> name;
  for (int i = 0; i < counted && words >> time.stolen; ++i) time.all += time.stolen;
  return words ? time : ProcessorTime{};
}

/// In percent.
double stolen_share(const ProcessorTime& from, const ProcessorTime& to) {
  if (from.all == 0 || to.all <= from.all || to.stolen <= from.stolen) return 0;
  return 100.0 * static_cast<double>(to.stolen - from.stolen) / static_cast<double>(to.all - from.all);
}

/// What was stolen lately, whoever asks how often.
class StolenTime {
 public:
  double lately() {
    constexpr auto apart = std::chrono::milliseconds(250);
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (latest_.all == 0 || now - at_ >= apart) {
      earlier_ = std::exchange(latest_, processor_time(read_all("/proc/stat")));
      at_ = now;
    }
    return stolen_share(earlier_, latest_);
  }

 private:
  std::mutex mutex_;
  std::chrono::steady_clock::time_point at_;
  ProcessorTime earlier_;
  ProcessorTime latest_;
};

}  // namespace

double cpu_pressure() {
  return cpu_pressure_in(read_all("/proc/pressure/cpu"));
}

double stolen_time() {
  static StolenTime stolen;
  return stolen.lately();
}

double stolen_between(std::string_view earlier, std::string_view later) {
  return stolen_share(processor_time(earlier), processor_time(later));
}

double cpu_pressure_in(std::string_view text) {
  constexpr std::string_view name = "some avg10=";
  const auto at = text.find(name);
  if (at == std::string_view::npos) return 0;
  const auto number = text.substr(at + name.size());
  double pressure = 0;
  std::from_chars(number.data(), number.data() + number.size(), pressure);
  return pressure;
}

}  // namespace parley::harness
