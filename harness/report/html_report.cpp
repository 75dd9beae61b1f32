#include "harness/report/html_report.hpp"

#include "harness/report/json_report.hpp"
#include "harness/report/page.hpp"
#include "web/report_page.hpp"

namespace parley::harness {

std::string html_report(const RunReport& report) {
  const auto style = web::report_style();
  const auto script = web::report_script();
  return fill_page(web::report_page(), {{"{{script-hash}}", csp_hash(script)},
                                        {"{{style-hash}}", csp_hash(style)},
                                        {"{{style}}", style},
                                        {"{{data}}", json_block(json_report(report))},
                                        {"{{script}}", script}});
}

}  // namespace parley::harness
