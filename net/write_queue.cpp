#include "net/write_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace parley::net {

namespace {
constexpr std::size_t max_tail = 64U << 10;
constexpr std::size_t done_pieces_to_keep = 256;
}  // namespace

void WriteQueue::seal_large_tail() {
  if (tail_.size() >= max_tail) seal();
}

void WriteQueue::append(protocol::ByteView bytes) {
  seal_large_tail();
  protocol::append(tail_, bytes);
}

void WriteQueue::append(std::shared_ptr<const SharedMessage> message) {
  seal();
  push({{}, std::move(message)});
}

std::span<const protocol::ByteView> WriteQueue::front(std::span<protocol::ByteView> views) const {
  std::size_t count = 0;
  std::size_t skip = consumed_;
  const auto add = [&](protocol::ByteView bytes) {
    if (bytes.size() > skip) views[count++] = bytes.subspan(skip);
    skip = 0;
  };
  for (std::size_t i = first_; i < pieces_.size() && count < views.size(); ++i) add(pieces_[i].bytes());
  if (count < views.size()) add(tail_);
  return views.first(count);
}

void WriteQueue::consume(std::size_t count) {
  consumed_ += count;
  while (first_ < pieces_.size() && consumed_ >= pieces_[first_].bytes().size()) {
    const std::size_t size = pieces_[first_].bytes().size();
    consumed_ -= size;
    sealed_size_ -= size;
    pieces_[first_++] = {};
  }
  if (empty()) {
    auto memory = release();
    memory.clear();
    clear();
    adopt(std::move(memory));
  } else if (first_ >= done_pieces_to_keep && 2 * first_ >= pieces_.size()) {
    pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

void WriteQueue::trim() {
  const std::size_t skip = first_ == pieces_.size() ? consumed_ : 0;  // else they are the front piece's
  if (tail_.size() - skip >= tail_.capacity() / 2) return;
  tail_ = protocol::Bytes(tail_.begin() + static_cast<std::ptrdiff_t>(skip), tail_.end());
  consumed_ -= skip;
}

void WriteQueue::clear() {
  *this = WriteQueue();
}

void WriteQueue::seal() {
  if (tail_.empty()) return;
  if (tail_.size() >= tail_.capacity() / 2) return push({std::exchange(tail_, {}), nullptr});
  push({protocol::Bytes(tail_.begin(), tail_.end()), nullptr});  // a lent block may be far larger than what is in it
  tail_.clear();
}

void WriteQueue::push(Piece piece) {
  sealed_size_ += piece.bytes().size();
  pieces_.push_back(std::move(piece));
}

}  // namespace parley::net
