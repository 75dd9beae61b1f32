// The processor time of the thread that asks.
#pragma once

#include <sys/resource.h>

#include <chrono>

namespace parley::load {

[[nodiscard]] inline std::chrono::nanoseconds thread_cpu_time() {
  rusage usage{};
  ::getrusage(RUSAGE_THREAD, &usage);
  const auto of = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

}  // namespace parley::load
