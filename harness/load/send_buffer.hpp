// SendBuffer: bytes on their way to TCP. Unlike a vector it does not clear memory that is about to be written.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "protocol/bytes.hpp"

namespace parley::load {

class SendBuffer {
 public:
  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
  [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] protocol::ByteView bytes() const noexcept { return {data_.get() + begin_, size()}; }

  /// Room for `count` bytes behind those that are here; to be written, and then counted with `extend`.
  [[nodiscard]] std::uint8_t* reserve(std::size_t count) {
    if (capacity_ - end_ < count) make_room(count);
    return data_.get() + end_;
  }
  void extend(std::size_t count) noexcept { end_ += count; }

  void append(protocol::ByteView bytes) {
    if (bytes.empty()) return;
    std::memcpy(reserve(bytes.size()), bytes.data(), bytes.size());
    extend(bytes.size());
  }
  /// The first `count` bytes are done with.
  void consume(std::size_t count) noexcept {
    begin_ += count;
    if (begin_ == end_) clear();
  }
  void clear() noexcept { begin_ = end_ = 0; }

 private:
  void make_room(std::size_t count) {
    const std::size_t capacity = std::max(2 * capacity_, size() + count);
    auto data = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    if (!empty()) std::memcpy(data.get(), data_.get() + begin_, size());
    data_ = std::move(data);
    capacity_ = capacity;
    end_ -= std::exchange(begin_, 0);
  }

  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace parley::load
