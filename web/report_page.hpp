// The report pages, of the files that stood beside this header when the program was built.
#pragma once

#include <string>
#include <string_view>

namespace parley::web {

/// What a page is made of. All share the look of report.css and the tools of tools.js; a page's own follow.
struct ReportPage {
  std::string_view html;  // with {{placeholders}}
  std::string style;
  std::string script;
};

[[nodiscard]] ReportPage run_page();    // of a run of scenarios: report.*
[[nodiscard]] ReportPage check_page();  // of the conformance suite: check.*
[[nodiscard]] ReportPage bench_page();  // of load runs: bench.*

}  // namespace parley::web
