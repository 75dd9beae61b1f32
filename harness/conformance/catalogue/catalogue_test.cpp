#include "harness/conformance/catalogue/catalogue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "harness/conformance/catalogue/vocabulary.hpp"
#include "harness/conformance/judge.hpp"
#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

class CatalogueFor : public ::testing::TestWithParam<Role> {};

INSTANTIATE_TEST_SUITE_P(Roles, CatalogueFor, ::testing::Values(Role::server, Role::client),
                         [](const auto& made) { return made.param == Role::server ? "Servers" : "Clients"; });

TEST_P(CatalogueFor, HasIdsThatAreUniqueAndWellFormed) {
  const std::regex form("(6455|7692|8446|1951|9110|9112|performance)[-a-z0-9.]*[a-z0-9]");
  std::set<std::string> ids;
  for (const auto& test : catalogue(GetParam())) {
    EXPECT_TRUE(ids.insert(test.id).second) << test.id;
    EXPECT_TRUE(std::regex_match(test.id, form)) << test.id;
  }
}

TEST_P(CatalogueFor, HasAliasesThatAreUnique) {
  std::set<std::string> aliases;
  for (const auto& test : catalogue(GetParam())) {
    for (const auto& alias : test.aliases) EXPECT_TRUE(aliases.insert(alias).second) << alias << " " << test.id;
  }
}

TEST_P(CatalogueFor, SaysWhatEachCaseIsAbout) {
  const std::regex sections(
      "RFC [0-9]+ §[0-9.]+( items? [0-9]+( (and|to) [0-9]+)?)?(, (RFC [0-9]+ )?§[0-9.]+( items? [0-9]+)?)*");
  for (const auto& test : catalogue(GetParam())) {
    EXPECT_FALSE(test.title.empty()) << test.id;
    EXPECT_FALSE(test.rule.empty()) << test.id;
    EXPECT_FALSE(test.group.empty()) << test.id;
    EXPECT_TRUE(std::regex_match(std::string(test.section), sections)) << test.id << ": " << test.section;
  }
}

TEST_P(CatalogueFor, SaysItInCharactersThatAnyTerminalTakes) {
  for (const auto& test : catalogue(GetParam())) {
    for (const auto& text : {test.title, test.rule}) {
      EXPECT_EQ(harness::printable(text), text) << test.id;
      EXPECT_EQ(text.find('\n'), std::string::npos) << test.id;
    }
  }
}

TEST(SpelledOut, LeavesCharactersAndShowsBytesThatAreNone) {
  EXPECT_EQ(spelled_out("Upgrade: web\u017Focket \U0001F600"), "Upgrade: web\u017Focket \U0001F600");
  EXPECT_EQ(spelled_out("caf\xE9"), "caf\\xe9");
  EXPECT_EQ(spelled_out("\xE2\x82"), "\\xe2\\x82");
  EXPECT_EQ(spelled_out("\xED\xA0\x80!"), "\\xed\\xa0\\x80!");
  EXPECT_EQ(spelled_out(std::string("a\r\n\tb\0\x7F", 7)), "a\\r\\n\\x09b\\x00\\x7f");
}

TEST_P(CatalogueFor, KnowsAnEndThatIsInOrder) {
  for (const auto& test : catalogue(GetParam())) {
    const bool judged = test.level != Level::info && test.level != Level::may;
    const auto strict = [](const Allowed& allowed) { return allowed.grade == Grade::strict; };
    EXPECT_FALSE(test.allowed.empty()) << test.id;
    EXPECT_TRUE(!judged || std::any_of(test.allowed.begin(), test.allowed.end(), strict)) << test.id;
  }
}

TEST(Catalogue, HasAThousandCasesForServers) {
  EXPECT_GE(catalogue(Role::server).size(), 1000U);
}

