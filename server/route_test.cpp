#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "server/path.hpp"
#include "server/server.hpp"

namespace parley::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string fault(std::string_view text) {
  try {
    (void)parse_route(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Route, HasAPathAndABehaviour) {
  const auto route = parse_route("/x/y=echo");
  EXPECT_EQ(route.path, "/x/y");
  EXPECT_EQ(route.behaviour, "echo");
  EXPECT_THAT(route.options, IsEmpty());
}

TEST(Route, HasDecodedOptions) {
  const auto route = parse_route("/=node-demo?interval=100ms&greeting=a%26b=c d");
  EXPECT_EQ(route.path, "/");
  EXPECT_EQ(route.behaviour, "node-demo");
  EXPECT_THAT(route.options, ElementsAre(Pair("greeting", "a&b=c d"), Pair("interval", "100ms")));
}

TEST(Route, SaysWhatIsWrong) {
  EXPECT_THAT(fault(""), HasSubstr("does not begin with \"/\""));
  EXPECT_THAT(fault("x=echo"), HasSubstr("does not begin with \"/\""));
  EXPECT_THAT(fault("/x"), HasSubstr("no \"=\" after the path"));
  EXPECT_THAT(fault("/x="), HasSubstr("no behaviour"));
  EXPECT_THAT(fault("/x=?a=1"), HasSubstr("no behaviour"));
  EXPECT_THAT(fault("/x?a=echo"), HasSubstr("holds a \"?\""));
  EXPECT_THAT(fault("/caf\xC3\xA9=echo"), HasSubstr("no request can name the path"));
  EXPECT_THAT(fault("/a\tb=echo"), HasSubstr("no request can name the path"));
  EXPECT_THAT(fault("/x=echo?a=1&a=2"), HasSubstr("option \"a\" is given twice"));
  EXPECT_THAT(fault("/x"), HasSubstr("route \"/x\""));
  EXPECT_THAT(fault("/x"), HasSubstr("for example \"/=node-demo?interval=1s\""));
}

TEST(Route, DefaultsAreEveryBehaviourAtItsUsualPath) {
  std::vector<std::string> all;
  for (const auto& route : default_routes()) all.push_back(route.path + "=" + route.behaviour);
  EXPECT_THAT(all,
              ElementsAre("/=node-demo", "/echo=echo", "/broadcast=broadcast", "/websocket/heartrate=heart-rate",
                          "/websocket/chatroom=chat-room", "/auth/*=clown-hub", "/shootout=shootout", "/ticker=ticker",
                          "/ticker/weather=ticker", "/slow=slow", "/drop=drop", "/fault/*=fault"));
}

TEST(NormalizedPath, DecodesOnlyUnreservedCharacters) {
  EXPECT_EQ(normalized_path("/echo"), "/echo");
  EXPECT_EQ(normalized_path("/%65ch%6F"), "/echo");
  EXPECT_EQ(normalized_path("/a%2fb"), "/a%2Fb");
  EXPECT_EQ(normalized_path("/%7euser%20x"), "/~user%20x");
  EXPECT_EQ(normalized_path("/%C3%a9"), "/%C3%A9");
}

TEST(Route, ShowsItsOptionsButNoCredentials) {
  EXPECT_THAT(shown_options(parse_route("/t=ticker?kind=weather&seed=5")),
              ElementsAre(Pair("kind", "weather"), Pair("seed", "5")));
  EXPECT_THAT(shown_options(parse_route("/auth/*=clown-hub?user=clown:bigclown&self=no")),
              ElementsAre(Pair("self", "no")));
}

TEST(NormalizedPath, LeavesTheRestAlone) {
  for (const auto* path : {"", "/", "/a/", "/A", "//", "/%", "/%4", "/%zz", "/a.b/../c"}) {
    EXPECT_EQ(normalized_path(path), path);
  }
}

TEST(Serves, APathOfItsOwn) {
  EXPECT_TRUE(serves("/a", "/a"));
  EXPECT_FALSE(serves("/a", "/a/"));
  EXPECT_FALSE(serves("/a", "/a/b"));
  EXPECT_FALSE(serves("/a", "/"));
}

TEST(Serves, AllThatGoesOnBehindAPrefix) {
  EXPECT_TRUE(serves("/a/*", "/a/b"));
  EXPECT_TRUE(serves("/a/*", "/a/b/c"));
  EXPECT_TRUE(serves("/a/*", "/a/*"));
  EXPECT_FALSE(serves("/a/*", "/a/"));
  EXPECT_FALSE(serves("/a/*", "/a"));
  EXPECT_FALSE(serves("/a/*", "/ab"));
  EXPECT_TRUE(serves("/*", "/x"));
  EXPECT_FALSE(serves("/*", "/"));
}

}  // namespace
}  // namespace parley::server
