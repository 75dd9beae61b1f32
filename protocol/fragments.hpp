// Fragments: cuts a message into the payloads of its frames (RFC 6455 §5.4).
#pragma once

#include <algorithm>
#include <cstdint>

#include "protocol/bytes.hpp"
#include "protocol/engine.hpp"

namespace parley::protocol {

class Fragments {
 public:
  Fragments(ByteView payload, const SendOptions& options)
      : left_(payload), size_(options.fragment_size), frames_(options.frames) {}

  /// The next payload: there is always a first one, which may be empty.
  ByteView next() {
    const ByteView part = left_.first(size_of_next());
    left_ = left_.subspan(part.size());
    if (frames_ > 0) --frames_;
    return part;
  }

  /// True behind the last one.
  [[nodiscard]] bool done() const { return left_.empty() && frames_ == 0; }

 private:
  [[nodiscard]] std::size_t size_of_next() const {
    if (frames_ > 0) return static_cast<std::size_t>(left_.size() / frames_);  // the rest is spread over the later ones
    return size_ == 0 ? left_.size() : static_cast<std::size_t>(std::min<std::uint64_t>(size_, left_.size()));
  }

  ByteView left_;
  std::uint64_t size_;
  std::uint64_t frames_;  // that are still to come; 0: as many as it takes
};

}  // namespace parley::protocol
