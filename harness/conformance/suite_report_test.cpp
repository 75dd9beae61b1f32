#include "harness/conformance/suite_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "protocol/base64.hpp"

namespace parley::conformance {
namespace {

using ::testing::HasSubstr;

const Case one{.id = "one", .group = "control", .section = "RFC 6455 §5.5", .title = "t", .rule = "r"};
const Case two{.id = "two",
               .group = "control",
               .section = "RFC 6455 §5.5",
               .needs = {Need::open, Need::echo},
               .title = "t",
               .rule = "r"};

CaseResult result_of(const Case& test, Verdict verdict = Verdict::pass) {
  CaseResult result;
  result.test = &test;
  result.verdict = verdict;
  result.closing = Closing::clean;
  return result;
}

SuiteReport report_of(Role role, std::vector<CaseResult> results) {
  SuiteReport report;
  report.role = role;
  report.results = std::move(results);
  fill_entries(report, {&one, &two});
  return report;
}

const Entry& entry(const SuiteReport& report, std::string_view id) {
  const auto found =
      std::find_if(report.entries.begin(), report.entries.end(), [id](const Entry& e) { return e.id == id; });
  EXPECT_NE(found, report.entries.end()) << id;
  return *found;
}

TEST(SuiteReport, HasEachCaseAndEachMonitorOnce) {
  const auto report = report_of(Role::server, {result_of(one), result_of(two, Verdict::fail)});
  EXPECT_EQ(report.entries.size(), 2 + monitors(Role::server).size() - 1) << "without TLS there is no end of it";
  EXPECT_EQ(entry(report, "one").verdict, Verdict::pass);
  EXPECT_EQ(entry(report, "two").verdict, Verdict::fail);
  EXPECT_EQ(report.count(Verdict::fail), 1U);
}

TEST(SuiteReport, SkipsWhatThePeerLacksAndLeavesOutWhatWasStopped) {
  SuiteReport report;
  report.survey.no_text_echo = "it is silent";
  report.results = {result_of(one)};
  fill_entries(report, {&one, &two});
  EXPECT_EQ(entry(report, "two").verdict, Verdict::skipped);
  EXPECT_EQ(entry(report, "two").why, "it is silent");
  const auto stopped = report_of(Role::server, {result_of(one)});
  EXPECT_EQ(stopped.entries.size(), 1 + monitors(Role::server).size() - 1);
  EXPECT_EQ(stopped.not_played, 1U);
  EXPECT_EQ(report.not_played, 0U) << "it could not be";
}

TEST(Monitors, ShowTheFirstCaseThatBreaksThemAndHowMany) {
  auto first = result_of(one);
  first.findings = {{Rule::reserved_bits, "RSV2"}};
  auto second = result_of(two);
  second.findings = {{Rule::reserved_bits, "RSV3"}};
  const auto report = report_of(Role::server, {first, second});
  const auto& broken = entry(report, "6455-5.2-monitor-reserved-bits");
  EXPECT_EQ(broken.verdict, Verdict::fail);
  EXPECT_EQ(broken.why, "RSV2; seen in 2 of 2 cases");
  EXPECT_EQ(broken.replay, "one");
  EXPECT_EQ(entry(report, "6455-5.2-monitor-opcode").verdict, Verdict::pass);
}

TEST(Monitors, SeeACloseThatIsNotAnswered) {
  auto result = result_of(one);
  result.closing = Closing::unanswered;
  EXPECT_EQ(entry(report_of(Role::server, {result}), "6455-5.5.1-monitor-close-answered").verdict, Verdict::fail);
  result.closing = Closing::left_open;
  EXPECT_EQ(entry(report_of(Role::server, {result}), "6455-7.1.1-monitor-tcp-closed").verdict, Verdict::fail);
}

/// RFC 6455 §5.5.1: a server ends TCP "immediately", a client waits for it; nobody says for how long it may stay.
TEST(Monitors, DoNotAccuseAClientThatIsLateToEndTcp) {
  auto result = result_of(one);
  result.closing = Closing::left_open;
  EXPECT_EQ(entry(report_of(Role::client, {result}), "6455-7.1.1-monitor-tcp-closed").verdict, Verdict::warning);
}

TEST(Monitors, AreSkippedWhenNothingWasWatched) {
  auto result = result_of(one, Verdict::error);
  result.closing = Closing::not_judged;
  EXPECT_EQ(entry(report_of(Role::server, {result}), "6455-5.2-monitor-opcode").verdict, Verdict::skipped);
}

TEST(Monitors, SeeAnEndOfTcpWithoutACloseNotify) {
  const auto id = "8446-6.1-monitor-close-notify";
  auto result = result_of(one);
  result.tls_truncated = false;
  EXPECT_EQ(entry(report_of(Role::server, {result}), id).verdict, Verdict::pass);
  result.tls_truncated = true;
  EXPECT_EQ(entry(report_of(Role::server, {result}), id).verdict, Verdict::warning);
  result.closing = Closing::dropped;
  EXPECT_EQ(entry(report_of(Role::server, {result}), id).verdict, Verdict::skipped) << "a failed connection";
}

TEST(Monitors, WatchTheServersNameWhereAClientCouldGiveIt) {
  const auto id = "6455-4.1-monitor-server-name";
  auto result = result_of(one);
  const auto has_line = [&] {
    const auto report = report_of(Role::client, {result});
    return std::any_of(report.entries.begin(), report.entries.end(), [&](const Entry& each) { return each.id == id; });
  };
  EXPECT_FALSE(has_line()) << "plain TCP";
  result.tls_truncated = false;
  EXPECT_EQ(entry(report_of(Role::client, {result}), id).verdict, Verdict::skipped);
  EXPECT_THAT(entry(report_of(Role::client, {result}), id).why, HasSubstr("--host"));
  result.could_name_server = true;
  EXPECT_EQ(entry(report_of(Role::client, {result}), id).verdict, Verdict::pass);
  result.findings = {{Rule::server_name, "none"}};
  EXPECT_EQ(entry(report_of(Role::client, {result}), id).verdict, Verdict::fail);
}

/// 32 random bits meet by chance: two of the same are no proof.
TEST(Monitors, AccuseOfStaleMasksOnlyAtTheThirdTime) {
  auto first = result_of(one);
  first.mask_keys = {{1, 2, 3, 4}, {1, 2, 3, 4}};
  EXPECT_EQ(entry(report_of(Role::client, {first}), "6455-5.3-monitor-fresh-key").verdict, Verdict::pass);
  auto second = result_of(two);
  second.mask_keys = {{1, 2, 3, 4}};
  EXPECT_EQ(entry(report_of(Role::client, {first, second}), "6455-5.3-monitor-fresh-key").verdict, Verdict::fail);
}

TEST(Monitors, AccuseWhoCountsHisMasks) {
  const std::vector<protocol::MaskKey> big{{9, 8, 0xFF, 0xFF}, {9, 9, 0, 1}};
  const std::vector<protocol::MaskKey> little{{0xFE, 0xFF, 7, 6}, {0, 0, 8, 6}};
  const std::vector<protocol::MaskKey> apart{{9, 8, 7, 6}, {9, 9, 7, 6}};
  const auto verdict = [&](const std::vector<std::vector<protocol::MaskKey>>& connections) {
    std::vector<CaseResult> results;
    for (const auto& keys : connections) {
      results.push_back(result_of(one));
      results.back().mask_keys = keys;
    }
    return entry(report_of(Role::client, results), "6455-5.3-monitor-fresh-key").verdict;
  };
  EXPECT_EQ(verdict({big, little}), Verdict::pass) << "may be chance";
  EXPECT_EQ(verdict({big, little, {{1, 2, 3, 4}, {1, 2, 3, 9}}}), Verdict::fail);
  EXPECT_EQ(verdict({apart, {{1, 2, 3, 4}, {5, 6, 7, 8}}, {{4, 4, 4, 4}, {8, 4, 4, 8}}}), Verdict::pass);
}

TEST(Monitors, AccuseOfAHandshakeKeyThatComesTwice) {
  auto first = result_of(one);
  first.handshake_key = "a";
  auto second = result_of(two);
  second.handshake_key = "b";
  EXPECT_EQ(entry(report_of(Role::client, {first, second}), "6455-4.1-monitor-fresh-key").verdict, Verdict::pass);
  second.handshake_key = "a";
  EXPECT_EQ(entry(report_of(Role::client, {first, second}), "6455-4.1-monitor-fresh-key").verdict, Verdict::fail);
}

/// What 200 results say whose keys have these bits at random; the others are 0.
Verdict verdict_of_masks(const protocol::MaskKey& random_bits) {
  std::mt19937 random(5);
  std::vector<CaseResult> results;
  for (int i = 0; i < 200; ++i) {
    auto& key = results.emplace_back(result_of(one)).mask_keys.emplace_back();
    for (std::size_t at = 0; at < key.size(); ++at) key[at] = static_cast<std::uint8_t>(random() & random_bits[at]);
  }
  return entry(report_of(Role::client, results), "6455-5.3-monitor-fresh-key").verdict;
}

TEST(Monitors, AccuseOfMasksWhoseBitsAreMostlyTheSame) {
  EXPECT_EQ(verdict_of_masks({0xFF, 0xFF, 0xFF, 0xFF}), Verdict::pass);
  EXPECT_EQ(verdict_of_masks({0x7F, 0xFF, 0xFF, 0xFE}), Verdict::pass) << "a poor generator, but nobody foresees it";
  EXPECT_EQ(verdict_of_masks({0xFF, 0xFF, 0xFF, 0x07}), Verdict::fail);
  EXPECT_EQ(verdict_of_masks({0x7F, 0x7F, 0x7F, 0x3F}), Verdict::fail);
}

Verdict verdict_of_handshake_keys(std::size_t random_bytes, int count) {
  std::mt19937 random(5);
  std::vector<CaseResult> results;
  for (int i = 0; i < count; ++i) {
    protocol::Bytes key(16, 7);
    for (std::size_t at = 0; at < random_bytes; ++at) key[at] = static_cast<std::uint8_t>(random());
    results.emplace_back(result_of(one)).handshake_key = protocol::base64_encode(key);
  }
  return entry(report_of(Role::client, results), "6455-4.1-monitor-fresh-key").verdict;
}

TEST(Monitors, AccuseOfHandshakeKeysWhoseBitsAreMostlyTheSame) {
  EXPECT_EQ(verdict_of_handshake_keys(16, 200), Verdict::pass);
  EXPECT_EQ(verdict_of_handshake_keys(15, 200), Verdict::pass) << "a random UUID has 6 such bits";
  EXPECT_EQ(verdict_of_handshake_keys(14, 200), Verdict::fail);
  EXPECT_EQ(verdict_of_handshake_keys(8, 63), Verdict::pass) << "too few to tell";
}

}  // namespace
}  // namespace parley::conformance
