#include "harness/conformance/fuzz/signs.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/monitor.hpp"

namespace parley::conformance::fuzz {
namespace {

CaseResult with(Rule rule) {
  CaseResult result;
  result.findings = {{rule, "seen"}};
  return result;
}

Script spoiled() {
  Script script;
  script.request.insert(0, " ");
  return script;
}

TEST(Breaches, AreTheMustsOfOutput) {
  const auto all = breaches(Script{}, with(Rule::masked_by_server));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].rule, "6455-5.1-monitor-masked");
  EXPECT_EQ(all[0].section, "RFC 6455 §5.1");
  EXPECT_EQ(all[0].what, "seen");
}

TEST(Breaches, AreNoShoulds) {
  EXPECT_TRUE(breaches(Script{}, with(Rule::one_close)).empty());
  EXPECT_TRUE(breaches(Script{}, with(Rule::response_extensions_once)).empty());
}

TEST(Breaches, DoNotDependOnARequestThatWasSpoiled) {
  for (const auto rule :
       {Rule::response_fields, Rule::response_extension, Rule::response_subprotocol, Rule::deflate_answer}) {
    EXPECT_EQ(breaches(Script{}, with(rule)).size(), 1U);
    EXPECT_TRUE(breaches(spoiled(), with(rule)).empty());
  }
  EXPECT_EQ(breaches(spoiled(), with(Rule::masked_by_server)).size(), 1U);
  EXPECT_EQ(breaches(spoiled(), with(Rule::refusal_fields)).size(), 1U);
}

TEST(Breaches, WantHttpOnlyWhereItWasAskedFor) {
  CaseResult result;
  result.transcript.add({}, Direction::received, protocol::as_bytes("hello\r\n\r\n"));
  EXPECT_EQ(breaches(Script{}, result).size(), 1U);
  EXPECT_TRUE(breaches(spoiled(), result).empty());
  Script field;
  field.request.insert(field.request.size() - 2, "X: y\r\n");
  EXPECT_EQ(breaches(field, result).size(), 1U);
}

}  // namespace
}  // namespace parley::conformance::fuzz