/// A rule that binds both is the same rule.
TEST(Catalogue, HasTheSameSectionForBothRoles) {
  std::map<std::string, const Case*> servers;
  for (const auto& test : catalogue(Role::server)) servers.emplace(test.id, &test);
  for (const auto& test : catalogue(Role::client)) {
    const auto same = servers.find(test.id);
    if (same == servers.end()) continue;
    EXPECT_EQ(same->second->section, test.section) << test.id;
    EXPECT_EQ(same->second->aliases, test.aliases) << test.id;
  }
}

struct AutobahnSection {
  std::string_view number;
  unsigned cases;
};

TEST_P(CatalogueFor, ForbidsNothingThatAHeartbeatCouldBe) {
  for (const auto& test : catalogue(GetParam())) {
    for (const auto& payloads : {test.forbidden.messages, test.forbidden.pongs}) {
      EXPECT_EQ(std::count(payloads.begin(), payloads.end(), protocol::Bytes{}), 0) << test.id;
    }
  }
}

/// How large a message may be is the peer's affair (RFC 6455 §10.4), and so is in how many frames it may come: who
/// answers that with 1009, or 1008, is not accused.
TEST_P(CatalogueFor, AccusesNobodyOfALimitWhereMessagesAreLarge) {
  for (const auto& test : catalogue(GetParam())) {
    if (test.group != "performance") continue;
    for (const auto low : {std::uint8_t{0xF0}, std::uint8_t{0xF1}}) {  // 1008, 1009
      Observation seen;
      seen.peer = GetParam();
      seen.closes = {{0x03, low}};
      EXPECT_EQ(judge(test, seen, Moment::at_end).value().verdict, Verdict::info) << test.id;
    }
  }
}

/// Autobahn|Testsuite 25.10.1, all 517 of its cases.
constexpr AutobahnSection autobahn_sections[] = {
    {"1.1", 8},   {"1.2", 8},   {"2", 11},    {"3", 7},     {"4.1", 5},   {"4.2", 5},   {"5", 20},    {"6.1", 3},
    {"6.2", 4},   {"6.3", 2},   {"6.4", 4},   {"6.5", 5},   {"6.6", 11},  {"6.7", 4},   {"6.8", 2},   {"6.9", 4},
    {"6.10", 3},  {"6.11", 5},  {"6.12", 8},  {"6.13", 5},  {"6.14", 10}, {"6.15", 1},  {"6.16", 3},  {"6.17", 5},
    {"6.18", 5},  {"6.19", 5},  {"6.20", 7},  {"6.21", 8},  {"6.22", 34}, {"6.23", 7},  {"7.1", 6},   {"7.3", 6},
    {"7.5", 1},   {"7.7", 13},  {"7.9", 9},   {"7.13", 2},  {"9.1", 6},   {"9.2", 6},   {"9.3", 9},   {"9.4", 9},
    {"9.5", 6},   {"9.6", 6},   {"9.7", 6},   {"9.8", 6},   {"10.1", 1},  {"12.1", 18}, {"12.2", 18}, {"12.3", 18},
    {"12.4", 18}, {"12.5", 18}, {"13.1", 18}, {"13.2", 18}, {"13.3", 18}, {"13.4", 18}, {"13.5", 18}, {"13.6", 18},
    {"13.7", 18},
};

/// By exactly one case: HasAliasesThatAreUnique has the other half of it.
TEST_P(CatalogueFor, CoversAllOfAutobahnAndNothingElse) {
  std::set<std::string> expected;
  for (const auto& section : autobahn_sections) {
    for (unsigned number = 1; number <= section.cases; ++number) {
      expected.insert(fmt::format("autobahn/{}.{}", section.number, number));
    }
  }
  ASSERT_EQ(expected.size(), 517U);
  std::set<std::string> covered;
  for (const auto& test : catalogue(GetParam())) covered.insert(test.aliases.begin(), test.aliases.end());
  EXPECT_EQ(covered, expected);
}

}  // namespace
}  // namespace parley::conformance
