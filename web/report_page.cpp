#include "web/report_page.hpp"

#include "web/asset.hpp"

PARLEY_ASSET(parley_report_css, "web/report.css")
PARLEY_ASSET(parley_tools_js, "web/tools.js")
PARLEY_ASSET(parley_report_html, "web/report.html")
PARLEY_ASSET(parley_report_js, "web/report.js")
PARLEY_ASSET(parley_check_html, "web/check.html")
PARLEY_ASSET(parley_check_css, "web/check.css")
PARLEY_ASSET(parley_check_js, "web/check.js")
PARLEY_ASSET(parley_bench_html, "web/bench.html")
PARLEY_ASSET(parley_bench_css, "web/bench.css")
PARLEY_ASSET(parley_bench_js, "web/bench.js")

namespace parley::web {

namespace {

ReportPage page(std::string_view html, std::string_view style, std::string_view script) {
  return {html, std::string(parley_report_css()).append(style), std::string(parley_tools_js()).append(script)};
}

}  // namespace

ReportPage run_page() {
  return page(parley_report_html(), "", parley_report_js());
}

ReportPage check_page() {
  return page(parley_check_html(), parley_check_css(), parley_check_js());
}

ReportPage bench_page() {
  return page(parley_bench_html(), parley_bench_css(), parley_bench_js());
}

}  // namespace parley::web
