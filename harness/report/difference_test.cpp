#include "harness/report/difference.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::harness {
namespace {

std::string numbered(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += std::to_string(i) + (i == last ? "" : "\n");
  return text;
}

TEST(LineDifference, OfEqualTextsIsEmpty) {
  EXPECT_EQ(line_difference("a\nb", "a\nb"), "");
}

TEST(LineDifference, ShowsWhatWentOutAndWhatCameIn) {
  EXPECT_EQ(line_difference("a\nb\nc", "a\nx\nc"), "  a\n- b\n+ x\n  c");
  EXPECT_EQ(line_difference("", "x"), "- \n+ x");
  EXPECT_EQ(line_difference("a\nb", "b"), "- a\n  b");
  EXPECT_EQ(line_difference("b", "b\nc"), "  b\n+ c");
}

TEST(LineDifference, KeepsTheLongestCommonPart) {
  EXPECT_EQ(line_difference("a\nb\nc\nd", "b\nx\nd"), "- a\n  b\n- c\n+ x\n  d");
}

TEST(LineDifference, LeavesOutLongEqualStretches) {
  EXPECT_EQ(line_difference(numbered(1, 9), numbered(1, 8) + "\nnine"),
            "  … 5 equal lines\n  6\n  7\n  8\n- 9\n+ nine");
  EXPECT_EQ(line_difference("0\n" + numbered(1, 9), numbered(1, 9)), "- 0\n  1\n  2\n  3\n  … 6 equal lines");
}

TEST(LineDifference, DoesNotReplaceASingleLineByANote) {
  EXPECT_EQ(line_difference("x\n1\n2\n3\n4", "y\n1\n2\n3\n4"), "- x\n+ y\n  1\n  2\n  3\n  4");
}

TEST(LineDifference, OfLongTextsThatShareNothingListsBoth) {
  const auto text = line_difference(numbered(1, 3000), numbered(10'000, 13'000));
  EXPECT_TRUE(text.starts_with("- 1\n- 2\n"));
  EXPECT_TRUE(text.ends_with("\n+ 12999\n+ 13000"));
}

}  // namespace
}  // namespace parley::harness
