// The files of the report pages, as they stood beside this header when the program was built.
#pragma once

#include <string_view>

namespace parley::web {

[[nodiscard]] std::string_view report_page();    // report.html, with {{placeholders}}
[[nodiscard]] std::string_view report_style();   // report.css
[[nodiscard]] std::string_view report_script();  // report.js

[[nodiscard]] std::string_view check_page();    // check.html, with {{placeholders}}
[[nodiscard]] std::string_view check_style();   // check.css, which follows report.css
[[nodiscard]] std::string_view check_script();  // check.js

[[nodiscard]] std::string_view bench_page();    // bench.html, with {{placeholders}}
[[nodiscard]] std::string_view bench_style();   // bench.css, which follows report.css
[[nodiscard]] std::string_view bench_script();  // bench.js

}  // namespace parley::web
