// Search: runs with ever more load, until a limit breaks.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/bench_report.hpp"
#include "harness/load/capacity_search.hpp"

namespace parley::load {

struct SearchPlan {
  Raised raised = Raised::rate;
  SearchRange range;
  std::vector<Threshold> limits;  // what has to hold; also that there be no faults, unless one is about them
};

/// Makes the run that the plan says, with its series; the thresholds are judged by the search.
using RunOnce = std::function<BenchReport(const Plan&)>;
using OnTrial = std::function<void(const SearchTrial&)>;

/// The plan with this much load.
[[nodiscard]] Plan with_load(Plan plan, Raised raised, double load);

/// The report is that of the last run that held at the capacity, or else of the last one of all; with the search in it.
/// A run that was interrupted ends the search, and so do those that show that there is nobody to be measured.
[[nodiscard]] BenchReport search(const Plan& plan, const SearchPlan& search, const RunOnce& run_once,
                                 const OnTrial& on_trial);

/// True when what was due was also done: a peer that falls ever more behind may keep every other limit in a short run.
[[nodiscard]] bool kept_up(const Plan& plan, const Outcome& outcome);

}  // namespace parley::load
