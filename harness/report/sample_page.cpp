// Writes the report page of a made-up run: `report_sample_page > page.html`, to look at while working on web/.
#include <iostream>

#include "harness/report/html_report.hpp"
#include "harness/report/sample_report.hpp"

int main() {
  std::cout << parley::harness::html_report(parley::harness::large_sample_report(36));
}
