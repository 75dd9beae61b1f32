#include "harness/load/bench_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/load/report_json.hpp"
#include "harness/load/sample_report.hpp"

namespace parley::load {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string sample_text() {
  return json_report_text(sample_report());
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(read_bench_document(text, "a.json", "a"));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(BenchDocumentTest, ComesBackFromItsFile) {
  ASSERT_TRUE(is_bench_document(sample_text()));
  const auto document = read_bench_document(sample_text(), "a.json", "a");
  const auto report = sample_report();
  const auto& latency = report.outcome.measured.of(Measure::latency);
  EXPECT_EQ(document.name, "a");
  EXPECT_EQ(document.workload, "echo");
  EXPECT_EQ(document.connections, 100U);
  EXPECT_EQ(document.main_time, "latency");
  EXPECT_EQ(document.per_second.at("messages_received"), 999.0);
  EXPECT_EQ(document.errors.at("unanswered"), 2U);
  EXPECT_EQ(document.times.at("latency").max(), latency.max());
  EXPECT_EQ(document.times.at("latency").min(), latency.min());
  EXPECT_EQ(document.times.at("latency").percentile(99), latency.percentile(99));
}

TEST(BenchDocumentTest, IsNotAnyOtherFile) {
  for (const auto* text : {"", "[]", "{}", "{\"plan\":1,\"result\":{}}", "{\"plan\":{}}"}) {
    EXPECT_FALSE(is_bench_document(text)) << text;
  }
}

TEST(BenchDocumentTest, SaysWhatIsWrong) {
  EXPECT_THAT(error_of("{"), HasSubstr("a.json: not a report of parley bench"));
  auto json = nlohmann::ordered_json::parse(sample_text());
  json["result"]["times"]["latency"]["histogram"] = "HIST";
  EXPECT_THAT(error_of(json.dump()), AllOf(HasSubstr("a.json: "), HasSubstr("/result/times/latency: ")));
  json["result"].erase("times");
  EXPECT_THAT(error_of(json.dump()), HasSubstr("times"));
}

TEST(BenchDocumentTest, MergesRunsAsIfTheyHadBeenOne) {
  auto a = read_bench_document(sample_text(), "a.json", "a");
  auto b = a;
  b.times["latency"] = {};
  b.times["latency"].record(7, 1'000'000);
  const auto whole = merge({a, b});
  EXPECT_EQ(whole.connections, 200U);
  EXPECT_EQ(whole.per_second.at("messages_received"), 1998.0);
  EXPECT_EQ(whole.errors.at("unanswered"), 4U);
  EXPECT_EQ(whole.times.at("latency").count(), 1'002'000U);
  EXPECT_EQ(whole.times.at("latency").percentile(50), 7U);  // not the mean of two percentiles
  EXPECT_EQ(whole.times.at("latency").max(), a.times.at("latency").max());
}

TEST(BenchDocumentTest, MergesNoDifferentWorkloads) {
  auto a = read_bench_document(sample_text(), "a.json", "a");
  auto b = a;
  b.workload = "push";
  EXPECT_THROW(static_cast<void>(merge({a, b})), std::invalid_argument);
}

TEST(BenchDocumentTest, IsComparedWithOthers) {
  auto a = read_bench_document(sample_text(), "a.json", "before");
  auto b = a;
  b.name = "after";
  b.per_second["messages_received"] *= 1.1;
  b.times.erase("service");
  const auto table = compare({a, b});
  EXPECT_THAT(table, AllOf(HasSubstr("before"), HasSubstr("after"), HasSubstr("1.10k (+10.0 %)"),
                           HasSubstr("latency p99"), HasSubstr("–"), HasSubstr("errors")));
}

}  // namespace
}  // namespace parley::load
