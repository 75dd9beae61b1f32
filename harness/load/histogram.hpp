// Histogram: times (or any counts) in buckets that grow with the value, so that every percentile is known to 1 %.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace parley::load {

/// Values below 256 are exact. Above, each power of two is cut into 128 buckets: a percentile is at most 1/128 above
/// the true value, and never below it. It takes 58 KiB when values use all 64 bits, less when they do not.
class Histogram {
 public:
  void record(std::uint64_t value) { record(value, 1); }
  void record(std::uint64_t value, std::uint64_t times);
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t min() const { return count_ == 0 ? 0 : min_; }  // exact
  [[nodiscard]] std::uint64_t max() const { return max_; }                    // exact
  [[nodiscard]] double mean() const;                                          // exact

  /// The smallest value that at least `percent` % of all values do not exceed; 0 when nothing was recorded.
  [[nodiscard]] std::uint64_t percentile(double percent) const;

  /// How many values were in each bucket; those behind the last one that was used may be left out. The buckets are
  /// those of an HdrHistogram with two significant digits and 1 as its lowest value.
  [[nodiscard]] std::span<const std::uint64_t> buckets() const { return buckets_; }
  /// What these buckets came from, whose lowest, highest and mean value are known.
  [[nodiscard]] static Histogram of_buckets(std::span<const std::uint64_t> buckets, std::uint64_t min,
                                            std::uint64_t max, double mean);

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::uint64_t min_ = 0;
  std::uint64_t max_ = 0;
  long double sum_ = 0;
};

}  // namespace parley::load
