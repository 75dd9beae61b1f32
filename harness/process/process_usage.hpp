// What a process uses: to see what an attack, or a load, costs it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>

namespace parley::harness {

struct ProcessUsage {
  std::uint64_t resident_bytes = 0;
  std::size_t descriptors = 0;
  std::chrono::nanoseconds cpu_time{};  // of all threads, also those that have ended, since it began
  std::uint64_t context_switches = 0;   // of the threads that run now
};

/// Of the process and all of its descendants (a command is often a shell with the server below it). Nothing when there
/// is no such process, or it may not be looked at. Linux only (/proc).
[[nodiscard]] std::optional<ProcessUsage> usage_of(pid_t pid);

}  // namespace parley::harness
