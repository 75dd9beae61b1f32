#include "harness/report/progress.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "harness/report/sample_report.hpp"
#include "harness/report/text.hpp"

namespace parley::harness {
namespace {

TEST(Progress, RewritesOneLineAndLeavesNone) {
  std::ostringstream out;
  const auto report = sample_report();
  {
    Progress progress(out, 4, 60);
    progress.start("first");
    progress.finish(report.results[0]);
    progress.finish(report.results[1]);
  }
  EXPECT_EQ(out.str(),
            "\r\x1b[K  0/4  first"
            "\r\x1b[K  1/4  Echo: 1,000 clients (native → native)"
            "\r\x1b[K  2/4  Heart rate: append keeps three \u2764\uFE0F (nat…  1 not passed"
            "\r\x1b[K");
}

TEST(Progress, FitsTheTerminalAndObeysNoEscapeSequence) {
  std::ostringstream out;
  Progress progress(out, 1, 20);
  progress.start("\x1b[2J" + std::string(100, 'x'));
  const auto line = out.str().substr(std::string_view("\r\x1b[K").size());
  EXPECT_EQ(line, "  0/1  \\x1b[2Jxxxx…");
  EXPECT_LT(display_width(line), 20U);
}

TEST(Progress, ClearWithoutALineWritesNothing) {
  std::ostringstream out;
  Progress(out, 1).clear();
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace parley::harness
