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
  Chunk& chunk = number % chunk_size == 0 ? begin_chunk(line, number / chunk_size) : *chunk_of(line, number);
  Slot& slot = chunk.slots[number % chunk_size];
  slot.receivers.store(0, std::memory_order_relaxed);
  slot.due.store(due.time_since_epoch().count(), std::memory_order_relaxed);
  slot.number.store(number, std::memory_order_release);
  line.published.store(number + 1, std::memory_order_release);
  return number;
}

/// Where there is room for no more, the oldest are forgotten.
BroadcastBoard::Chunk& BroadcastBoard::begin_chunk(Publisher& line, std::uint64_t index) {
  Chunk* chunk = nullptr;
  if (line.oldest < index) {
    auto& oldest = line.chunks[line.oldest % most_chunks];
    Chunk* const candidate = oldest.load(std::memory_order_relaxed);
    const bool is_over = candidate->completed.load(std::memory_order_acquire) == chunk_size;
    if (is_over || index - line.oldest == most_chunks) {
      chunk = candidate;
      oldest.store(nullptr, std::memory_order_release);
      ++line.oldest;
    }
  }
  if (chunk == nullptr) chunk = line.memory.emplace_back(std::make_unique<Chunk>()).get();
  chunk->completed.store(0, std::memory_order_relaxed);
  line.chunks[index % most_chunks].store(chunk, std::memory_order_release);
  return *chunk;
}

std::optional<TimePoint> BroadcastBoard::forgets(std::uint32_t publisher) const {
  const auto& line = *publishers_[publisher];
  const std::uint64_t begun = (published(publisher) + chunk_size - 1) / chunk_size;
  if (begun - line.oldest < most_chunks) return std::nullopt;
  const Chunk& oldest = *line.chunks[line.oldest % most_chunks].load(std::memory_order_relaxed);
  if (oldest.completed.load(std::memory_order_acquire) == chunk_size) return std::nullopt;
  return due_of(oldest.slots.front());
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

BroadcastBoard::Place BroadcastBoard::find(const Publisher& line, std::uint64_t number) noexcept {
  Chunk* const chunk = chunk_of(line, number);
  if (chunk == nullptr) return {nullptr, nullptr};
  Slot& slot = chunk->slots[number % chunk_size];
  return {chunk, slot.number.load(std::memory_order_acquire) == number ? &slot : nullptr};
}

std::optional<BroadcastBoard::Arrival> BroadcastBoard::arrive(std::uint32_t publisher, std::uint64_t number,
                                                              const net::Poller& here) {
  auto& line = *publishers_[publisher];
  const auto [chunk, slot] = find(line, number);
  if (slot == nullptr) return std::nullopt;
  const TimePoint due = due_of(*slot);  // before its last receiver makes it free for another
  const std::uint64_t place = slot->receivers.fetch_add(1, std::memory_order_acq_rel) + 1;
  if (place == receivers()) {
    line.completed.fetch_add(1, std::memory_order_acq_rel);
    chunk->completed.fetch_add(1, std::memory_order_acq_rel);  // the last thing done to it
    if (line.waker != nullptr && line.waker != &here) line.waker->wake();
  }
  return Arrival{place, due};
}

std::optional<TimePoint> BroadcastBoard::due(std::uint32_t publisher, std::uint64_t number) const noexcept {
  const Slot* const slot = find(*publishers_[publisher], number).slot;
  if (slot == nullptr) return std::nullopt;
  return due_of(*slot);
}

}  // namespace parley::load
