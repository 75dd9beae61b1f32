#include "harness/report/html_report.hpp"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include <array>

#include "harness/report/json_report.hpp"
#include "harness/report/sample_report.hpp"

namespace parley::harness {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string between(const std::string& text, std::string_view before, std::string_view after) {
  const auto start = text.find(before);
  if (start == std::string::npos) return "(" + std::string(before) + " is missing)";
  const auto from = start + before.size();
  return text.substr(from, text.find(after, from) - from);
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

std::string sha256_base64(const std::string& text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::array<char, 45> out{};
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), digest.data(), 32);
  return out.data();
}

class HtmlReport : public testing::Test {
 protected:
  const std::string page_ = html_report(sample_report());
};

TEST_F(HtmlReport, CarriesTheWholeJsonReport) {
  const auto data = between(page_, R"(<script type="application/json" id="data">)", "</script>");
  EXPECT_EQ(nlohmann::json::parse(data), nlohmann::json::parse(json_report_text(sample_report())));
}

TEST_F(HtmlReport, HostileNamesAreNotMarkup) {
  EXPECT_THAT(page_, Not(HasSubstr("<img")));
  EXPECT_THAT(page_, HasSubstr(R"(\u003c/script>\u003cimg src=x onerror=alert(1)>)"));
  EXPECT_EQ(count(page_, "</script>"), 2U);  // the data block and the page's own
  EXPECT_EQ(count(page_, "<!--"), 0U);
}

TEST_F(HtmlReport, PolicyAllowsItsOwnScriptAndStyleOnly) {
  const auto policy = between(page_, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'sha256-" + sha256_base64(between(page_, "<script>", "</script>")) + "'"));
  EXPECT_THAT(policy, HasSubstr("style-src 'sha256-" + sha256_base64(between(page_, "<style>", "</style>")) + "'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(HtmlReport, NeedsNothingFromElsewhere) {
  EXPECT_THAT(page_, Not(HasSubstr("https://")));
  EXPECT_THAT(page_, Not(HasSubstr("src=\"")));
  EXPECT_THAT(page_, Not(HasSubstr("@import")));
}

TEST_F(HtmlReport, ScriptNeverWritesMarkup) {
  const auto script = between(page_, "<script>", "</script>");
  for (const auto* sink : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
    EXPECT_THAT(script, Not(HasSubstr(sink)));
  }
}

TEST_F(HtmlReport, LeavesNoPlaceholder) {
  const auto data = between(page_, R"(id="data">)", "</script>");
  EXPECT_EQ(count(page_, "{{"), count(data, "{{"));
}

}  // namespace
}  // namespace parley::harness
