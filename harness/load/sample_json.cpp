// Writes the sample as JSON: what the schema is tested with.
#include <iostream>

#include "harness/load/report_json.hpp"
#include "harness/load/sample_report.hpp"

int main() {
  std::cout << parley::load::json_report_text(parley::load::sample_report());
}
