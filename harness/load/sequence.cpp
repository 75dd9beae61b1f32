#include "harness/load/sequence.hpp"

#include <algorithm>

namespace parley::load {
Sequence::Arrived Sequence::take(std::uint64_t number) {
  if (number == next_) {
    ++next_;
    return {Arrival::in_order, 0};
  }
  if (number > next_) {
    const std::uint64_t missed = number - next_;
    miss(number);
    ++next_;
    return {Arrival::ahead, missed};
  }
  const auto found = std::lower_bound(missing_.begin(), missing_.end(), number);
  if (found == missing_.end() || *found != number) return {Arrival::doubled, 0};
  missing_.erase(found);
  return {Arrival::reordered, 0};
}

void Sequence::miss(std::uint64_t until) {
  const std::uint64_t first = std::max(next_, until - std::min(until, most_remembered));
  forgotten_ += first - next_;
  for (std::uint64_t number = first; number < until; ++number) missing_.push_back(number);
  if (missing_.size() > most_remembered) {
    const std::size_t surplus = missing_.size() - most_remembered;
    forgotten_ += surplus;
    missing_.erase(missing_.begin(), missing_.begin() + static_cast<std::ptrdiff_t>(surplus));
  }
  next_ = until;
}

}  // namespace parley::load
