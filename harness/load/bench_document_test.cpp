#include "harness/load/bench_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

#include "harness/load/report_json.hpp"
#include "harness/load/sample_report.hpp"

namespace parley::load {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

std::string sample_text() {
  return json_report_text(sample_report());
}

BenchDocument document_of(const BenchReport& report, const std::string& name) {
  return read_bench_documents(json_report_text(report), name + ".json", name).front();
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(read_bench_documents(text, "a.json", "a"));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(BenchDocumentTest, ComesBackFromItsFileAsItWas) {
  ASSERT_TRUE(is_bench_document(sample_text()));
  const auto documents = read_bench_documents(sample_text(), "a.json", "a");
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].name, "a");
  EXPECT_EQ(json_report_text(documents[0].report), sample_text());
}

TEST(BenchDocumentTest, MayHoldSeveralRuns) {
  auto other = sample_report();
  other.url = "ws://other/";
  const auto text = json_report_text(std::vector<BenchReport>{sample_report(), other});
  ASSERT_TRUE(is_bench_document(text));
  const auto documents = read_bench_documents(text, "a.json", "a");
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(documents[1].name, "a: ws://other/");
}

TEST(BenchDocumentTest, IsNotAnyOtherFile) {
  for (const auto* text : {"", "[]", "{}", "{\"plan\":1,\"result\":{}}", "{\"plan\":{}}", "{\"runs\":[]}"}) {
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
  json["plan"]["workload"] = "dance";
  EXPECT_THAT(error_of(json.dump()), HasSubstr("the workload \"dance\" is not known"));
}

/// One of three generators.
BenchReport part(std::uint32_t index) {
  auto report = sample_report();
  report.plan.shard = Shard{index, 3};
  report.command += " --shard " + std::to_string(index) + "/3";
  return report;
}

/// Histograms have no equality of their own: a merge must not invent one.
void expect_same(const Histogram& one, const Histogram& other) {
  EXPECT_TRUE(std::equal(one.buckets().begin(), one.buckets().end(), other.buckets().begin(), other.buckets().end()));
  EXPECT_EQ(one.count(), other.count());
  EXPECT_EQ(one.min(), other.min());
  EXPECT_EQ(one.max(), other.max());
  EXPECT_NEAR(one.mean(), other.mean(), 1);  // a file has whole nanoseconds
}

TEST(BenchMergeTest, HasTheHistogramOfAllMessages) {
  std::mt19937_64 random(5);
  std::lognormal_distribution<double> times(12, 2);
  Histogram all;
  std::vector<BenchDocument> shards;
  for (int shard = 0; shard < 3; ++shard) {
    auto report = part(static_cast<std::uint32_t>(shard));
    auto& latency = report.outcome.measured.of(Measure::latency);
    latency = {};
    for (auto& row : report.series) row.times = {};
    for (int i = 0; i < 10'000; ++i) {
      const auto time = static_cast<std::uint64_t>(times(random) * (shard + 1));  // unlike each other
      latency.record(time);
      report.series[0].times.record(time);
      all.record(time);
    }
    shards.push_back(document_of(report, "shard"));
  }
  const auto whole = merge(shards);
  expect_same(whole.outcome.measured.of(Measure::latency), all);
  for (const double percent : {1.0, 50.0, 99.0, 99.99}) {
    EXPECT_EQ(whole.outcome.measured.of(Measure::latency).percentile(percent), all.percentile(percent));
    EXPECT_EQ(whole.series[0].times.percentile(percent), all.percentile(percent));
  }
  expect_same(document_of(whole, "merged").report.outcome.measured.of(Measure::latency), all);
}

TEST(BenchMergeTest, AddsUpWhatIsCounted) {
  const auto a = document_of(part(0), "a");
  const auto whole = merge({a, document_of(part(1), "b"), document_of(part(2), "c")});
  EXPECT_EQ(whole.plan.connections, 300U);
  EXPECT_EQ(whole.plan.rate, 3000.0);
  EXPECT_EQ(whole.outcome.length, a.report.outcome.length);
  EXPECT_EQ(per_second(whole.outcome.measured.traffic.messages_received, whole.outcome), 3 * 999.0);
  EXPECT_EQ(whole.outcome.faults().count(Fault::unanswered), 6U);
  EXPECT_EQ(whole.series.size(), a.report.series.size());
  EXPECT_EQ(whole.series[1].traffic.messages_received, 3 * 999U);
  EXPECT_EQ(whole.outcome.open_links, 297U);
  EXPECT_DOUBLE_EQ(whole.outcome.busy, a.report.outcome.busy);
}

TEST(BenchMergeTest, JudgesOnceOverAll) {
  // 1 % of one shard's messages are slow: its p99 breaks, and that of both together does not.
  auto slow = sample_report();
  auto fast = sample_report();
  fast.machine = "another";
  for (auto* report : {&slow, &fast}) {
    report->outcome.measured.faults = report->outcome.after.faults = {};
    report->outcome.measured.of(Measure::latency) = {};
    report->outcome.measured.of(Measure::latency).record(1'000'000, 985);
    report->outcome.measured.of(Measure::latency).record(report == &slow ? 90'000'000 : 1'000'000, 15);
    report->thresholds = judge_all({*parse_threshold("p99<50ms", Measure::latency)}, report->outcome);
  }
  EXPECT_FALSE(slow.passed());
  const auto whole = merge({document_of(slow, "slow"), document_of(fast, "fast")});
  ASSERT_EQ(whole.thresholds.size(), 2U);  // and errors==0, each once
  EXPECT_TRUE(whole.passed());
  EXPECT_EQ(whole.exit_status(), 0);
}

TEST(BenchMergeTest, TellsOfRunsThatDidNotBeginTogether) {
  auto late = sample_report();
  late.outcome.started += std::chrono::seconds(3);
  const auto whole = merge({document_of(sample_report(), "a"), document_of(late, "b")});
  EXPECT_THAT(remarks(whole), Contains(HasSubstr("did not begin together, but up to 3.00 s apart")));
}

TEST(BenchMergeTest, FailsWhereAPartIsMissing) {
  const auto verdict = [](const BenchReport& whole) { return whole.thresholds.back(); };
  const std::vector<std::string> lenient = {"p99<1h", "errors<100"};
  const auto all = merge({document_of(part(2), "c"), document_of(part(0), "a"), document_of(part(1), "b")}, lenient);
  EXPECT_TRUE(all.passed());
  EXPECT_EQ(verdict(all).actual, "3 of 3");
  const auto some = merge({document_of(part(0), "a"), document_of(part(2), "c")}, lenient);
  EXPECT_FALSE(some.passed());
  EXPECT_EQ(verdict(some).text, "all parts");
  EXPECT_EQ(verdict(some).actual, "2 of 3; missing: 1/3");
}

std::string refusal(const BenchReport& a, const BenchReport& b) {
  try {
    static_cast<void>(merge({document_of(a, "a"), document_of(b, "b")}));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(BenchMergeTest, RefusesWhatIsThereTwice) {
  EXPECT_EQ(refusal(part(1), part(1)), "a and b cannot be merged: they are the same run");
  auto again = part(1);
  again.outcome.started += std::chrono::seconds(1);
  EXPECT_EQ(refusal(part(1), again), "a and b cannot be merged: both are part 1/3");
  EXPECT_EQ(refusal(sample_report(), sample_report()), "a and b cannot be merged: they are the same run");
}

TEST(BenchMergeTest, RefusesWhatWasToDoSomethingElse) {
  const auto refused = [](const auto& change) {
    auto other = part(1);
    change(other.plan);
    return refusal(part(0), other);
  };
  EXPECT_EQ(refused([](Plan& plan) { plan.rate.reset(); }),
            "a and b cannot be merged: --rate, which only one has, differs");
  EXPECT_EQ(refused([](Plan& plan) { plan.rate = 9000; }), "a and b cannot be merged: --rate differs");
  EXPECT_EQ(refused([](Plan& plan) { plan.duration *= 2; }), "a and b cannot be merged: --duration differs");
  EXPECT_EQ(refused([](Plan& plan) { plan.payload.largest = 9999; }), "a and b cannot be merged: --payload differs");
  EXPECT_EQ(refused([](Plan& plan) { plan.shard->of = 4; }), "a and b cannot be merged: N of --shard I/N differs");
  EXPECT_EQ(refused([](Plan& plan) { plan.shard.reset(); }),
            "a and b cannot be merged: --shard, which only one has, differs");
}

TEST(BenchMergeTest, RefusesWhatWasNoneRun) {
  auto other = document_of(sample_report(), "b");
  other.report.machine = "another";
  const auto a = document_of(sample_report(), "a");
  other.report.plan.workload = WorkloadKind::push;
  EXPECT_THROW(static_cast<void>(merge({a, other})), std::invalid_argument);
  other = a;
  other.report.search.emplace();
  EXPECT_THROW(static_cast<void>(merge({a, other})), std::invalid_argument);
  other = a;
  other.report.repetitions.resize(2);
  EXPECT_THROW(static_cast<void>(merge({a, other})), std::invalid_argument);
}

}  // namespace
}  // namespace parley::load
