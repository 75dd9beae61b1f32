// BroadcastBoard: how far each broadcast has come, over all threads of a run.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "harness/load/flights.hpp"
#include "net/poller.hpp"

namespace parley::load {

class BroadcastBoard {
 public:
  /// How many broadcasts of a publisher are remembered that have not reached everybody: some of the oldest are
  /// forgotten before there are more.
  static constexpr std::uint64_t most_remembered = 1U << 20;

  explicit BroadcastBoard(std::uint32_t publishers);

  // Before the load begins, from each thread.
  void add_receivers(std::uint64_t count) noexcept { receivers_ += count; }
  void remove_receiver() noexcept { --receivers_; }
  [[nodiscard]] std::uint64_t receivers() const noexcept { return receivers_.load(std::memory_order_relaxed); }

  // From the publisher's thread.
  /// When the oldest of them was due; nothing: there is room.
  [[nodiscard]] std::optional<TimePoint> forgets(std::uint32_t publisher) const;
  /// `waker` is woken when a broadcast is complete. Null: nobody waits for it.
  void add_publisher(std::uint32_t publisher, net::Poller* waker);
  /// Its next message is due; returns its number.
  std::uint64_t publish(std::uint32_t publisher, TimePoint due);
  /// So many of its publishers publish no more.
  void stop(std::uint32_t publishers) noexcept;

  // From any thread.
  [[nodiscard]] std::uint64_t published(std::uint32_t publisher) const noexcept;
  [[nodiscard]] std::uint64_t completed(std::uint32_t publisher) const noexcept;
  [[nodiscard]] bool all_stopped() const noexcept { return running_.load(std::memory_order_acquire) == 0; }

  struct Arrival {
    std::uint64_t place;  // 1: the first receiver that has it
    TimePoint due;
  };
  /// One more receiver has it. Nothing: so many were published since that it has been forgotten.
  std::optional<Arrival> arrive(std::uint32_t publisher, std::uint64_t number, const net::Poller& here);
  [[nodiscard]] std::optional<TimePoint> due(std::uint32_t publisher, std::uint64_t number) const noexcept;

 private:
  static constexpr std::uint64_t chunk_size = 1U << 12;
  static constexpr std::uint64_t most_chunks = most_remembered / chunk_size;

  struct Slot {
    std::atomic<std::uint64_t> number = UINT64_MAX;
    std::atomic<std::uint64_t> receivers = 0;
    std::atomic<Duration::rep> due = 0;
  };
  /// Broadcasts that follow each other. Memory of one that has reached everybody is used again.
  struct Chunk {
    std::array<Slot, chunk_size> slots;
    std::atomic<std::uint64_t> completed = 0;
  };
  struct Publisher {
    std::vector<std::unique_ptr<Chunk>> memory;
    std::array<std::atomic<Chunk*>, most_chunks> chunks{};  // by the number of the first broadcast; null: none yet
    std::uint64_t oldest = 0;                               // chunk that is remembered
    std::atomic<std::uint64_t> published = 0;
    std::atomic<std::uint64_t> completed = 0;
    net::Poller* waker = nullptr;
  };

  static Chunk& begin_chunk(Publisher& line, std::uint64_t index);
  static Chunk* chunk_of(const Publisher& line, std::uint64_t number) noexcept {
    return line.chunks[number / chunk_size % most_chunks].load(std::memory_order_acquire);
  }
  struct Place {
    Chunk* chunk;
    Slot* slot;  // null: it has been forgotten
  };
  static Place find(const Publisher& line, std::uint64_t number) noexcept;
  static TimePoint due_of(const Slot& slot) noexcept {
    return TimePoint(Duration(slot.due.load(std::memory_order_relaxed)));
  }

  std::vector<std::unique_ptr<Publisher>> publishers_;
  std::atomic<std::uint64_t> receivers_ = 0;
  std::atomic<std::uint32_t> running_ = 0;
};

}  // namespace parley::load
