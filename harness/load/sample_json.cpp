// Prints a report that has everything, or two side by side (sample_json several), for the test of their schema.
#include <iostream>
#include <vector>

#include "harness/load/metric.hpp"
#include "harness/load/report_json.hpp"
#include "harness/load/sample_report.hpp"

int main(int argc, char**) {
  using namespace parley::load;
  auto report = sample_report();
  report.plan.scenario = "Chat";
  report.plan.shard = Shard{1, 3};
  report.notes = {"a note"};
  report.outcome.measured.steps.add("/steps/2", "it took too long");
  report.outcome.measured.receivers.add(7, {1, 2, 3, 4});
  report.repetitions = {repetition_of(report), repetition_of(report)};
  report.search = SearchResult{Raised::rate,
                               {},
                               {{1000, "", 999, 1, 2, 3, 0, 0.5}, {2000, "p99<1ns: 2 ns", 1500, 1, 2, 3, 4, 1}},
                               {1000, std::nullopt, 0.75},
                               "it was interrupted"};
  std::cout << (argc > 1 ? json_report_text(std::vector{report, report}) : json_report_text(report));
}
