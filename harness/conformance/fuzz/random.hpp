// Chance that can be repeated: the same numbers on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

#include "protocol/bytes.hpp"

namespace parley::conformance::fuzz {

/// No two draws in the arguments of one call, or in the operands of one +: their order is the compiler's.
class Random {
 public:
  /// A stream of its own for each number of a seed.
  Random(std::uint64_t seed, std::uint64_t number) : engine_(engine(seed, number)) {}

  [[nodiscard]] std::uint64_t next() { return engine_(); }

  /// 0 to n - 1. The distributions of the standard library differ from one library to the next; that a remainder is
  /// not quite even is of no account here.
  [[nodiscard]] std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }

  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }

  [[nodiscard]] std::uint8_t byte() { return static_cast<std::uint8_t>(next()); }

  [[nodiscard]] protocol::Bytes bytes(std::size_t count) {
    protocol::Bytes all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(byte());
    return all;
  }

  template <class Container>
  [[nodiscard]] const auto& pick(const Container& container) {
    return container[below(container.size())];
  }

 private:
  static std::mt19937_64 engine(std::uint64_t seed, std::uint64_t number) {
    constexpr auto low = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
    constexpr auto high = [](std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32U); };
    std::seed_seq sequence{low(seed), high(seed), low(number), high(number)};
    return std::mt19937_64(sequence);
  }

  std::mt19937_64 engine_;
};

}  // namespace parley::conformance::fuzz
