// Flights: the messages of one connection that are due, sent and not answered yet, by their number.
#pragma once

#include <bit>
#include <chrono>
#include <cstdint>
#include <vector>

namespace parley::load {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;
using Duration = Clock::duration;

struct Flight {
  TimePoint due;   // when it should have been sent
  TimePoint sent;  // when it was
};

/// A ring that grows when it must and never shrinks: nothing is allocated once a connection's load is steady. Numbers
/// go up from 0; those from answered() to sent() are under way, those from sent() to end() wait to be sent.
class Flights {
 public:
  [[nodiscard]] std::uint64_t answered() const noexcept { return first_; }
  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }
  [[nodiscard]] std::uint64_t under_way() const noexcept { return sent_ - first_; }
  [[nodiscard]] std::uint64_t waiting() const noexcept { return end_ - sent_; }

  void add(TimePoint due) {
    if (end_ - first_ == ring_.size()) grow();
    ring_[end_++ & mask()].due = due;
  }
  /// All below `number` leave at `now`.
  void send_until(std::uint64_t number, TimePoint now) noexcept {
    for (; sent_ < number; ++sent_) ring_[sent_ & mask()].sent = now;
  }
  /// Of a number from answered() to end().
  [[nodiscard]] const Flight& operator[](std::uint64_t number) const noexcept { return ring_[number & mask()]; }
  /// All below `number`, which is at most sent(), are over.
  void answer_until(std::uint64_t number) noexcept { first_ = number; }

 private:
  [[nodiscard]] std::uint64_t mask() const noexcept { return ring_.size() - 1; }
  void grow() {
    std::vector<Flight> larger(std::bit_ceil(ring_.size() + 1));
    for (std::uint64_t number = first_; number < end_; ++number) larger[number & (larger.size() - 1)] = (*this)[number];
    ring_ = std::move(larger);
  }

  std::vector<Flight> ring_;  // a power of two, or none
  std::uint64_t first_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace parley::load
