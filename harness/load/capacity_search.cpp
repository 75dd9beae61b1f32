#include "harness/load/capacity_search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace parley::load {
namespace {

constexpr unsigned most_trials = 60;  // in all: a load that breaks by chance must not be tried for ever
constexpr unsigned most_at_once = 9;  // of one load
constexpr double lowest_part = 1e-4;  // of the first trial: below it there is no capacity

/// P(rate of successes < 1/2) for a uniform prior: the distribution function of Beta(successes + 1, failures + 1) at
/// 1/2, which is a sum of binomial coefficients.
double doubt(unsigned successes, unsigned failures) {
  const unsigned n = successes + failures + 1;
  double coefficient = 1;  // n over k
  double sum = 0;
  for (unsigned k = 0; k <= n; ++k) {
    if (k > successes) sum += coefficient;
    coefficient = coefficient * (n - k) / (k + 1);
  }
  return std::ldexp(sum, -static_cast<int>(n));
}

}  // namespace

double Trials::doubt_that_it_holds() const {
  return doubt(held, broke);
}

double Trials::doubt_that_it_breaks() const {
  return doubt(broke, held);
}

void CapacitySearch::add(double load, Trial trial) {
  auto& [held, broke] = trials_[load];
  ++(trial == Trial::held ? held : broke);
  ++count_;
}

std::optional<double> CapacitySearch::undecided() const {
  for (const auto& [load, trials] : trials_) {
    if (!trials.holds() && !trials.breaks() && trials.held + trials.broke < most_at_once) return load;
  }
  return std::nullopt;
}

Capacity CapacitySearch::capacity() const {
  Capacity found;
  for (const auto& [load, trials] : trials_) {
    if (!trials.holds()) {
      found.high = load;
      break;
    }
    found.low = load;
  }
  found.confidence = 1;
  if (found.low) found.confidence -= trials_.at(*found.low).doubt_that_it_holds();
  if (found.high) found.confidence -= trials_.at(*found.high).doubt_that_it_breaks();
  if (trials_.empty()) found.confidence = 0;
  return found;
}

double CapacitySearch::rounded(double load) const {
  if (range_.whole) return std::max(1.0, std::round(load));
  const double unit = std::pow(10.0, std::floor(std::log10(load)) - 2);  // three digits
  return std::round(load / unit) * unit;
}

bool CapacitySearch::is_narrow(double low, double high) const {
  if (high - low <= range_.precision * high) return true;
  const double middle = rounded(std::midpoint(low, high));
  return middle <= low || middle >= high;
}

/// The bound that is less certain, while both together are not certain enough.
std::optional<double> CapacitySearch::doubtful(const Capacity& bounds) const {
  if (bounds.confidence >= range_.confidence) return std::nullopt;
  const auto trials_of = [this](std::optional<double> load) { return load ? trials_.at(*load) : Trials{}; };
  const Trials low = trials_of(bounds.low);
  const Trials high = trials_of(bounds.high);
  const double low_doubt = bounds.low ? low.doubt_that_it_holds() : 0;
  const double high_doubt = bounds.high ? high.doubt_that_it_breaks() : 0;
  const bool low_may = bounds.low && low.held + low.broke < most_at_once;
  const bool high_may = bounds.high && high.held + high.broke < most_at_once;
  if (low_may && (low_doubt >= high_doubt || !high_may)) return bounds.low;
  if (high_may) return bounds.high;
  return std::nullopt;
}

std::optional<double> CapacitySearch::next() const {
  if (count_ >= most_trials) return std::nullopt;
  if (trials_.empty()) return std::min(range_.from, range_.to);
  if (const auto load = undecided()) return load;
  const Capacity bounds = capacity();
  if (!bounds.high) {
    if (*bounds.low < range_.to) return std::min(2 * *bounds.low, range_.to);
  } else if (!bounds.low) {
    const double lowest = range_.whole ? range_.lowest : range_.from * lowest_part;
    if (*bounds.high > lowest) return std::max(rounded(*bounds.high / 2), lowest);
  } else if (!is_narrow(*bounds.low, *bounds.high)) {
    return rounded(std::midpoint(*bounds.low, *bounds.high));
  }
  return doubtful(bounds);
}

}  // namespace parley::load
