#include "harness/report/json_report.hpp"

#include <gtest/gtest.h>

#include "harness/report/sample_report.hpp"

namespace parley::harness {
namespace {

using json = nlohmann::ordered_json;  // the order of the keys is kept stable, too

json parsed() {
  return json::parse(json_report_text(sample_report()));
}

TEST(JsonReport, SaysWhatRanAndWhere) {
  const auto report = parsed();
  EXPECT_EQ(report["schema_version"], 1);
  EXPECT_EQ(report["machine"], "2 × Example 3000, Linux 6.1.0");
  EXPECT_EQ(report["started"], "2023-11-14T22:13:20.250Z");
  EXPECT_EQ(report["duration_ns"], 1'500'000'000);
}

TEST(JsonReport, KeepsEveryBitOfTheSeed) {
  EXPECT_EQ(parsed()["seed"], "18446744073709551615");
}

TEST(JsonReport, SumsUp) {
  EXPECT_EQ(parsed()["summary"],
            json::parse(R"({"total":4,"passed":1,"failed":1,"skipped":1,"errors":1,"exit_status":1})"));
}

TEST(JsonReport, HoldsEachResultWhole) {
  const auto result = parsed()["results"][1];
  EXPECT_EQ(result["name"], "Heart rate: append keeps three \u2764\uFE0F");
  EXPECT_EQ(result["verdict"], "failed");
  EXPECT_EQ(result["client_engine"], "native");
  EXPECT_EQ(result["server_engine"], "websocketpp");
  EXPECT_EQ(result["traffic"]["bytes_sent"], 25);
  EXPECT_EQ(result["round_trip"]["p999_ns"], 200'000);
  EXPECT_EQ(result["wire"][2], json::parse(R"({"at_ns":2345678,"client":"alice","arrow":"→","text":"text 1 \"5\""})"));
}

TEST(JsonReport, GivesFailedChecksADifference) {
  const auto checks = parsed()["results"][1]["checks"];
  EXPECT_EQ(checks[0]["detail"], "  [\n+   2,\n    3,\n    4,\n    5\n  ]");
  EXPECT_EQ(checks[1]["detail"], "");
}

TEST(JsonReport, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(parsed()["results"][3]["reason"], "cannot connect to 127.0.0.1:9: Connection refused \uFFFD]]>");
}

}  // namespace
}  // namespace parley::harness
