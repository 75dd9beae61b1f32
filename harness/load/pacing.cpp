#include "harness/load/pacing.hpp"

#include <cmath>

namespace parley::load {

Pacer::Pacer(double per_second, Arrivals arrivals, TimePoint start, std::uint64_t seed)
    : interval_(1e9 / per_second), arrivals_(arrivals), start_(start), due_(start), random_(seed) {}

void Pacer::advance() {
  ++count_;
  switch (arrivals_) {
    case Arrivals::constant:
      offset_ = static_cast<double>(count_) * interval_;  // a sum would drift
      break;
    case Arrivals::poisson:
      offset_ += interval_ * std::exponential_distribution<double>(1)(random_);
      break;
  }
  due_ = start_ + std::chrono::nanoseconds(std::llround(offset_));
}

}  // namespace parley::load
