// CapacitySearch: how far a load can be raised until a limit breaks, found by trials of which some mislead.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace parley::load {

struct SearchRange {
  double from = 1;           // the first trial
  double to = 1e9;           // never above
  double lowest = 1;         // never below, where only whole numbers make sense
  double precision = 0.05;   // how far apart the bounds may be in the end: a part of the upper one
  double confidence = 0.95;  // of the result
  bool whole = false;        // only whole numbers make sense: connections
};

/// How often a load has been tried.
struct Trials {
  unsigned held = 0;
  unsigned broke = 0;

  /// One trial that breaks may be bad luck, so it takes two; one that holds is taken at its word until the end.
  [[nodiscard]] bool holds() const noexcept { return held > broke; }
  [[nodiscard]] bool breaks() const noexcept { return broke > held && broke > 1; }
  /// How likely it is that this load breaks more often than it holds, after these trials and with no prior opinion (the
  /// posterior distribution of the rate is a Beta distribution).
  [[nodiscard]] double doubt_that_it_holds() const;
  [[nodiscard]] double doubt_that_it_breaks() const;
};

struct Capacity {
  std::optional<double> low;   // the highest load that holds; nothing: not even the lowest did
  std::optional<double> high;  // the lowest that breaks; nothing: the whole range holds
  double confidence = 0;       // that the capacity is between the two
};

/// Doubles the load until it breaks, halves the interval until it is small, and then tries both bounds again until they
/// are certain enough. A bound that turns out wrong is moved. Knows no clock and makes no load: it says what to try.
class CapacitySearch {
 public:
  explicit CapacitySearch(const SearchRange& range) : range_(range) {}

  /// What to try next; nothing: the search is over.
  [[nodiscard]] std::optional<double> next() const;
  enum class Trial : std::uint8_t { held, broke };
  void add(double load, Trial trial);

  [[nodiscard]] Capacity capacity() const;
  [[nodiscard]] const std::map<double, Trials>& trials() const noexcept { return trials_; }

 private:
  [[nodiscard]] std::optional<double> undecided() const;
  [[nodiscard]] double rounded(double load) const;
  [[nodiscard]] bool is_narrow(double low, double high) const;
  [[nodiscard]] std::optional<double> doubtful(const Capacity& bounds) const;

  SearchRange range_;
  std::map<double, Trials> trials_;
  unsigned count_ = 0;
};

}  // namespace parley::load
