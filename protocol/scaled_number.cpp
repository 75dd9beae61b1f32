#include "protocol/scaled_number.hpp"

#include <algorithm>
#include <limits>

namespace parley::protocol {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

/// `digits` times `factor`; false when it does not fit.
bool scale(std::string_view digits, std::uint64_t factor, std::uint64_t& value) {
  for (const char digit : digits) {
    const auto unit = static_cast<std::uint64_t>(digit - '0');
    if (value > (largest - unit) / 10) return false;
    value = value * 10 + unit;
  }
  if (value > largest / factor) return false;
  value *= factor;
  return true;
}

/// The part after the point, digit by digit: each is worth a tenth of the one before.
std::uint64_t scale_fraction(std::string_view digits, std::uint64_t factor) {
  std::uint64_t value = 0;
  std::uint64_t divisor = 1;
  for (const char digit : digits) {
    if (divisor > factor) break;
    divisor *= 10;
    value += static_cast<std::uint64_t>(digit - '0') * factor / divisor;
  }
  return value;
}

}  // namespace

Result<std::uint64_t, std::string> parse_scaled(std::string_view text, std::span<const Unit> units) {
  const auto fault = [text](std::string_view what) {
    return failure("\"" + std::string(text) + "\" " + std::string(what));
  };
  auto rest = text;
  const auto whole = take_digits(rest);
  if (whole.empty()) return fault("does not begin with a number");
  std::string_view fraction;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    fraction = take_digits(rest);
    if (fraction.empty()) return fault("has no digits after the point");
  }
  const auto unit = std::find_if(units.begin(), units.end(), [rest](const Unit& u) { return same_name(u.name, rest); });
  if (unit == units.end()) {
    return rest.empty() ? fault("has no unit") : fault("has the unknown unit \"" + std::string(rest) + "\"");
  }
  std::uint64_t value = 0;
  if (!scale(whole, unit->factor, value)) return fault("is too large");
  const auto below_one = scale_fraction(fraction, unit->factor);
  if (value > largest - below_one) return fault("is too large");
  return value + below_one;
}

}  // namespace parley::protocol
