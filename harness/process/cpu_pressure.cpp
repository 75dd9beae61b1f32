#include "harness/process/cpu_pressure.hpp"

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>

namespace parley::harness {

double cpu_pressure() {
  std::ifstream file("/proc/pressure/cpu");
  return cpu_pressure_in(std::string(std::istreambuf_iterator<char>(file), {}));
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
