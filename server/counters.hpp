// What the server counts. Each worker has counters of its own, so that counting needs neither locks nor shared cache
// lines; a scrape adds them up.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace parley::server {

/// Written by one thread, read by any.
class Counter {
 public:
  void add(std::uint64_t n) noexcept { value_.store(value() + n, std::memory_order_relaxed); }
  void subtract(std::uint64_t n) noexcept { value_.store(value() - n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Of one path on one worker.
struct alignas(64) PathCounters {
  Counter connections;  // open now
  Counter opened;
  Counter messages_received;
  Counter messages_sent;
  Counter bytes_received;  // payload
  Counter bytes_sent;

  void count_received(std::uint64_t messages, std::uint64_t bytes) {
    messages_received.add(messages);
    bytes_received.add(bytes);
  }
  void count_sent(std::uint64_t messages, std::uint64_t bytes) {
    messages_sent.add(messages);
    bytes_sent.add(bytes);
  }
};

/// Rare events by a number: a status, a close code.
class Tally {
 public:
  void count(int number) {
    const std::lock_guard lock(mutex_);
    ++counts_[number];
  }
  void add_to(std::map<int, std::uint64_t>& sums) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [number, count] : counts_) sums[number] += count;
  }

 private:
  mutable std::mutex mutex_;
  std::map<int, std::uint64_t> counts_;
};

/// Of one worker, whatever the path.
struct WorkerCounters {
  Tally refusals;        // handshakes refused, by status
  Tally http_responses;  // requests without an upgrade, by status
  Tally closes;          // ends of open connections, by close code
  Counter failed;        // connections that ended without a complete, valid request
};

}  // namespace parley::server
