// StepFailures: where the iterations of a scenario failed, and how often.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace parley::load {

class StepFailures {
 public:
  struct Entry {
    std::string what;  // the first that failed there
    std::uint64_t count = 0;
  };

  /// `pointer`: the step or the check in its file, a JSON pointer.
  void add(const std::string& pointer, const std::string& what, std::uint64_t times = 1) {
    auto& entry = entries_[pointer];
    if (entry.count == 0) entry.what = what;
    entry.count += times;
  }
  void merge(const StepFailures& other) {
    for (const auto& [pointer, entry] : other.entries_) add(pointer, entry.what, entry.count);
  }
  [[nodiscard]] const std::map<std::string, Entry>& entries() const noexcept { return entries_; }

 private:
  std::map<std::string, Entry> entries_;
};

}  // namespace parley::load
