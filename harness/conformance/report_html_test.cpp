#include "harness/conformance/report_html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/conformance/testing/check_json.hpp"
#include "harness/report/page.hpp"

namespace parley::conformance {
namespace {

using testing::check_entry;
using testing::check_report;
using ::testing::HasSubstr;
using testing::Json;
using ::testing::Not;

constexpr const char* hostile = "</script><!--<img src=x onerror=alert(1)>{{script}}";

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const auto from = text.find(before);
  if (from == std::string::npos) return "(not found: " + before + ")";
  const auto start = from + before.size();
  return text.substr(start, text.find(after, start) - start);
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

class CheckPage : public ::testing::Test {
 protected:
  static std::string make() {
    auto bad = check_entry("b", "close", Verdict::fail);
    bad["why"] = hostile;
    bad["wire"][1]["text"] = hostile;
    auto skipped = check_entry("c", "close", Verdict::skipped);
    for (const auto* key : {"wire", "seen", "closing", "peer_close_code", "duration_ns"}) skipped.erase(key);
    const auto good = Json::array({check_entry("a", "close", Verdict::pass), check_entry("b", "close", Verdict::pass)});
    return html_report({{"one", check_report(good)}, {hostile, check_report({bad, skipped})}});
  }
  const std::string page_ = make();

  [[nodiscard]] Json data(const std::string& id) const {
    return Json::parse(between(page_, "<script type=\"application/json\" id=\"" + id + "\">", "</script>"));
  }
};

TEST_F(CheckPage, HoldsTheMatrix) {
  const auto matrix = data("data");
  ASSERT_EQ(matrix["peers"].size(), 2U);
  EXPECT_EQ(matrix["peers"][0]["name"], "one");
  EXPECT_EQ(matrix["peers"][1]["summary"]["fail"], 1);
  ASSERT_EQ(matrix["rows"].size(), 3U);
  for (const auto& row : matrix["rows"]) {
    EXPECT_EQ(row["differs"], row["id"] == "b");
    EXPECT_EQ(row["cells"][0].is_null(), row["id"] == "c");
    EXPECT_EQ(row["cells"][1].is_null(), row["id"] == "a");
  }
}

TEST_F(CheckPage, HoldsWhatWasOnTheWireOfEachPeer) {
  const auto first = data("details-0");
  EXPECT_EQ(first["a"]["seen"], "close 1000");
  EXPECT_EQ(first["a"]["peer_close_code"], 1000);
  EXPECT_EQ(first["a"]["wire"][0], Json({10, "sent", "text 1 \"a\"", "810161"}));
  EXPECT_EQ(first["a"]["wire"][2], Json({30, "note", "the peer ended TCP"}));
  const auto second = data("details-1");
  EXPECT_EQ(second["b"]["wire"][1][2], hostile);
  EXPECT_FALSE(second["c"].contains("wire"));
}

TEST_F(CheckPage, HostileTextIsNotMarkup) {
  EXPECT_THAT(page_, Not(HasSubstr("<img")));
  EXPECT_EQ(count(page_, "</script>"), 4U);  // the data, two peers, the page's own
  EXPECT_EQ(count(page_, "<!--"), 0U);
}

TEST_F(CheckPage, PolicyAllowsItsOwnScriptAndStyleOnly) {
  const auto policy = between(page_, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src " + harness::csp_hash(between(page_, "<script>", "</script>"))));
  EXPECT_THAT(policy, HasSubstr("style-src " + harness::csp_hash(between(page_, "<style>", "</style>"))));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(CheckPage, NeedsNothingFromElsewhere) {
  for (const auto* what : {"https://", "src=\"", "@import", "url("}) EXPECT_THAT(page_, Not(HasSubstr(what)));
}

TEST_F(CheckPage, ScriptNeverWritesMarkup) {
  const auto script = between(page_, "<script>", "</script>");
  for (const auto* sink : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
    EXPECT_THAT(script, Not(HasSubstr(sink)));
  }
}

}  // namespace
}  // namespace parley::conformance
