// Writes the JSON report of a made-up run, for the test of its schema.
#include <iostream>

#include "harness/report/json_report.hpp"
#include "harness/report/sample_report.hpp"

int main() {
  std::cout << parley::harness::json_report_text(parley::harness::sample_report());
}
