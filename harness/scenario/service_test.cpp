// Clients that connect to an imported service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "client/service_files.hpp"
#include "client/service_folder.hpp"
#include "harness/scenario/play.hpp"
#include "harness/scenario/reader.hpp"
#include "harness/scenario/run.hpp"
#include "harness/scenario/testing/echo_server.hpp"

namespace parley::scenario {
namespace {

namespace fs = std::filesystem;
using harness::Verdict;
using protocol::EngineKind;
using ::testing::HasSubstr;

class ServiceTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  ServiceTest() {
    std::string pattern = (fs::temp_directory_path() / "parley-service-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~ServiceTest() override { fs::remove_all(folder); }

  /// {folder}/rooms, imported from `origin`, with the profile "elsewhere", where nobody is.
  void import(const std::string& origin) const {
    client::ImportedService service;
    service.name = "rooms";
    service.url = client::split_service_url(origin + "/rooms/{room}?token=t&since=0").value();
    service.required_queries = {"token"};
    service.request = client::InferredType(client::Value::parse(R"({"n":1,"m":2})"));
    client::write_service(folder / "rooms", client::service_files(service, {{"elsewhere", "wss", "x.invalid", "/v2"}}),
                          client::Overwriting::refused);
  }

  [[nodiscard]] Scenario read(std::string_view text, const ReadOptions& with = {}) const {
    auto scenario = parse_scenario(text, folder / "f.json", with);
    EXPECT_TRUE(scenario) << (scenario ? "" : to_string(scenario.error()));
    return scenario ? *std::move(scenario) : Scenario{};
  }

  harness::ScenarioResult play(const Scenario& scenario) {
    return scenario::play(scenario, {GetParam(), EngineKind::native}, options);
  }

  fs::path folder;
  PlayOptions options;
  testing::EchoServer server;
};

INSTANTIATE_TEST_SUITE_P(Engines, ServiceTest, ::testing::Values(EngineKind::native, EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == EngineKind::native ? "native" : "websocketpp";
                         });

constexpr std::string_view one_client = R"({"clients": {"c": {"service": "rooms", "params": {"room": 1, "token": "t"},
  "request": {"n": "{{index}}"}}}, "steps": [{"await": {"next": {"equals": {"n": 0}}}}]})";

TEST_P(ServiceTest, WithoutAServerIsWhereItSays) {
  import(server.url());
  const auto scenario = read(one_client);
  const auto result = play(scenario);
  EXPECT_EQ(result.verdict, Verdict::passed) << result.reason;
  const auto planned = plan({scenario}, {});
  ASSERT_EQ(planned.size(), 2U) << "the server is not ours: only the client's engine can be chosen";
  EXPECT_EQ(planned[0].pairing.server, std::nullopt);
}

TEST_P(ServiceTest, AServerThatIsNamedStandsInForIt) {
  import("wss://x.invalid");
  auto scenario = read(one_client);
  scenario.server = RemoteServer{server.url()};
  EXPECT_EQ(play(scenario).verdict, Verdict::passed);
  scenario = read(one_client);
  options.url = server.url();
  EXPECT_EQ(play(scenario).verdict, Verdict::passed) << "--url";
}

TEST_P(ServiceTest, TheProfileOfTheCommandLineGoesFirst) {
  import(server.url());
  ReadOptions with;
  with.profile = "elsewhere";
  EXPECT_EQ(read(one_client, with).clients[0].service->service.url, "wss://x.invalid/v2/{room}");
  with.profile = "nowhere";
  const auto refused = parse_scenario(one_client, folder / "f.json", with);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()), HasSubstr("unknown profile \"nowhere\"; it has: elsewhere"));
}

TEST_P(ServiceTest, NamesTheRequiredFieldsThatAreMissing) {
  import(server.url());
  const auto result =
      play(read(R"({"clients": {"c": {"service": "rooms", "params": {"since": 1, "token": ""}}}, "steps": ["open"]})"));
  EXPECT_EQ(result.verdict, Verdict::failed);
  EXPECT_EQ(result.pointer, "/steps/0");
  EXPECT_THAT(result.reason, HasSubstr("Required field(s) missing: \"room,token\""));
}

TEST_P(ServiceTest, WhoHasNoServiceNeedsAServer) {
  import(server.url());
  const auto refused = parse_scenario(R"({"clients": {"c": {"service": "rooms"}, "d": {}, "e": {"url": "ws://h"}},
                                          "steps": ["open"]})",
                                      folder / "f.json");
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().size(), 1U);
  EXPECT_EQ(refused.error()[0].pointer, "/clients/d");
}

}  // namespace
}  // namespace parley::scenario
