// One server that parley bench puts load on, and the runs that it gets.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/bench_arguments.hpp"
#include "harness/load/bench_report.hpp"
#include "harness/scenario/play.hpp"
#include "harness/scenario/scenario.hpp"

namespace parley::cli {

/// Lines of histograms of several runs, in one log.
class HistogramLog {
 public:
  void add(load::Duration at, load::Duration length, const load::Tally& tally);
  /// The lines since the last call are of a run that began to count then. They are put in the order of time.
  void end_run(std::chrono::system_clock::time_point started);
  /// Of several runs only the one that began to count then.
  void keep_run(std::chrono::system_clock::time_point started);
  [[nodiscard]] std::string text() const;

 private:
  struct Entry {
    std::string_view tag;
    std::chrono::system_clock::time_point run;  // when it began to count
    load::Duration at;
    load::Duration length;
    load::Histogram times;
  };
  std::vector<Entry> entries_;
  std::size_t ended_ = 0;  // entries whose run is over: `at` counts from the first run's beginning
  std::optional<std::chrono::system_clock::time_point> started_;
};

class BenchTarget {
 public:
  /// Throws what is wrong on the command line, or a Failure where the server cannot be reached.
  BenchTarget(const BenchArguments& arguments, const std::string& url, std::stop_token stop);

  [[nodiscard]] const load::Plan& plan() const { return plan_; }
  /// Without thresholds judged. `log` may be null.
  [[nodiscard]] load::BenchReport run(const load::Plan& plan, HistogramLog* log) const;

 private:
  [[nodiscard]] load::Outcome perform(const load::Plan& plan, const load::OnRow& on_row,
                                      const std::function<void()>& on_ready) const;

  const BenchArguments& arguments_;
  std::string url_;
  std::stop_token stop_;
  load::Plan plan_;
  load::Payload payload_;
  std::optional<scenario::Scenario> scenario_;  // of that workload
  scenario::PlayOptions play_;
};

}  // namespace parley::cli
