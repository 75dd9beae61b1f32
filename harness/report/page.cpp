#include "harness/report/page.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace parley::harness {

std::string csp_hash(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<unsigned char, 4 * EVP_MAX_MD_SIZE / 3 + 4> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
  return fmt::format("'sha256-{}'", reinterpret_cast<const char*>(base64.data()));
}

std::string json_block(const nlohmann::ordered_json& json) {
  std::string out;
  for (const char c : json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

std::string fill_page(const web::ReportPage& page, std::initializer_list<PagePart> data) {
  std::string out;
  auto rest = page.html;
  const auto fill = [&](std::string_view placeholder, std::string_view content) {
    const auto at = rest.find(placeholder);
    if (at == std::string_view::npos) throw std::logic_error("the page lacks " + std::string(placeholder));
    out.append(rest.substr(0, at)).append(content);
    rest.remove_prefix(at + placeholder.size());
  };
  fill("{{script-hash}}", csp_hash(page.script));
  fill("{{style-hash}}", csp_hash(page.style));
  fill("{{style}}", page.style);
  for (const auto& part : data) fill(part.placeholder, part.content);
  fill("{{script}}", page.script);
  return out.append(rest);
}

}  // namespace parley::harness
