#include "harness/conformance/matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/conformance/testing/check_json.hpp"

namespace parley::conformance {
namespace {

using testing::check_entry;
using testing::check_report;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Json;
using ::testing::Not;

CheckDocument document(const std::string& name, const Json& entries) {
  return {name, check_report(entries)};
}

std::vector<std::string> ids(const std::vector<MatrixRow>& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row.any()["id"]);
  return ids;
}

TEST(Matrix, KeepsTheOrderOfEveryReport) {
  const std::vector documents{
      document("x", Json::array({check_entry("a", "g", Verdict::pass), check_entry("c", "g", Verdict::pass)})),
      document("y", Json::array({check_entry("b", "g", Verdict::pass), check_entry("c", "g", Verdict::pass),
                                 check_entry("d", "g", Verdict::pass)}))};
  EXPECT_THAT(ids(make_matrix(documents)), ElementsAre("b", "a", "c", "d"));
}

TEST(Matrix, KeepsGroupsTogether) {
  const std::vector documents{
      document("x", Json::array({check_entry("a", "utf8", Verdict::pass), check_entry("b", "close", Verdict::pass)})),
      document("y", Json::array({check_entry("c", "close", Verdict::pass), check_entry("b", "close", Verdict::pass),
                                 check_entry("d", "utf8", Verdict::pass)}))};
  const auto rows = make_matrix(documents);
  std::vector<std::string> groups;
  for (const auto& row : rows) groups.push_back(row.any()["group"]);
  EXPECT_TRUE(groups == (std::vector<std::string>{"close", "close", "utf8", "utf8"}) ||
              groups == (std::vector<std::string>{"utf8", "utf8", "close", "close"}));
}

TEST(Matrix, LeavesTheCellEmptyOfWhatWasNotInTheRun) {
  const std::vector documents{document("x", Json::array({check_entry("a", "g", Verdict::fail)})),
                              document("y", Json::array({check_entry("b", "g", Verdict::pass)}))};
  for (const auto& row : make_matrix(documents)) {
    EXPECT_EQ(row.cells[0] == nullptr, row.any()["id"] == "b");
    EXPECT_EQ(row.cells[1] == nullptr, row.any()["id"] == "a");
    EXPECT_FALSE(row.differs());
  }
}

TEST(Matrix, DiffersWhereTwoWereJudgedAndNotAlike) {
  const auto differs = [](Verdict first, Verdict second, Verdict third) {
    const std::vector documents{document("x", Json::array({check_entry("a", "g", first)})),
                                document("y", Json::array({check_entry("a", "g", second)})),
                                document("z", Json::array({check_entry("a", "g", third)}))};
    return make_matrix(documents).at(0).differs();
  };
  EXPECT_FALSE(differs(Verdict::pass, Verdict::pass, Verdict::pass));
  EXPECT_FALSE(differs(Verdict::fail, Verdict::fail, Verdict::fail));
  EXPECT_FALSE(differs(Verdict::skipped, Verdict::pass, Verdict::skipped));
  EXPECT_TRUE(differs(Verdict::pass, Verdict::skipped, Verdict::fail));
  EXPECT_TRUE(differs(Verdict::pass, Verdict::pass_lenient, Verdict::pass));
}

TEST(MatrixText, TellsSumsAndDifferences) {
  const std::vector documents{
      document("native", Json::array({check_entry("a", "g", Verdict::pass), check_entry("b", "g", Verdict::pass)})),
      document("other", Json::array({check_entry("a", "g", Verdict::fail), check_entry("b", "g", Verdict::pass)}))};
  const auto text = matrix_text(documents, harness::Colour::never);
  EXPECT_THAT(text, HasSubstr("  native        2        ·        ·"));
  EXPECT_THAT(text, HasSubstr("  other         1        ·        1"));
  EXPECT_THAT(text, HasSubstr("  pass          fail          a  must  RFC 6455 §5.2\n"));
  EXPECT_THAT(text, Not(HasSubstr("b  must")));
  EXPECT_THAT(text, HasSubstr("They differ on 1 of 2 cases.\n"));
}

TEST(MatrixText, OfOneTellsSumsOnly) {
  const auto text =
      matrix_text({document("one", Json::array({check_entry("a", "g", Verdict::fail)}))}, harness::Colour::never);
  EXPECT_THAT(text, HasSubstr("  one         ·"));
  EXPECT_THAT(text, Not(HasSubstr("differ")));
}

TEST(MatrixText, MakesNamesHarmless) {
  const auto text = matrix_text({document("\x1b[2J", Json::array())}, harness::Colour::never);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\x1b[2J"));
}

}  // namespace
}  // namespace parley::conformance
