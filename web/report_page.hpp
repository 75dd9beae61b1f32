// The files of the report page, as they stood beside this header when the program was built.
#pragma once

#include <string_view>

namespace parley::web {

[[nodiscard]] std::string_view report_page();    // report.html, with {{placeholders}}
[[nodiscard]] std::string_view report_style();   // report.css
[[nodiscard]] std::string_view report_script();  // report.js

}  // namespace parley::web
