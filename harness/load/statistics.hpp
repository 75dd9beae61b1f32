// Statistics: what repeated runs say, and whether two sets of them differ by more than noise. Nothing is assumed of how
// the values are distributed. bench/check.py does the same in Python.
#pragma once

#include <optional>
#include <vector>

namespace parley::load {

/// Of at least one value.
[[nodiscard]] double median(std::vector<double> values);

struct Interval {
  double low = 0;
  double high = 0;
  double confidence = 0;  // that it covers the true value; less than was wanted where there are too few values
};

/// Of the median, from the order of the values (a sign test turned round). With fewer than six values it is the whole
/// range, and covers 1 - 2^(1-n). Of at least one value.
[[nodiscard]] Interval median_interval(std::vector<double> values, double wanted = 0.95);

/// Between values of `a` and of `b`: the median of what lies between each of one and each of the other (Hodges and
/// Lehmann).
struct Difference {
  double value = 0;
  Interval interval;
  bool decides = false;  // there were enough values for the confidence that was wanted
  double none = 0;       // the value of two that are equal

  /// The interval does not cover `none`, which is the same as a Mann-Whitney test that rejects.
  [[nodiscard]] bool differs() const { return decides && (interval.low > none || interval.high < none); }
  /// `b` has more.
  [[nodiscard]] bool is_more() const { return value > none; }
};

/// How many times `a` is `b`: values of runs of one and of the other. Nothing where one is empty or a value is not
/// above zero. For 0.99 it takes five values of each at least, for 0.95 four.
[[nodiscard]] std::optional<Difference> ratio_of(const std::vector<double>& a, const std::vector<double>& b,
                                                 double wanted = 0.99);

/// How much `b` is above `a`: the same test, of values that may be zero. Nothing where one is empty.
[[nodiscard]] std::optional<Difference> shift_of(const std::vector<double>& a, const std::vector<double>& b,
                                                 double wanted = 0.99);

}  // namespace parley::load
