#include "harness/conformance/shell_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using ::testing::ElementsAre;

TEST(ShellCommand, PutsTheValueInItsPlaceQuoted) {
  EXPECT_THAT(shell_command("node c.js {url} -v", "{url}", "ws://h/?a=b&c='d'"),
              ElementsAre("sh", "-c", R"(node c.js 'ws://h/?a=b&c='\''d'\''' -v)"));
}

TEST(ShellCommand, PutsItInEveryPlace) {
  EXPECT_EQ(shell_command("a {url} {url}", "{url}", "x{url}")[2], "a 'x{url}' 'x{url}'");
}

TEST(ShellCommand, KnowsThePlaceByTwoBracesToo) {
  EXPECT_EQ(shell_command("a {{url}} {url}", "{url}", "x")[2], "a 'x' 'x'");
}

TEST(ShellCommand, PutsItAtTheEndWhenThereIsNoPlace) {
  EXPECT_EQ(shell_command("./client", "{url}", "ws://h")[2], "./client 'ws://h'");
}

}  // namespace
}  // namespace parley::conformance
