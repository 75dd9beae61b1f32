#include "harness/conformance/check_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "harness/conformance/testing/check_json.hpp"

namespace parley::conformance {
namespace {

using testing::check_entry;
using testing::check_report;
using ::testing::HasSubstr;
using testing::Json;
using ::testing::StartsWith;

Json sample() {
  return check_report({check_entry("a", "close", Verdict::pass), check_entry("b", "close", Verdict::fail)});
}

std::string fault_in(const std::string& text) {
  try {
    static_cast<void>(read_check_document(text, "x.json", "x"));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

/// What is said once the value at `pointer` is another.
std::string fault_with(const std::string& pointer, const Json& value) {
  auto json = sample();
  json[Json::json_pointer(pointer)] = value;
  return fault_in(json.dump());
}

/// What is said once `key` is gone from the object at `pointer`.
std::string fault_without(const std::string& pointer, const std::string& key) {
  auto json = sample();
  json[Json::json_pointer(pointer)].erase(key);
  return fault_in(json.dump());
}

TEST(CheckDocument, TakesAReportAsItIs) {
  const auto document = read_check_document(sample().dump(), "x.json", "x");
  EXPECT_EQ(document.json, sample());
  EXPECT_EQ(document.name, "x");
}

TEST(CheckDocument, TakesWhatJsonReportWrites) {
  SuiteReport report;
  report.entries.push_back({.id = "a", .group = "close", .section = "RFC 6455 §5.2"});
  const auto text = json_report_text(report, compare(report, {}, Strictness::usual));
  EXPECT_EQ(fault_in(text), "");
}

TEST(CheckDocument, RefusesWhatIsNoReport) {
  EXPECT_THAT(fault_in("{"), StartsWith("x.json: "));
  EXPECT_THAT(fault_in("{\n oops"), HasSubstr("line 2"));
  EXPECT_THAT(fault_in("[]"), HasSubstr("no report of parley check"));
  EXPECT_THAT(fault_in(R"({"schema_version": 1, "results": []})"), HasSubstr("no report of parley check"));
}

TEST(CheckDocument, NamesThePlace) {
  EXPECT_EQ(fault_with("/schema_version", 2), "x.json: /schema_version: expected 1, saw 2");
  EXPECT_EQ(fault_with("/role", "proxy"), "x.json: /role: expected one of server, client");
  EXPECT_EQ(fault_with("/peer", 1), "x.json: /peer: expected a string");
  EXPECT_EQ(fault_with("/entries/1", 1), "x.json: /entries/1: expected an object");
  EXPECT_THAT(fault_with("/entries/1/verdict", "passed"),
              StartsWith("x.json: /entries/1/verdict: expected one of pass,"));
  EXPECT_THAT(fault_with("/entries/1/level", "will"), StartsWith("x.json: /entries/1/level: expected one of must,"));
  EXPECT_EQ(fault_with("/entries/0/known", "no"), "x.json: /entries/0/known: expected true or false");
  EXPECT_EQ(fault_with("/entries/0/aliases/0", 6), "x.json: /entries/0/aliases/0: expected a string");
  EXPECT_EQ(fault_with("/entries/0/wire", "hello"), "x.json: /entries/0/wire: expected an array");
  EXPECT_THAT(fault_with("/entries/0/wire/2/kind", "lost"),
              StartsWith("x.json: /entries/0/wire/2/kind: expected one of"));
  EXPECT_EQ(fault_with("/entries/0/wire/0/at_ns", -1),
            "x.json: /entries/0/wire/0/at_ns: expected a number that is not negative");
  EXPECT_EQ(fault_with("/entries/0/peer_close_code", "1000"),
            "x.json: /entries/0/peer_close_code: expected a close code or null");
  EXPECT_EQ(fault_with("/entries/1/id", "a"), "x.json: /entries/1/id: stands twice in this report");
}

TEST(CheckDocument, MissesWhatThePageReads) {
  for (const auto* key : {"parley_version", "machine", "command", "peer", "started", "duration_ns", "summary"}) {
    EXPECT_THAT(fault_without("", key), StartsWith(std::string("x.json: /") + key + ": is missing"));
  }
  const auto entry = sample()["entries"][0];
  for (const auto& [key, value] : entry.items()) {
    if (key == "wire") continue;  // a case that was skipped has none
    EXPECT_THAT(fault_without("/entries/0", key), StartsWith("x.json: /entries/0/" + key + ": "));
  }
  for (const auto verdict : all_verdicts) {
    const auto key = std::string(to_string(verdict));
    EXPECT_THAT(fault_without("/summary", key), StartsWith("x.json: /summary/" + key + ": is missing"));
  }
  EXPECT_EQ(fault_without("/entries/0/wire/1", "hex"), "");
}

}  // namespace
}  // namespace parley::conformance
