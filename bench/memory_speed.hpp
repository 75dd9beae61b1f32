// The yardstick: how fast this machine copies memory, measured in the same run and for the same size.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstring>
#include <ctime>
#include <vector>

namespace parley::bench {

/// Seconds of this thread's work: other programs on the machine do not count.
inline double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Bytes a second of memcpy between two buffers of `size` bytes.
inline double memcpy_speed(std::size_t size) {
  std::vector<unsigned char> from(size, 1);
  std::vector<unsigned char> to(size, 2);
  const double start = cpu_seconds();
  const double enough = start + 0.05;
  std::size_t copied = 0;
  while (cpu_seconds() < enough) {
    for (std::size_t block = 0; block < (1U << 20); block += size) {
      std::memcpy(to.data(), from.data(), size);
      benchmark::DoNotOptimize(to.data());
      benchmark::ClobberMemory();
      copied += size;
    }
  }
  return static_cast<double>(copied) / (cpu_seconds() - start);
}

/// Runs `work`, which handles `size` bytes, and reports bytes a second and their share of memcpy's.
template <class Work>
void measure_against_memcpy(benchmark::State& state, std::size_t size, Work work) {
  const double yardstick = memcpy_speed(size);
  const double start = cpu_seconds();
  for ([[maybe_unused]] auto _ : state) {
    work();
    benchmark::ClobberMemory();
  }
  const double seconds = cpu_seconds() - start;
  const double bytes = static_cast<double>(state.iterations()) * static_cast<double>(size);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["share_of_memcpy"] = bytes / seconds / yardstick;
}

}  // namespace parley::bench
