#include "client/case_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "client/testing/script_peer.hpp"

namespace parley::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Script;
using testing::ScriptPeer;

class CaseDriverTest : public ::testing::Test {
 protected:
  DriverOptions options(const std::string& url) {
    DriverOptions made;
    made.client.uri = *protocol::parse_uri(url);
    return made;
  }

  DriverReport run(const DriverOptions& with) {
    std::optional<DriverReport> report;
    std::unique_ptr<CaseDriver> driver;
    driver = std::make_unique<CaseDriver>(loop, with, [&](DriverReport its) {
      report = std::move(its);
      driver.reset();
      loop.stop();
    });
    loop.run();
    return report.value();
  }

  /// A server with so many cases, each a message that must come back.
  static std::optional<Script> cases(const std::string& count, const std::string& target) {
    if (target.ends_with("/getCaseCount")) return Script{{count}, false};
    if (target.find("/runCase?") != std::string::npos) return Script{{target}, true};
    return Script{};
  }

  net::Loop loop;
};

TEST_F(CaseDriverTest, WalksThroughTheCases) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) { return cases("3", target); };
  auto with = options(peer.url("/"));
  with.agent = "my client";
  const auto report = run(with);
  EXPECT_EQ(report.cases, 3U);
  EXPECT_EQ(report.run, 3U);
  EXPECT_EQ(report.error, "");
  EXPECT_THAT(peer.targets,
              ElementsAre("/getCaseCount", "/runCase?case=1&agent=my%20client", "/runCase?case=2&agent=my%20client",
                          "/runCase?case=3&agent=my%20client", "/updateReports?agent=my%20client"));
  EXPECT_EQ(peer.received.size(), 3U);
  EXPECT_EQ(peer.most_open, 1U);
}

TEST_F(CaseDriverTest, KeepsTheFolderOfTheUrl) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) { return cases("1", target); };
  EXPECT_EQ(run(options(peer.url("/tests/"))).error, "");
  EXPECT_THAT(peer.targets, ElementsAre("/tests/getCaseCount", "/tests/runCase?case=1&agent=parley",
                                        "/tests/updateReports?agent=parley"));
}

TEST_F(CaseDriverTest, RunsJobsSideBySide) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) { return cases("200", target); };
  auto with = options(peer.url("/"));
  with.jobs = 8;
  const auto report = run(with);
  EXPECT_EQ(report.run, 200U);
  EXPECT_LE(peer.most_open, 8U);
  EXPECT_EQ(peer.targets.back(), "/updateReports?agent=parley");  // when all are done
  auto sorted = peer.received;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::unique(sorted.begin(), sorted.end()) - sorted.begin(), 200);
}

TEST_F(CaseDriverTest, ACaseThatDoesNotOpenIsACaseThatWasRun) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) {
    return target.find("case=1&") == std::string::npos ? cases("2", target) : std::nullopt;
  };
  const auto report = run(options(peer.url("/")));
  EXPECT_EQ(report.run, 2U);
  EXPECT_EQ(report.error, "");
}

TEST_F(CaseDriverTest, WhatIsNoCaseIsAskedForByASoundClient) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) { return cases("2", target); };
  auto with = options(peer.url("/"));
  int made = 0;
  with.client.make_engine = [&](protocol::ClientEngineOptions engine, protocol::ClientEvents& events) {
    ++made;
    return protocol::make_native_engine(std::move(engine), events);
  };
  EXPECT_EQ(run(with).error, "");
  EXPECT_EQ(made, 2);
}

TEST_F(CaseDriverTest, NoCasesAreNoTrouble) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) { return cases("0", target); };
  const auto report = run(options(peer.url("/")));
  EXPECT_EQ(report.error, "");
  EXPECT_THAT(peer.targets, ElementsAre("/getCaseCount", "/updateReports?agent=parley"));
}

TEST_F(CaseDriverTest, SaysWhatIsNoNumberOfCases) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string& target) { return cases("many", target); };
  const auto report = run(options(peer.url("/")));
  EXPECT_THAT(report.error, HasSubstr("found \"many\""));
  EXPECT_TRUE(report.reached);
  EXPECT_THAT(peer.received, IsEmpty());
}

TEST_F(CaseDriverTest, SaysWhenTheServerIsNoTestServer) {
  ScriptPeer peer(loop);
  peer.script = [](const std::string&) -> std::optional<Script> { return std::nullopt; };
  const auto report = run(options(peer.url("/")));
  EXPECT_THAT(report.error, HasSubstr("/getCaseCount: the server answered 404"));
  EXPECT_TRUE(report.reached);
}

TEST_F(CaseDriverTest, StopsWhenTheServerIsGone) {
  ScriptPeer peer(loop);
  peer.script = [&](const std::string& target) {
    if (target.find("case=2&") != std::string::npos) peer.stop_listening();
    return cases("1000", target);
  };
  const auto report = run(options(peer.url("/")));
  EXPECT_EQ(report.run, 2U);
  EXPECT_THAT(report.error, HasSubstr("case 3: "));
}

TEST_F(CaseDriverTest, SaysThatNobodyListens) {
  std::string url;
  {
    ScriptPeer peer(loop);
    url = peer.url("/");
  }
  const auto report = run(options(url));
  EXPECT_FALSE(report.reached);
  EXPECT_THAT(report.error, HasSubstr("/getCaseCount: "));
}

}  // namespace
}  // namespace parley::client
