#include "harness/report/junit_report.hpp"

#include <gmock/gmock.h>

#include <pugixml.hpp>

#include "harness/report/sample_report.hpp"

namespace parley::harness {
namespace {

using testing::HasSubstr;

class JUnitReport : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(document_.load_string(junit_report(report_).c_str())); }

  pugi::xml_node testcase(const char* file) {
    return document_.child("testsuites").find_child_by_attribute("testsuite", "name", file).child("testcase");
  }

  RunReport report_ = sample_report();
  pugi::xml_document document_;
};

TEST_F(JUnitReport, CountsAtTheTop) {
  const auto root = document_.child("testsuites");
  EXPECT_STREQ(root.attribute("tests").value(), "4");
  EXPECT_STREQ(root.attribute("failures").value(), "1");
  EXPECT_STREQ(root.attribute("errors").value(), "1");
  EXPECT_STREQ(root.attribute("skipped").value(), "1");
  EXPECT_STREQ(root.attribute("time").value(), "1.325000");
}

TEST_F(JUnitReport, HasASuiteForEachFileWithItsProperties) {
  const auto suite = document_.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("name").value(), "scenarios/echo-1000-clients.json");
  EXPECT_STREQ(suite.attribute("timestamp").value(), "2023-11-14T22:13:20");
  const auto seed = suite.child("properties").find_child_by_attribute("property", "name", "parley.seed");
  EXPECT_STREQ(seed.attribute("value").value(), "18446744073709551615");
}

TEST_F(JUnitReport, GathersPairingsAndRepetitionsOfAFile) {
  RunReport report;
  report.results = {report_.results[0], report_.results[1], report_.results[0]};
  report.results[2].client_engine = "websocketpp";
  report.results[2].repetition = 2;
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(junit_report(report).c_str()));
  const auto suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("tests").value(), "2");
  EXPECT_STREQ(suite.child("testcase").attribute("name").value(), "Echo: 1,000 clients (native → native)");
  EXPECT_STREQ(suite.last_child().attribute("name").value(), "Echo: 1,000 clients (websocketpp → native) #2");
}

TEST_F(JUnitReport, PassedCaseHasNothingInIt) {
  EXPECT_TRUE(testcase("scenarios/echo-1000-clients.json").first_child().empty());
}

TEST_F(JUnitReport, FailureTellsWhereWhatAndTheWire) {
  const auto failed = testcase("scenarios/policy-append-3.json");
  const auto failure = failed.child("failure");
  EXPECT_STREQ(failure.attribute("message").value(), "client alice: the dataset is not as expected");
  EXPECT_THAT(failure.text().get(), HasSubstr("scenarios/policy-append-3.json /checks/0"));
  EXPECT_THAT(failure.text().get(), HasSubstr("  [\n+   2,\n    3,"));
  EXPECT_THAT(failed.child("system-out").text().get(), HasSubstr("2.346 ms alice → text 1 \"5\""));
}

TEST_F(JUnitReport, TellsTheLastLinesOfALongWireLog) {
  auto& wire = report_.results[1].wire;
  const auto line = wire.back();
  wire.assign(1000, line);
  wire[799].text = "too early";
  wire[800].text = "the first that is told";
  ASSERT_TRUE(document_.load_string(junit_report(report_).c_str()));
  const std::string told = testcase("scenarios/policy-append-3.json").child("system-out").text().get();
  EXPECT_THAT(told, HasSubstr("(800 lines before these; the JSON report has them)\n"));
  EXPECT_THAT(told, HasSubstr("the first that is told"));
  EXPECT_EQ(told.find("too early"), std::string::npos);
}

TEST_F(JUnitReport, SkippedIsNeitherPassedNorFailed) {
  const auto skipped = testcase("scenarios/deflate-window-8.json").child("skipped");
  EXPECT_STREQ(skipped.attribute("message").value(), "websocketpp answers server_max_window_bits=8 with 9");
}

TEST_F(JUnitReport, HarnessFaultIsAnErrorAndHostileTextIsText) {
  const auto error = testcase("scenarios/<!--.json");
  EXPECT_THAT(error.attribute("name").value(), HasSubstr("</script><img src=x onerror=alert(1)>"));
  EXPECT_STREQ(error.child("error").attribute("message").value(),
               "cannot connect to 127.0.0.1:9: Connection refused \uFFFD]]>");
}

TEST_F(JUnitReport, SpellsOutControlCharactersThatXmlCannotHold) {
  EXPECT_EQ(junit_report(report_).find('\x1b'), std::string::npos);
  EXPECT_THAT(junit_report(report_), HasSubstr("\\x1b[2J"));
}

}  // namespace
}  // namespace parley::harness
