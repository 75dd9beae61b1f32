#include "client/service_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/url_builder.hpp"

namespace parley::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

ServiceUrl split(std::string_view url) {
  const auto parts = split_service_url(url);
  EXPECT_TRUE(parts) << url << ": " << (parts ? "" : parts.error());
  return parts.value_or(ServiceUrl{});
}

std::string fault(std::string_view url) {
  const auto parts = split_service_url(url);
  return parts ? "none" : parts.error();
}

TEST(ServiceUrl, OfTheChatRoom) {
  const auto parts = split("ws://chat.example:8081/websocket/chatroom?username=user1");
  EXPECT_EQ(parts.scheme, "ws");
  EXPECT_EQ(parts.host, "chat.example:8081");
  EXPECT_EQ(parts.base_path, "/websocket");
  EXPECT_EQ(parts.path, "/chatroom");
  EXPECT_THAT(parts.query, ElementsAre(Pair("username", "user1")));
  EXPECT_THAT(parts.path_parameters, IsEmpty());
  EXPECT_EQ(parts.address(), "ws://chat.example:8081/websocket/chatroom");
  EXPECT_EQ(parts.full(), "ws://chat.example:8081/websocket/chatroom?username=user1");
}

TEST(ServiceUrl, BasePathIsAllButTheLastSegment) {
  const auto check = [](std::string_view url, std::string_view base, std::string_view last) {
    const auto parts = split(url);
    EXPECT_EQ(parts.base_path, base) << url;
    EXPECT_EQ(parts.path, last) << url;
  };
  check("wss://echo.websocket.org", "", "/");
  check("wss://echo.websocket.org/", "", "/");
  check("wss://echo.websocket.org?x=1", "", "/");
  check("wss://h/a", "", "/a");
  check("wss://h/a/", "/a", "/");
  check("wss://h/a/b/c", "/a/b", "/c");
  check("wss://h/a/b?x=/y/z", "/a", "/b");
  check("wss://h/%7Ea/b%20c", "/%7Ea", "/b%20c");
}

TEST(ServiceUrl, FindsParametersOfPathAndQuery) {
  const auto parts = split("wss://h/{tenant}/rooms/{room}-{n}?b=1&a=&flag&b=2&&s=x%20y+z");
  EXPECT_THAT(parts.path_parameters, ElementsAre("tenant", "room", "n"));
  EXPECT_EQ(parts.base_path, "/{tenant}/rooms");
  EXPECT_EQ(parts.path, "/{room}-{n}");
  EXPECT_THAT(parts.query,
              ElementsAre(Pair("b", "1"), Pair("a", ""), Pair("flag", ""), Pair("b", "2"), Pair("s", "x y z")));
  const auto parameters = parts.parameters();
  ASSERT_EQ(parameters.size(), 7U);
  EXPECT_EQ(parameters[0].name, "tenant");
  EXPECT_EQ(parameters[0].place, ParameterPlace::path);
  EXPECT_TRUE(parameters[0].required);
  EXPECT_EQ(parameters[3].name, "b");
  EXPECT_EQ(parameters[3].place, ParameterPlace::query);
  EXPECT_FALSE(parameters[3].required);
  EXPECT_EQ(parameters[6].name, "s");
}

TEST(ServiceUrl, RegularExpressionsOfParametersMayHoldSlashesMarksAndBraces) {
  const auto parts = split("ws://h/a/{id:[0-9]{2}/?x}?q=1");
  EXPECT_THAT(parts.path_parameters, ElementsAre("id"));
  EXPECT_EQ(parts.base_path, "/a");
  EXPECT_EQ(parts.path, "/{id:[0-9]{2}/?x}");
  EXPECT_THAT(parts.query, ElementsAre(Pair("q", "1")));
}

TEST(ServiceUrl, WithoutPatternsOnlyTheNamesOfParametersStay) {
  EXPECT_EQ(without_patterns("/a/{id:[0-9]{2}/?x}-{b}/c"), "/a/{id}-{b}/c");
  EXPECT_EQ(without_patterns("/"), "/");
}

TEST(ServiceUrl, KeepsCredentialsApart) {
  const auto parts = split("wss://clown:big%40clown@hub.example/auth/x");
  EXPECT_EQ(parts.userinfo, "clown:big@clown");
  EXPECT_EQ(parts.host, "hub.example");
  EXPECT_EQ(parts.full(), "wss://hub.example/auth/x");
}

TEST(ServiceUrl, KeepsIpv6AndThePortAsWritten) {
  EXPECT_EQ(split("ws://[::1]:9000/x").host, "[::1]:9000");
  EXPECT_EQ(split("WSS://H:443/x").host, "H:443");
  EXPECT_EQ(split("WSS://H:443/x").scheme, "wss");
}

TEST(ServiceUrl, WhatItSplitsTheBuilderPutsTogether) {
  const auto parts = split("ws://h:1/{room}/x?user=a%20b");
  const Service service{"s", parts.address(), parts.parameters()};
  EXPECT_EQ(build_url(service, {{"room", "r1"}, {"user", "a b"}}).value(), "ws://h:1/r1/x?user=a%20b");
  EXPECT_EQ(build_url(service, {}).error(), "Required field(s) missing: \"room\"");
}

TEST(ServiceUrl, RefusesWhatCannotBeRight) {
  EXPECT_THAT(fault("http://h/"), HasSubstr("expected \"ws\" or \"wss\""));
  EXPECT_THAT(fault("h/x"), HasSubstr("expected it to begin with"));
  EXPECT_THAT(fault("ws://"), HasSubstr("host"));
  EXPECT_THAT(fault("ws:///x"), HasSubstr("host"));
  EXPECT_THAT(fault("ws://:80/x"), HasSubstr("host"));
  EXPECT_THAT(fault("ws://h:0/"), HasSubstr("port"));
  EXPECT_THAT(fault("ws://h:65536/"), HasSubstr("port"));
  EXPECT_THAT(fault("ws://h:port/"), HasSubstr("port"));
  EXPECT_THAT(fault("ws://h/#top"), HasSubstr("fragment"));
  EXPECT_THAT(fault("ws://h/a b"), HasSubstr("percent-encoded"));
  EXPECT_THAT(fault("ws://h/{room"), HasSubstr("brace without its counterpart"));
  EXPECT_THAT(fault("ws://h/room}"), HasSubstr("brace without its counterpart"));
  EXPECT_THAT(fault("ws://h/{}/x"), HasSubstr("expected {name}"));
  EXPECT_THAT(fault("ws://h/{a}/b-{a}"), HasSubstr("the path has {a} twice"));
  EXPECT_THAT(fault("ws://h/{a}?b=1&a=1"), HasSubstr("\"a\" is a parameter of the path and of the query"));
  EXPECT_THAT(fault("ws://{host}/x"), HasSubstr("the host has a parameter"));
  EXPECT_THAT(fault("ws://h/x?a={b}"), HasSubstr("the query holds a brace"));
}

}  // namespace
}  // namespace parley::client
