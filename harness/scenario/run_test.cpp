#include "harness/scenario/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <new>

#include "harness/scenario/reader.hpp"
#include "harness/scenario/stage.hpp"
#include "harness/scenario/testing/echo_server.hpp"

namespace parley::scenario {
namespace {

using protocol::EngineKind;
using ::testing::ElementsAre;

std::vector<Scenario> scenarios(const std::vector<std::string_view>& texts) {
  std::vector<Scenario> result;
  for (const std::string_view text : texts) result.push_back(*parse_scenario(text, "f.json"));
  return result;
}

std::vector<std::string> names(const std::vector<Planned>& planned) {
  const auto name = [](EngineKind engine) { return engine == EngineKind::native ? "n" : "w"; };
  std::vector<std::string> result;
  for (const Planned& each : planned) {
    result.push_back(std::string(name(each.pairing.client)) + (each.pairing.server ? name(*each.pairing.server) : "-") +
                     std::to_string(each.run) + (each.skip.empty() ? "" : " skipped") + (each.alone ? " alone" : ""));
  }
  return result;
}

constexpr std::string_view plain = R"({"name": "plain", "steps": ["open"]})";
constexpr std::string_view native_server =
    R"({"engines": {"server": ["native"], "reason": "r"}, "steps": ["open"], "thresholds": {"errors": 0}})";
constexpr std::string_view remote = R"({"server": "ws://h", "steps": ["open"]})";

TEST(PlanTest, TakesAllPairingsThatAScenarioIsFor) {
  EXPECT_THAT(names(plan(scenarios({plain}), {})), ElementsAre("nn1", "nw1", "wn1", "ww1"));
  EXPECT_THAT(names(plan(scenarios({native_server}), {})), ElementsAre("nn1 alone", "wn1 alone"));
  EXPECT_THAT(names(plan(scenarios({remote}), {})), ElementsAre("n-1", "w-1"));
}

TEST(PlanTest, TakesThePairingThatWasAskedFor) {
  PlanOptions options;
  options.engines = {EngineKind::websocketpp, EngineKind::native};
  options.repeat = 2;
  EXPECT_THAT(names(plan(scenarios({plain}), options)), ElementsAre("nw1", "nw2"));
  options.repeat = 1;
  const auto some = scenarios({native_server});
  const auto planned = plan(some, options);
  EXPECT_THAT(names(planned), ElementsAre("nw1 skipped alone"));
  EXPECT_EQ(planned[0].skip, "not for the server engine websocketpp: r");
}

TEST(PlanTest, HasNoServerEngineAgainstAUrl) {
  PlanOptions options;
  options.url = "ws://h";
  EXPECT_THAT(names(plan(scenarios({plain}), options)), ElementsAre("n-1", "w-1"));
}

PlayOptions play_options() {
  PlayOptions options;
  options.start_server = [](const EmbeddedServerRequest&) { return std::make_unique<testing::EchoServer>(); };
  return options;
}

TEST(RunTest, GivesTheResultsInTheOrderOfThePlan) {
  const auto some = scenarios({plain, native_server});
  const auto planned = plan(some, {.engines = {}, .repeat = 3, .url = {}});
  std::size_t started = 0;
  std::size_t finished = 0;
  const RunEvents events{[&](const Planned&) { ++started; }, [&](const harness::ScenarioResult&) { ++finished; }};
  const auto results = run(planned, play_options(), 4, events);
  ASSERT_EQ(results.size(), planned.size());
  EXPECT_EQ(started, planned.size());
  EXPECT_EQ(finished, planned.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].verdict, harness::Verdict::passed) << results[i].reason;
    EXPECT_EQ(results[i].name, planned[i].scenario->name);
    EXPECT_EQ(results[i].repetition, planned[i].run);
  }
}

TEST(RunTest, LeavesOutWhatWasNotBegun) {
  const auto some = scenarios({plain});
  PlayOptions options = play_options();
  std::stop_source stop;
  options.stop = stop.get_token();
  const RunEvents events{{}, [&](const harness::ScenarioResult&) { stop.request_stop(); }};
  EXPECT_EQ(run(plan(some, {}), options, 1, events).size(), 1U);
}

TEST(RunTest, CallsAServerThatDoesNotStartAnError) {
  const auto some = scenarios({plain});
  PlayOptions options;
  options.start_server = [](const EmbeddedServerRequest&) -> std::unique_ptr<RunningServer> {
    throw std::runtime_error("cannot bind");
  };
  const auto results = run(plan(some, {}), options, 1, {});
  EXPECT_EQ(results[0].verdict, harness::Verdict::error);
  EXPECT_EQ(results[0].reason, "cannot bind");
}

// Exit code 4, not 3: no server is to blame.
TEST(RunTest, EndsWhenThereIsNoMemory) {
  const auto some = scenarios({plain});
  PlayOptions options;
  options.start_server = [](const EmbeddedServerRequest&) -> std::unique_ptr<RunningServer> { throw std::bad_alloc(); };
  EXPECT_THROW(static_cast<void>(run(plan(some, {}), options, 4, {})), std::bad_alloc);
}

TEST(StageTest, PutsTheClientsPathInPlaceOfTheServersOwn) {
  EXPECT_EQ(with_path("ws://h:1", ""), "ws://h:1");
  EXPECT_EQ(with_path("ws://h:1", "/x"), "ws://h:1/x");
  EXPECT_EQ(with_path("ws://h:1/a/b?c", "/x"), "ws://h:1/x");
  EXPECT_EQ(with_path("ws://h:1?c", "/x"), "ws://h:1/x");
  EXPECT_EQ(with_path("ws://h:1/a?c", ""), "ws://h:1/a?c");
}

}  // namespace
}  // namespace parley::scenario
