#include "protocol/duration.hpp"

#include <array>
#include <cstdint>
#include <limits>

#include "protocol/scaled_number.hpp"

namespace parley::protocol {
namespace {

using std::chrono::nanoseconds;

constexpr std::uint64_t second = 1'000'000'000;

constexpr std::array<Unit, 6> units = {{
    {"h", 3600 * second},
    {"m", 60 * second},
    {"s", second},
    {"ms", 1'000'000},
    {"us", 1'000},
    {"ns", 1},
}};

/// "1.5" for 1500 thousandths; `factor` is a power of ten.
std::string decimal(std::uint64_t count, std::uint64_t factor) {
  auto text = std::to_string(count / factor);
  if (count % factor == 0) return text;
  auto fraction = std::to_string(factor + count % factor).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

}  // namespace

Result<nanoseconds, std::string> parse_duration(std::string_view text) {
  constexpr std::string_view expected = "; expected a number and a unit (ns, us, ms, s, m, h), for example \"500ms\"";
  const auto count = parse_scaled(text, units);
  if (!count) return failure(count.error() + std::string(expected));
  if (*count > static_cast<std::uint64_t>(std::numeric_limits<nanoseconds::rep>::max())) {
    return failure("\"" + std::string(text) + "\" is too long: at most 292 years fit");
  }
  return nanoseconds(static_cast<nanoseconds::rep>(*count));
}

std::string format_duration(nanoseconds duration) {
  const auto count = static_cast<std::uint64_t>(duration.count());
  if (count == 0) return "0s";
  for (const auto& unit : units) {
    const bool sexagesimal = unit.factor > second;  // hours and minutes have no short exact fractions
    if (sexagesimal ? count % unit.factor == 0 : count >= unit.factor) {
      return decimal(count, unit.factor) + std::string(unit.name);
    }
  }
  return {};  // not reached: every count is at least one nanosecond
}

}  // namespace parley::protocol
