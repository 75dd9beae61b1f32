#include "harness/report/html_report.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>
#include <string_view>

#include "harness/report/json_report.hpp"
#include "web/report_page.hpp"

namespace parley::harness {
namespace {

/// A source expression of Content-Security-Policy that allows exactly this inline script or style (CSP3 §2.3.1).
std::string csp_hash(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<unsigned char, 4 * EVP_MAX_MD_SIZE / 3 + 4> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
  return fmt::format("'sha256-{}'", reinterpret_cast<const char*>(base64.data()));
}

/// JSON that can stand inside <script>: without "<" there is no "</script" and no "<!--".
std::string data_block(const RunReport& report) {
  std::string out;
  for (const char c : json_report(report).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

struct Part {
  std::string_view placeholder;
  std::string content;
};

/// Fills the placeholders of `page` in the order in which they stand, so that none is looked for inside what was put
/// in.
template <std::size_t N>
std::string fill(std::string_view page, const std::array<Part, N>& parts) {
  std::string out;
  for (const auto& part : parts) {
    const auto at = page.find(part.placeholder);
    if (at == std::string_view::npos) throw std::logic_error("web/report.html lacks " + std::string(part.placeholder));
    out += page.substr(0, at);
    out += part.content;
    page.remove_prefix(at + part.placeholder.size());
  }
  return out.append(page);
}

}  // namespace

std::string html_report(const RunReport& report) {
  const auto style = web::report_style();
  const auto script = web::report_script();
  const std::array parts{Part{"{{script-hash}}", csp_hash(script)}, Part{"{{style-hash}}", csp_hash(style)},
                         Part{"{{style}}", std::string(style)}, Part{"{{data}}", data_block(report)},
                         Part{"{{script}}", std::string(script)}};
  return fill(web::report_page(), parts);
}

}  // namespace parley::harness
