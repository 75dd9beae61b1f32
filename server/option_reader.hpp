// OptionReader: a behaviour's options, from a route or from a request's query, as values.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::server {

using Options = std::map<std::string, std::string>;

/// Each call reads one option into its place, which keeps its value when the option is absent. The first fault is
/// kept: "interval: \"5\" has no unit; …".
class OptionReader {
 public:
  explicit OptionReader(Options options) : options_(std::move(options)) {}
  /// Names that are given twice are a fault.
  static OptionReader of_query(std::string_view query);

  void duration(const std::string& name, std::chrono::nanoseconds& to, std::chrono::nanoseconds min,
                std::chrono::nanoseconds max);
  void integer(const std::string& name, std::uint64_t& to, std::uint64_t min, std::uint64_t max);
  void fraction(const std::string& name, double& to);  // 0 to 1
  void text(const std::string& name, std::string& to);
  /// One of `choices`, in whose order the values of the enum stand.
  template <class Enum>
  void choice(const std::string& name, Enum& to, const std::vector<std::string_view>& choices) {
    to = static_cast<Enum>(chosen(name, static_cast<std::size_t>(to), choices));
  }
  void refuse_others();  // options that were not asked for are a fault

  void fail(const std::string& name, std::string_view what);
  [[nodiscard]] const std::string& fault() const { return fault_; }  // empty: there is none

 private:
  [[nodiscard]] const std::string* value(const std::string& name);
  [[nodiscard]] std::size_t chosen(const std::string& name, std::size_t otherwise,
                                   const std::vector<std::string_view>& choices);

  const Options options_;
  std::set<std::string> asked_for_;
  std::string fault_;
};

}  // namespace parley::server
