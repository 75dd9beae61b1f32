#include "client/backoff.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley::client {

Backoff::Backoff(BackoffOptions options, Random random) : options_(options), random_(std::move(random)) {}

std::optional<std::chrono::nanoseconds> Backoff::next() {
  if (options_.max_attempts != 0 && attempts_ >= options_.max_attempts) return std::nullopt;
  const double share = static_cast<double>(random_() >> 11U) * 0x1p-53;  // 0 up to, not with, 1
  const double delay = share * static_cast<double>(ceiling().count());
  ++attempts_;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(delay));
}

std::chrono::nanoseconds Backoff::ceiling() const {
  const double grown = static_cast<double>(options_.first.count()) * std::pow(options_.factor, attempts_);
  // Compared as doubles: after many attempts `grown` is beyond any integer, even infinite.
  if (!(grown < static_cast<double>(options_.max.count()))) return options_.max;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(grown));
}

void Backoff::was_open_for(std::chrono::nanoseconds time) {
  if (time >= options_.stable_after) attempts_ = 0;
}

}  // namespace parley::client
