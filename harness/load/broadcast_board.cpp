#include "harness/load/broadcast_board.hpp"

namespace parley::load {

BroadcastBoard::BroadcastBoard(std::uint32_t publishers) : running_(publishers) {
  for (std::uint32_t i = 0; i < publishers; ++i) publishers_.push_back(std::make_unique<Publisher>());
}

void BroadcastBoard::add_publisher(std::uint32_t publisher, net::Poller* waker) {
  publishers_[publisher]->waker = waker;
}

std::uint64_t BroadcastBoard::publish(std::uint32_t publisher, TimePoint due) {
  auto& line = *publishers_[publisher];
  const std::uint64_t number = line.published.load(std::memory_order_relaxed);
  Slot& slot = line.slots[number % remembered];
  slot.receivers.store(0, std::memory_order_relaxed);
  slot.due.store(due.time_since_epoch().count(), std::memory_order_relaxed);
  slot.number.store(number, std::memory_order_release);
  line.published.store(number + 1, std::memory_order_release);
  return number;
}

void BroadcastBoard::stop(std::uint32_t publishers) noexcept {
  running_.fetch_sub(publishers, std::memory_order_acq_rel);
}

std::uint64_t BroadcastBoard::published(std::uint32_t publisher) const noexcept {
  return publishers_[publisher]->published.load(std::memory_order_acquire);
}

std::uint64_t BroadcastBoard::completed(std::uint32_t publisher) const noexcept {
  return publishers_[publisher]->completed.load(std::memory_order_acquire);
}

std::optional<BroadcastBoard::Arrival> BroadcastBoard::arrive(std::uint32_t publisher, std::uint64_t number,
                                                              const net::Poller& here) {
  auto& line = *publishers_[publisher];
  const auto due_then = due(publisher, number);
  if (!due_then) return std::nullopt;
  const std::uint64_t place = line.slots[number % remembered].receivers.fetch_add(1, std::memory_order_acq_rel) + 1;
  if (place == receivers()) {
    line.completed.fetch_add(1, std::memory_order_acq_rel);
    if (line.waker != nullptr && line.waker != &here) line.waker->wake();
  }
  return Arrival{place, *due_then};
}

std::optional<TimePoint> BroadcastBoard::due(std::uint32_t publisher, std::uint64_t number) const noexcept {
  const Slot& slot = publishers_[publisher]->slots[number % remembered];
  if (slot.number.load(std::memory_order_acquire) != number) return std::nullopt;
  return TimePoint(Duration(slot.due.load(std::memory_order_relaxed)));
}

}  // namespace parley::load
