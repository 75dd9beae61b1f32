#include "protocol/fragments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::protocol {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> parts(std::string_view text, const SendOptions& options) {
  Fragments fragments(as_bytes(text), options);
  std::vector<std::string> result;
  do {
    result.emplace_back(as_text(fragments.next()));
  } while (!fragments.done());
  return result;
}

TEST(FragmentsTest, AreOneWhenNothingElseIsSaid) {
  EXPECT_THAT(parts("hello", {}), ElementsAre("hello"));
  EXPECT_THAT(parts("", {}), ElementsAre(""));
}

TEST(FragmentsTest, HaveAtMostTheirSize) {
  EXPECT_THAT(parts("hello", {.fragment_size = 2}), ElementsAre("he", "ll", "o"));
  EXPECT_THAT(parts("hell", {.fragment_size = 2}), ElementsAre("he", "ll"));
  EXPECT_THAT(parts("", {.fragment_size = 2}), ElementsAre(""));
}

TEST(FragmentsTest, AreAsManyAsWanted) {
  EXPECT_THAT(parts("hello", {.frames = 1}), ElementsAre("hello"));
  EXPECT_THAT(parts("hello", {.frames = 2}), ElementsAre("he", "llo"));
  EXPECT_THAT(parts("hello", {.frames = 5}), ElementsAre("h", "e", "l", "l", "o"));
}

TEST(FragmentsTest, AreEmptyWhenThereIsTooLittleForAll) {
  EXPECT_THAT(parts("abc", {.frames = 5}), ElementsAre("", "", "a", "b", "c"));
  EXPECT_THAT(parts("", {.frames = 3}), ElementsAre("", "", ""));
}

}  // namespace
}  // namespace parley::protocol
