// Masking: each path this CPU has, in place; and what the codec calls, in place and while copying.
#include <bit>
#include <string>

#include "bench/memory_speed.hpp"
#include "protocol/mask.hpp"

namespace {

using namespace parley::protocol;

constexpr MaskKey key{0x37, 0xfa, 0x21, 0x3d};

void mask_path(benchmark::State& state, MaskFunction function) {
  Bytes data(static_cast<std::size_t>(state.range(0)), 0x55);
  parley::bench::measure_against_memcpy(
      state, data.size(), [&] { function(data.data(), data.data(), data.size(), std::bit_cast<std::uint32_t>(key)); });
}

void mask_in_place(benchmark::State& state) {
  Bytes data(static_cast<std::size_t>(state.range(0)), 0x55);
  parley::bench::measure_against_memcpy(state, data.size(), [&] { apply_mask(data, key); });
}

void mask_while_copying(benchmark::State& state) {
  const Bytes data(static_cast<std::size_t>(state.range(0)), 0x55);
  Bytes copy(data.size());
  parley::bench::measure_against_memcpy(state, data.size(), [&] { copy_masked(data, copy.data(), key); });
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(20)->Arg(125)->Arg(1 << 10)->Arg(16 << 10)->Arg(256 << 10)->Arg(16 << 20);
}

BENCHMARK(mask_in_place)->Apply(sizes);
BENCHMARK(mask_while_copying)->Apply(sizes);

[[maybe_unused]] const bool paths_are_listed = [] {
  for (const MaskPath& path : mask_paths()) {
    benchmark::RegisterBenchmark(("mask_path/" + std::string(path.name)).c_str(), mask_path, path.function)
        ->Apply(sizes);
  }
  return true;
}();

}  // namespace
