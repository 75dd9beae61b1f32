// WriteQueue: bytes that wait to be written, in their order, some owned and some shared with other connections.
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "net/session.hpp"
#include "protocol/bytes.hpp"

namespace parley::net {

/// Holds no memory while it is empty, once that was released: most connections of a server are idle.
class WriteQueue {
 public:
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return sealed_size_ + tail_.size() - consumed_; }
  /// The memory that they take, in bytes, near enough: many small pieces take more than their bytes.
  [[nodiscard]] std::size_t memory() const { return size() + (pieces_.size() - first_) * piece_overhead; }

  /// Where the next owned bytes go. Append only. The reference stays good, and what is appended by it comes behind all
  /// that the queue has got by then.
  [[nodiscard]] protocol::Bytes& tail() { return tail_; }
  /// To be called before more is added to what waits for a slow reader: its queue then frees memory piece by piece, and
  /// never moves megabytes to make room for the next frame.
  void seal_large_tail();

  void append(protocol::ByteView bytes);
  void append(std::shared_ptr<const SharedMessage> message);

  /// Fills `views` from the front of the queue; returns those that were filled. Valid until the queue changes.
  [[nodiscard]] std::span<const protocol::ByteView> front(std::span<protocol::ByteView> views) const;

  /// Removes the first `count` bytes.
  void consume(std::size_t count);
  void clear();

  /// What is left has to wait: gives up a block that is mostly empty, or already written.
  void trim();

  /// Of an empty queue: gives it memory for its tail, and takes it away.
  void adopt(protocol::Bytes&& memory) { tail_ = std::move(memory); }
  [[nodiscard]] protocol::Bytes release() { return std::exchange(tail_, {}); }

 private:
  struct Piece {
    protocol::Bytes owned;
    std::shared_ptr<const SharedMessage> shared;  // null: `owned` counts

    [[nodiscard]] protocol::ByteView bytes() const { return shared ? shared->frame : owned; }
  };
  /// The piece itself, and what the heap spends on its block.
  static constexpr std::size_t piece_overhead = sizeof(Piece) + 2 * sizeof(void*);

  void seal();  // makes a piece of the tail
  void push(Piece piece);

  std::vector<Piece> pieces_;    // those before first_ are done with
  std::size_t first_ = 0;        // the front
  std::size_t consumed_ = 0;     // bytes of the front (or of the tail, when no piece is left) that are done with
  std::size_t sealed_size_ = 0;  // bytes in the pieces from first_ on
  protocol::Bytes tail_;         // after all pieces
};

}  // namespace parley::net
