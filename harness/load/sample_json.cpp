// Prints a report that has everything, for the test of its schema.
#include <iostream>

#include "harness/load/metric.hpp"
#include "harness/load/report_json.hpp"
#include "harness/load/sample_report.hpp"

int main() {
  using namespace parley::load;
  auto report = sample_report();
  report.plan.scenario = "Chat";
  report.notes = {"a note"};
  report.outcome.measured.steps.add("/steps/2", "it took too long");
  report.repetitions = {repetition_of(report), repetition_of(report)};
  report.search = SearchResult{Raised::rate,
                               {},
                               {{1000, "", 999, 1, 2, 3, 0, 0.5}, {2000, "p99<1ns: 2 ns", 1500, 1, 2, 3, 4, 1}},
                               {1000, std::nullopt, 0.75}};
  std::cout << json_report_text(report);
}
