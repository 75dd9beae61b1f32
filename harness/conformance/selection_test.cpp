#include "harness/conformance/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace parley::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Case make(std::string id, std::string_view group, std::string_view section, Level level, std::string alias = "") {
  Case test;
  test.id = std::move(id);
  test.group = group;
  test.section = section;
  test.level = level;
  if (!alias.empty()) test.aliases = {std::move(alias)};
  return test;
}

const std::vector<Case> cases{
    make("6455-5.5.2-ping", "control", "RFC 6455 §5.5.2, §5.5.3", Level::must, "autobahn/2.1"),
    make("6455-5.5-long", "control", "RFC 6455 §5.5", Level::must),
    make("6455-5.2-form", "length", "RFC 6455 §5.2", Level::disputed, "autobahn/2.10"),
    make("large", "performance", "RFC 6455 §5.2", Level::must, "autobahn/9.1.1"),
};

std::vector<std::string> ids(const Selection& selection) {
  std::vector<std::string> found;
  for (const auto* test : select(cases, selection)) found.push_back(test->id);
  return found;
}

TEST(Glob, MatchesAsAShellDoes) {
  EXPECT_TRUE(matches_glob("autobahn/6.*", "autobahn/6.4.1"));
  EXPECT_FALSE(matches_glob("autobahn/6.*", "autobahn/16.4.1"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("a*b*c", "a--b-b-c"));
  EXPECT_FALSE(matches_glob("a*b*c", "a--b-b-"));
  EXPECT_TRUE(matches_glob("a?c", "abc"));
  EXPECT_FALSE(matches_glob("a?c", "ac"));
  EXPECT_FALSE(matches_glob("abc", "ABC"));
}

TEST(Select, TakesAllButWhatMustBeAskedFor) {
  EXPECT_THAT(ids({}), ElementsAre("6455-5.5.2-ping", "6455-5.5-long", "6455-5.2-form"));
  EXPECT_THAT(ids({.patterns = {"performance"}}), ElementsAre("large"));
  EXPECT_THAT(ids({.patterns = {"autobahn/9.*"}}), ElementsAre("large"));
}

TEST(Select, KnowsIdsGroupsAndAliases) {
  EXPECT_THAT(ids({.patterns = {"6455-5.5-long"}}), ElementsAre("6455-5.5-long"));
  EXPECT_THAT(ids({.patterns = {"control"}}), ElementsAre("6455-5.5.2-ping", "6455-5.5-long"));
  EXPECT_THAT(ids({.patterns = {"autobahn/2.1"}}), ElementsAre("6455-5.5.2-ping"));
}

TEST(Select, KnowsSectionsWithWhatIsBelowThem) {
  EXPECT_THAT(ids({.section = "5.5"}), ElementsAre("6455-5.5.2-ping", "6455-5.5-long"));
  EXPECT_THAT(ids({.section = "5.5.3"}), ElementsAre("6455-5.5.2-ping"));
  EXPECT_THAT(ids({.level = "disputed"}), ElementsAre("6455-5.2-form"));
}

TEST(Select, RefusesWhatFitsNothing) {
  EXPECT_THROW(ids({.patterns = {"6455-5.5.2-pong"}}), std::invalid_argument);
  EXPECT_THROW(ids({.section = "9"}), std::invalid_argument);
  EXPECT_THROW(ids({.level = "MUST"}), std::invalid_argument);
}

TEST(Select, TellsWhatAMonitorIs) {
  for (const std::string id : {"6455-5.1-monitor-masked", "6455-5.3-monitor-fresh-key", "6455-5.*-monitor-*"}) {
    try {
      ids({.patterns = {id}});
      ADD_FAILURE() << id;
    } catch (const std::invalid_argument& error) {
      EXPECT_THAT(error.what(), HasSubstr("\"" + id + "\" is a monitor"));
    }
  }
}

TEST(Select, FindsMonitorsOfARole) {
  EXPECT_EQ(monitors_called(Role::server, "6455-5.1-monitor-masked").size(), 1);
  EXPECT_EQ(monitors_called(Role::client, "6455-5.1-monitor-masked").size(), 0);
  EXPECT_GT(monitors_called(Role::client, "6455-5.5.1-*").size(), 2);
}

}  // namespace
}  // namespace parley::conformance
