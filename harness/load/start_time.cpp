#include "harness/load/start_time.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace parley::load {
namespace {

using std::chrono::system_clock;

constexpr double latest = 4'102'444'800;  // seconds since 1970: the year 2100; milliseconds are beyond it
constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";

system_clock::time_point from_seconds(double seconds) {
  return system_clock::time_point(std::chrono::round<system_clock::duration>(std::chrono::duration<double>(seconds)));
}

/// All of it; nothing when that is no decimal number.
std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool has_shape(std::string_view text) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == 'd' ? !digit : shape[i] != text[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<system_clock::time_point> parse_utc(std::string_view text) {
  if (const auto seconds = number(text)) {
    if (*seconds < 0 || *seconds > latest) return std::nullopt;
    return from_seconds(*seconds);
  }
  if (!text.ends_with('Z') || !has_shape(text)) return std::nullopt;
  text.remove_suffix(1);
  const auto part = [&](std::size_t from, std::size_t size) {
    return static_cast<int>(*number(text.substr(from, size)));
  };
  const auto fraction = text.substr(shape.size());
  if (!fraction.empty() && (fraction[0] != '.' || !number(fraction))) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(part(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(part(8, 2))));
  if (!date.ok() || part(11, 2) > 23 || part(14, 2) > 59 || part(17, 2) > 60) return std::nullopt;
  const auto time = std::chrono::sys_days(date) + std::chrono::hours(part(11, 2)) + std::chrono::minutes(part(14, 2)) +
                    std::chrono::seconds(part(17, 2));
  return time + std::chrono::round<system_clock::duration>(
                    std::chrono::duration<double>(fraction.empty() ? 0 : *number(fraction)));
}

}  // namespace parley::load
