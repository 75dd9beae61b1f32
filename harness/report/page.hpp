// A page that stands alone: one file, no network, and no script but its own.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "web/report_page.hpp"

namespace parley::harness {

/// A source expression of Content-Security-Policy that allows exactly this inline script or style (CSP3 §2.3.1).
[[nodiscard]] std::string csp_hash(std::string_view content);

/// JSON that can stand inside <script>: without "<" there is no "</script" and no "<!--".
[[nodiscard]] std::string json_block(const nlohmann::ordered_json& json);

struct PagePart {
  std::string_view placeholder;
  std::string_view content;
};

/// Fills the placeholders of `page`: those of its style and script, and between them `data`, in the order in which they
/// stand, so that none is looked for inside what was put in. Throws std::logic_error when one is not there.
[[nodiscard]] std::string fill_page(const web::ReportPage& page, std::initializer_list<PagePart> data);

}  // namespace parley::harness
