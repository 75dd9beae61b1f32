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

struct Ratio {
  double value = 1;  // the median of all b/a (Hodges and Lehmann)
  Interval interval;
  bool decides = false;  // there were enough values for the confidence that was wanted

  /// The interval does not cover 1, which is the same as a Mann-Whitney test that rejects.
  [[nodiscard]] bool differs() const { return decides && (interval.low > 1 || interval.high < 1); }
};

/// How many times `a` is `b`: values of runs of one and of the other. Nothing where one is empty or a value is not
/// above zero. For 0.99 it takes five values of each at least, for 0.95 four.
[[nodiscard]] std::optional<Ratio> ratio_of(const std::vector<double>& a, const std::vector<double>& b,
                                            double wanted = 0.99);

struct Shift {
  double value = 0;  // the median of all b-a (Hodges and Lehmann)
  Interval interval;
  bool decides = false;

  [[nodiscard]] bool differs() const { return decides && (interval.low > 0 || interval.high < 0); }
};

/// How much `b` is above `a`: the same test, of values that may be zero. Nothing where one is empty.
[[nodiscard]] std::optional<Shift> shift_of(const std::vector<double>& a, const std::vector<double>& b,
                                            double wanted = 0.99);

}  // namespace parley::load
