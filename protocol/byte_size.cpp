#include "protocol/byte_size.hpp"

#include <array>

#include "protocol/scaled_number.hpp"

namespace parley::protocol {
namespace {

constexpr std::array<Unit, 11> units = {{
    {"GiB", 1ULL << 30},
    {"GB", 1'000'000'000},
    {"MiB", 1ULL << 20},
    {"MB", 1'000'000},
    {"KiB", 1ULL << 10},
    {"kB", 1'000},
    {"B", 1},
    {"G", 1'000'000'000},
    {"M", 1'000'000},
    {"k", 1'000},
    {"", 1},
}};

}  // namespace

Result<std::uint64_t, std::string> parse_byte_size(std::string_view text) {
  const auto size = parse_scaled(text, units);
  if (!size) return failure(size.error() + "; expected a size in bytes, for example \"65536\", \"64KiB\" or \"16MiB\"");
  return *size;
}

std::string format_byte_size(std::uint64_t size) {
  for (const auto& unit : units) {
    if (size >= unit.factor && size % unit.factor == 0) {
      return std::to_string(size / unit.factor) + std::string(unit.name);
    }
  }
  return "0B";
}

}  // namespace parley::protocol
