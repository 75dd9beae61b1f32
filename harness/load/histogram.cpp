#include "harness/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

namespace parley::load {
namespace {

constexpr unsigned precision_bits = 7;
constexpr std::uint64_t half = 1U << precision_bits;  // buckets in a power of two
constexpr std::uint64_t exact = 2 * half;             // below this, a bucket holds one value

std::size_t bucket_of(std::uint64_t value) {
  if (value < exact) return value;
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - precision_bits - 1;
  return exact + (shift - 1) * half + ((value >> shift) - half);
}

std::uint64_t highest_in(std::size_t bucket) {
  if (bucket < exact) return bucket;
  const auto shift = static_cast<unsigned>((bucket - exact) / half + 1);
  const std::uint64_t top = half + (bucket - exact) % half;
  return (top << shift) + ((std::uint64_t{1} << shift) - 1);
}

}  // namespace

void Histogram::record(std::uint64_t value, std::uint64_t times) {
  if (times == 0) return;
  const std::size_t bucket = bucket_of(value);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  buckets_[bucket] += times;
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  count_ += times;
  sum_ += static_cast<long double>(value) * static_cast<long double>(times);
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  std::transform(other.buckets_.begin(), other.buckets_.end(), buckets_.begin(), buckets_.begin(), std::plus<>());
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  count_ += other.count_;
  sum_ += other.sum_;
}

double Histogram::mean() const {
  return count_ == 0 ? 0 : static_cast<double>(sum_ / static_cast<long double>(count_));
}

std::uint64_t Histogram::percentile(double percent) const {
  if (count_ == 0) return 0;
  // 99.9 of 1000 is 999, though 99.9 has no exact binary form: just below it, as HdrHistogram's own readers do.
  const double below = std::nextafter(std::clamp(percent, 0.0, 100.0), 0.0);
  const double wanted = std::ceil(below * static_cast<double>(count_) / 100.0);
  const std::uint64_t rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, count_);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= rank) return std::clamp(highest_in(bucket), min_, max_);
  }
  return max_;
}

Histogram Histogram::of_buckets(std::span<const std::uint64_t> buckets, std::uint64_t min, std::uint64_t max,
                                double mean) {
  Histogram histogram;
  histogram.buckets_.assign(buckets.begin(), buckets.end());
  histogram.count_ = std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
  histogram.min_ = min;
  histogram.max_ = max;
  histogram.sum_ = static_cast<long double>(mean) * static_cast<long double>(histogram.count_);
  return histogram;
}

}  // namespace parley::load
