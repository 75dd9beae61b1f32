#include "harness/load/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace parley::load {
namespace {

constexpr std::size_t most_exact = 20;  // values of each: above, the normal distribution is near enough

/// P(U <= u) for every u, when both come from the same distribution (Mann and Whitney): how many of the ways to mix n
/// and m values have u pairs in the wrong order.
std::vector<double> mann_whitney(std::size_t n, std::size_t m) {
  // ways[j][u]: of i values of the one among j of the other; built up by the recurrence on whose value is the largest.
  std::vector<std::vector<double>> ways(m + 1, std::vector<double>(n * m + 1, 0));
  for (auto& row : ways) row[0] = 1;  // i = 0
  for (std::size_t i = 1; i <= n; ++i) {
    std::vector<std::vector<double>> next(m + 1, std::vector<double>(n * m + 1, 0));
    next[0][0] = 1;
    for (std::size_t j = 1; j <= m; ++j) {
      for (std::size_t u = 0; u <= i * j; ++u) {
        next[j][u] = next[j - 1][u] + (u >= j ? ways[j][u - j] : 0);
      }
    }
    ways = std::move(next);
  }
  auto& last = ways[m];
  double all = 0;
  for (const double count : last) all += count;
  double sum = 0;
  for (double& count : last) {
    sum += count;
    count = sum / all;
  }
  return last;
}

/// How many of the sorted pairs to leave out at each end, and what the rest covers.
struct Trim {
  std::size_t pairs = 0;
  double confidence = 0;
  bool decides = false;
};

Trim exact_trim(std::size_t n, std::size_t m, double tail) {
  const auto below = mann_whitney(n, m);
  std::size_t pairs = 0;
  while (pairs + 1 < below.size() && below[pairs] <= tail) ++pairs;
  if (pairs == 0) return {0, 1 - 2 * below[0], false};
  return {pairs - 1, 1 - 2 * below[pairs - 1], true};
}

Trim normal_trim(std::size_t n, std::size_t m, double wanted) {
  const auto product = static_cast<double>(n) * static_cast<double>(m);
  const double deviation = std::sqrt(product * static_cast<double>(n + m + 1) / 12);
  double z = 0;  // by halving: the distribution function has no inverse in the library
  for (double step = 4; step > 1e-6; step /= 2) {
    if (std::erfc((z + step) / std::sqrt(2.0)) > 1 - wanted) z += step;
  }
  return {static_cast<std::size_t>(std::max(0.0, std::floor(product / 2 - z * deviation))), wanted, true};
}

template <class Between>
Difference difference_of(const std::vector<double>& a, const std::vector<double>& b, double wanted, double none,
                         const Between& between) {
  std::vector<double> pairs;
  for (const double of_a : a) {
    for (const double of_b : b) pairs.push_back(between(of_a, of_b));
  }
  std::sort(pairs.begin(), pairs.end());
  const bool exact = a.size() <= most_exact && b.size() <= most_exact;
  const auto trim = exact ? exact_trim(a.size(), b.size(), (1 - wanted) / 2) : normal_trim(a.size(), b.size(), wanted);
  const Interval interval{pairs[trim.pairs], pairs[pairs.size() - 1 - trim.pairs], trim.confidence};
  return {median(pairs), interval, trim.decides, none};
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Interval median_interval(std::vector<double> values, double wanted) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  double term = std::ldexp(1.0, -static_cast<int>(n));  // P(k of n values are below the median)
  double tail = term;
  Interval interval{values.front(), values.back(), 1 - 2 * tail};
  for (std::size_t k = 1; 2 * k < n; ++k) {
    term *= static_cast<double>(n - k + 1) / static_cast<double>(k);
    tail += term;
    if (1 - 2 * tail < wanted) break;
    interval = {values[k], values[n - 1 - k], 1 - 2 * tail};
  }
  return interval;
}

std::optional<Difference> ratio_of(const std::vector<double>& a, const std::vector<double>& b, double wanted) {
  const auto positive = [](double value) { return value > 0; };
  if (a.empty() || b.empty()) return std::nullopt;
  if (!std::all_of(a.begin(), a.end(), positive) || !std::all_of(b.begin(), b.end(), positive)) return std::nullopt;
  return difference_of(a, b, wanted, 1, [](double of_a, double of_b) { return of_b / of_a; });
}

std::optional<Difference> shift_of(const std::vector<double>& a, const std::vector<double>& b, double wanted) {
  if (a.empty() || b.empty()) return std::nullopt;
  return difference_of(a, b, wanted, 0, [](double of_a, double of_b) { return of_b - of_a; });
}

}  // namespace parley::load
