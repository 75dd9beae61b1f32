#include "server/http_endpoints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::server {
namespace {

using protocol::HttpResponse;
using ::testing::AllOf;
using ::testing::HasSubstr;

HttpResponse ask(std::string method, std::string target) {
  protocol::HttpRequest request;
  request.method = std::move(method);
  request.target = std::move(target);
  return answer_http(request, {{"/", "node-demo"}, {"/echo", "echo"}, {"/rooms/*", "echo"}},
                     [] { return std::string("numbers\n"); });
}

std::string field(const HttpResponse& response, std::string_view name) {
  return response.fields.combined(name).value_or("absent");
}

TEST(HttpEndpoints, IsHealthy) {
  const auto response = ask("GET", "/healthz");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok\n");
  EXPECT_EQ(field(response, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(field(response, "Cache-Control"), "no-store");
}

TEST(HttpEndpoints, ShowsMetrics) {
  const auto response = ask("GET", "/metrics?x=1");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "numbers\n");
  EXPECT_EQ(field(response, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
}

TEST(HttpEndpoints, ServesTheConsole) {
  const auto page = ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(field(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(ask("GET", "/console/routes.json").body, AllOf(HasSubstr("\"/echo\""), HasSubstr("\"node-demo\"")));
  EXPECT_EQ(ask("GET", "/console/nothing.js").status, 404);
  EXPECT_EQ(ask("POST", "/console/app.js").status, 405);
}

TEST(HttpEndpoints, AnswersHeadLikeGet) {
  EXPECT_EQ(ask("HEAD", "/healthz").status, 200);
}

TEST(HttpEndpoints, AsksForAnUpgradeWhereOnlyWebSocketIsSpoken) {
  for (const auto* target : {"/echo", "/%65cho", "/echo?x=1", "/rooms/red"}) {
    const auto response = ask("GET", target);
    EXPECT_EQ(response.status, 426) << target;
    EXPECT_EQ(field(response, "Upgrade"), "websocket");
    EXPECT_EQ(field(response, "Sec-WebSocket-Version"), "13");
  }
}

TEST(HttpEndpoints, RefusesOtherMethods) {
  EXPECT_EQ(ask("POST", "/healthz").status, 405);
  EXPECT_EQ(field(ask("POST", "/healthz"), "Allow"), "GET, HEAD");
  EXPECT_EQ(field(ask("DELETE", "/"), "Allow"), "GET, HEAD");
  EXPECT_EQ(ask("POST", "/echo").status, 405);
  EXPECT_EQ(field(ask("POST", "/echo"), "Allow"), "GET");
}

TEST(HttpEndpoints, DoesNotKnowOtherPaths) {
  for (const auto* target : {"/nope", "/echo/", "/Echo", "/healthz/", "*"}) {
    EXPECT_EQ(ask("GET", target).status, 404) << target;
  }
  EXPECT_EQ(ask("POST", "/nope").status, 404);
}

}  // namespace
}  // namespace parley::server
