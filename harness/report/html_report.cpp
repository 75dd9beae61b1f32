#include "harness/report/html_report.hpp"

#include "harness/report/json_report.hpp"
#include "harness/report/page.hpp"
#include "web/report_page.hpp"

namespace parley::harness {

std::string html_report(const RunReport& report) {
  return fill_page(web::run_page(), {{"{{data}}", json_block(json_report(report))}});
}

}  // namespace parley::harness
