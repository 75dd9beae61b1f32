#include "server/console_page.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "server/console_assets.hpp"

namespace parley::server {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<HttpRoute> routes = {{"/", "node-demo"}, {"/echo", "echo"}};

protocol::HttpResponse get(std::string_view path) {
  auto answer = console_response(path, routes);
  if (!answer) ADD_FAILURE() << "nothing at " << path;
  return answer.value_or(protocol::HttpResponse{.status = 404});
}

std::string field(const protocol::HttpResponse& response, std::string_view name) {
  const auto* value = response.fields.find(name);
  return value ? *value : "";
}

TEST(ConsolePage, IsAtTheRoot) {
  const auto page = get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(field(page, "content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("<!doctype html>"));
}

TEST(ConsolePage, ForbidsInlineScriptsAndOpensAnyWebSocket) {
  const auto policy = field(get("/"), "content-security-policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("connect-src 'self' ws: wss:"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST(ConsolePage, EveryPartIsServedWithItsType) {
  for (const auto& asset : console_assets()) {
    const auto part = get("/console/" + std::string(asset.name));
    EXPECT_EQ(part.body, asset.body) << asset.name;
    EXPECT_FALSE(part.body.empty()) << asset.name;
    EXPECT_EQ(field(part, "x-content-type-options"), "nosniff") << asset.name;
  }
  EXPECT_EQ(field(get("/console/app.js"), "content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(field(get("/console/base.css"), "content-type"), "text/css; charset=utf-8");
}

/// What `text` loads, by the first group of `pattern`.
std::set<std::string> references(std::string_view text, const char* pattern) {
  const std::string copy(text);
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(copy.begin(), copy.end(), expression), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

TEST(ConsolePage, WhatThePageLoadsIsThere) {
  const auto loaded = references(get("/").body, R"re((?:src|href)="(/[^"]*)")re");
  EXPECT_THAT(loaded, testing::Contains("/console/app.js"));
  for (const auto& path : loaded) EXPECT_EQ(get(path).status, 200) << path;
}

TEST(ConsolePage, WhatItsScriptsImportIsThere) {
  for (const auto& asset : console_assets()) {
    if (!asset.name.ends_with(".js") || asset.name == "chart-library.js") continue;
    for (const auto& name : references(asset.body, R"re(from "\./([^"]*)")re")) {
      EXPECT_EQ(get("/console/" + name).status, 200) << asset.name << " imports " << name;
    }
  }
}

TEST(ConsolePage, LoadsNothingFromElsewhere) {
  for (const auto& asset : console_assets()) {
    if (asset.name == "chart-library.js") continue;
    EXPECT_EQ(references(asset.body, R"re((?:src|href)="(https?:[^"]*)")re").size(), 0U) << asset.name;
  }
}

TEST(ConsolePage, TellsTheRoutes) {
  const auto answer = get("/console/routes.json");
  EXPECT_EQ(field(answer, "content-type"), "application/json");
  const auto list = nlohmann::json::parse(answer.body);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["path"], "/");
  EXPECT_EQ(list[0]["behaviour"], "node-demo");
  EXPECT_THAT(list[0]["summary"], Not(testing::IsEmpty()));
}

TEST(ConsolePage, TellsTheOptionsOfARoute) {
  const std::vector<HttpRoute> weather = {{"/weather", "ticker", {{"kind", "weather"}}}};
  const auto answer = console_response("/console/routes.json", weather);
  ASSERT_TRUE(answer);
  EXPECT_EQ(nlohmann::json::parse(answer->body)[0]["options"], nlohmann::json({{"kind", "weather"}}));
}

TEST(ConsolePage, RoutesNeedNotBeUtf8) {
  const std::vector<HttpRoute> odd = {{"/\xff", "echo"}};
  const auto answer = console_response("/console/routes.json", odd);
  ASSERT_TRUE(answer);
  EXPECT_EQ(nlohmann::json::parse(answer->body)[0]["path"], "/\xEF\xBF\xBD");
}

TEST(ConsolePage, HasNothingElse) {
  for (const auto* path : {"", "/echo", "/console", "/console/", "/console/nothing.js", "/console/../server.hpp"}) {
    EXPECT_FALSE(console_response(path, routes)) << path;
  }
}

}  // namespace
}  // namespace parley::server
