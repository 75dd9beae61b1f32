#include "web/report_page.hpp"

// The assembler reads the files; web/CMakeLists.txt tells it where they are and rebuilds this object when they change.
asm(R"(
  .pushsection .rodata
  .global parley_report_html, parley_report_html_end
  .global parley_report_css, parley_report_css_end
  .global parley_report_js, parley_report_js_end
  .global parley_check_html, parley_check_html_end
  .global parley_check_css, parley_check_css_end
  .global parley_check_js, parley_check_js_end
  .global parley_bench_html, parley_bench_html_end
  .global parley_bench_css, parley_bench_css_end
  .global parley_bench_js, parley_bench_js_end
parley_report_html:
  .incbin "web/report.html"
parley_report_html_end:
parley_report_css:
  .incbin "web/report.css"
parley_report_css_end:
parley_report_js:
  .incbin "web/report.js"
parley_report_js_end:
parley_check_html:
  .incbin "web/check.html"
parley_check_html_end:
parley_check_css:
  .incbin "web/check.css"
parley_check_css_end:
parley_check_js:
  .incbin "web/check.js"
parley_check_js_end:
parley_bench_html:
  .incbin "web/bench.html"
parley_bench_html_end:
parley_bench_css:
  .incbin "web/bench.css"
parley_bench_css_end:
parley_bench_js:
  .incbin "web/bench.js"
parley_bench_js_end:
  .popsection
)");

extern "C" {
extern const char parley_report_html[];
extern const char parley_report_html_end[];
extern const char parley_report_css[];
extern const char parley_report_css_end[];
extern const char parley_report_js[];
extern const char parley_report_js_end[];
extern const char parley_check_html[];
extern const char parley_check_html_end[];
extern const char parley_check_css[];
extern const char parley_check_css_end[];
extern const char parley_check_js[];
extern const char parley_check_js_end[];
extern const char parley_bench_html[];
extern const char parley_bench_html_end[];
extern const char parley_bench_css[];
extern const char parley_bench_css_end[];
extern const char parley_bench_js[];
extern const char parley_bench_js_end[];
}

namespace parley::web {

std::string_view report_page() {
  return {parley_report_html, parley_report_html_end};
}
std::string_view report_style() {
  return {parley_report_css, parley_report_css_end};
}
std::string_view report_script() {
  return {parley_report_js, parley_report_js_end};
}
std::string_view check_page() {
  return {parley_check_html, parley_check_html_end};
}
std::string_view check_style() {
  return {parley_check_css, parley_check_css_end};
}
std::string_view check_script() {
  return {parley_check_js, parley_check_js_end};
}
std::string_view bench_page() {
  return {parley_bench_html, parley_bench_html_end};
}
std::string_view bench_style() {
  return {parley_bench_css, parley_bench_css_end};
}
std::string_view bench_script() {
  return {parley_bench_js, parley_bench_js_end};
}

}  // namespace parley::web
