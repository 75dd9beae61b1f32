#include "server/behaviours/clown_hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using protocol::MessageType;
using ::testing::ElementsAre;
using ::testing::StartsWith;

class ClownHubTest : public ::testing::Test {
 protected:
  std::vector<std::string> say(std::string_view text, MessageType type = MessageType::text) {
    hub.on_message(7, type, protocol::as_bytes(text), testing::now_at({}), actions);
    return actions.take();
  }

  testing::RecordingActions actions;
  ClownHub hub{ClownHubOptions{}};
};

TEST_F(ClownHubTest, AnswersTheHandshakeToWhoSentIt) {
  EXPECT_THAT(say("[\"clown.talk/-/config/set\", {}]\n"),
              ElementsAre("send 7 text [\"clown.talk/-/config/ok\",{\"ack\":false,\"device\":\"bridge\","
                          "\"capabilities\":1,\"firmware-datetime\":\"2017-03-21T10:00:00Z\","
                          "\"firmware-release\":\"parley\"}]\n"));
}

TEST_F(ClownHubTest, PublishesToAllOfTheBaseTopic) {
  EXPECT_THAT(say("[\"boot\", {\"reason-for-reset\": \"power-on\"}]"),
              ElementsAre("broadcast text [\"boot\",{\"reason-for-reset\":\"power-on\"}]\n"));
  EXPECT_THAT(say("[\"thermometer/i2c0-48\", {\"temperature\": [20.01, \"℃\"]}]\n"),
              ElementsAre("broadcast text [\"thermometer/i2c0-48\",{\"temperature\":[20.01,\"℃\"]}]\n"));
}

TEST_F(ClownHubTest, LeavesThePublisherOutWhenItIsToldSo) {
  ClownHub quiet{{.user = "", .self_echo = SelfEcho::no}};
  quiet.on_message(7, MessageType::text, protocol::as_bytes("[\"a\",{}]"), testing::now_at({}), actions);
  EXPECT_THAT(actions.take(), ElementsAre("broadcast except 7 text [\"a\",{}]\n"));
  // The state of a relay is published by the relay, not by who switched it.
  quiet.on_message(7, MessageType::text, protocol::as_bytes("[\"relay/i2c0-3b/get\",{}]"), testing::now_at({}),
                   actions);
  EXPECT_THAT(actions.take(), ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":null}]\n"));
}

TEST_F(ClownHubTest, KeepsTheStateOfEachRelay) {
  EXPECT_THAT(say(R"(["relay/i2c0-3b/get",{}])"), ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":null}]\n"));
  EXPECT_THAT(say(R"(["relay/i2c0-3b/set",{"state":true}])"),
              ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":true}]\n"));
  EXPECT_THAT(say(R"(["relay/i2c0-3b/set",{"state":true}])"),
              ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":true}]\n"))
      << "published also when unchanged";
  EXPECT_THAT(say(R"(["relay/i2c0-3f/get",{}])"), ElementsAre("broadcast text [\"relay/i2c0-3f\",{\"state\":null}]\n"));
  EXPECT_THAT(say(R"(["relay/i2c0-3f/set",{"state":false}])"),
              ElementsAre("broadcast text [\"relay/i2c0-3f\",{\"state\":false}]\n"));
  EXPECT_THAT(say(R"(["relay/i2c0-3b/get",{}])"), ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":true}]\n"));
}

TEST_F(ClownHubTest, KeepsTheStateOfTheLamp) {
  EXPECT_THAT(say(R"(["led/-/get",{}])"), ElementsAre("broadcast text [\"led/-\",{\"state\":null}]\n"));
  for (const std::string state : {"off", "on", "1-dot", "2-dot", "3-dot"}) {
    EXPECT_THAT(say("[\"led/-/set\",{\"state\":\"" + state + "\"}]"),
                ElementsAre("broadcast text [\"led/-\",{\"state\":\"" + state + "\"}]\n"));
  }
  EXPECT_THAT(say(R"(["led/-/get",{}])"), ElementsAre("broadcast text [\"led/-\",{\"state\":\"3-dot\"}]\n"));
}

TEST_F(ClownHubTest, DropsBadInputWithoutAnAnswer) {
  for (const auto* const text : {"", "boot", "[\"a\"]", "[\"a\",1]", "[\"a/#\",{}]", R"(["relay/i2c0-3b/set",{}])",
                                 R"(["relay/i2c0-3b/set",{"state":"on"}])", R"(["relay/i2c0-3b/set",{"state":1}])",
                                 R"(["relay/i2c0-3b/set",{"state":null}])", R"(["relay/i2c0-40/set",{"state":true}])",
                                 R"(["relay/i2c0-40/get",{}])", R"(["led/-/set",{"state":"4-dot"}])",
                                 R"(["led/-/set",{"state":true}])", R"(["led/i2c0-3b/set",{"state":"on"}])"}) {
    EXPECT_THAT(say(text), ElementsAre(StartsWith("log dropped \""))) << text;
  }
  EXPECT_THAT(say("[\"a\",{}]", MessageType::binary), ElementsAre(StartsWith("log dropped ")));
  EXPECT_THAT(say(R"(["relay/i2c0-3b/get",{}])"), ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":null}]\n"))
      << "changed by bad input";
}

TEST_F(ClownHubTest, PublishesToTheBrokerWhatClientsAndDevicesSay) {
  say(R"(["boot",{"reason-for-reset":"power-on"}])");
  EXPECT_THAT(actions.take_published(), ElementsAre("boot {\"reason-for-reset\":\"power-on\"}"));
  say(R"(["relay/i2c0-3b/set",{"state":true}])");
  EXPECT_THAT(actions.take_published(),
              ElementsAre("relay/i2c0-3b/set {\"state\":true}", "relay/i2c0-3b {\"state\":true}"));
  say(R"(["relay/of-somebody/set",{"state":true}])");
  EXPECT_THAT(actions.take_published(), ElementsAre("relay/of-somebody/set {\"state\":true}"));
  say("no message");
  EXPECT_THAT(actions.take_published(), ElementsAre());
}

TEST_F(ClownHubTest, HearsWhatOthersPublish) {
  const auto hear = [&](std::string_view topic, std::string_view payload) {
    hub.on_published(topic, payload, testing::now_at({}), actions);
    return actions.take();
  };
  EXPECT_THAT(hear("lux", R"({"lux": [12]})"), ElementsAre("broadcast text [\"lux\",{\"lux\":[12]}]\n"));
  EXPECT_THAT(actions.take_published(), ElementsAre()) << "it would go round for ever";
  EXPECT_THAT(hear("relay/i2c0-3b/set", R"({"state":true})"),
              ElementsAre("broadcast text [\"relay/i2c0-3b/set\",{\"state\":true}]\n",
                          "broadcast text [\"relay/i2c0-3b\",{\"state\":true}]\n"));
  EXPECT_THAT(actions.take_published(), ElementsAre("relay/i2c0-3b {\"state\":true}"));
  EXPECT_THAT(say(R"(["relay/i2c0-3b/get",{}])"), ElementsAre("broadcast text [\"relay/i2c0-3b\",{\"state\":true}]\n"));
  EXPECT_THAT(hear("relay/i2c0-3b/set", R"({"state":1})"),
              ElementsAre("broadcast text [\"relay/i2c0-3b/set\",{\"state\":1}]\n"));
  for (const auto* const payload : {"", "on", "23.5", "[1]", "\xFF"}) {
    EXPECT_THAT(hear("lux", payload), ElementsAre(StartsWith("log dropped \"lux "))) << payload;
  }
}

TEST_F(ClownHubTest, GroupsByBaseTopic) {
  EXPECT_EQ(hub.group("/auth/one_nodes_bridge_0"), hub.group("/auth/two_nodes_bridge_0"));
  EXPECT_NE(hub.group("/auth/one_nodes_bridge_0"), hub.group("/auth/one_nodes_bridge_1"));
}

TEST_F(ClownHubTest, WantsCredentialsWhenItHasThem) {
  protocol::HttpRequest stranger;
  protocol::HttpRequest clown;
  clown.fields.add("Authorization", "Basic Y2xvd246YmlnY2xvd24=");
  EXPECT_FALSE(hub.refuse(stranger));
  ClownHub guarded{{.user = "clown:bigclown"}};
  ASSERT_TRUE(guarded.refuse(stranger));
  EXPECT_EQ(guarded.refuse(stranger)->status, 401);
  EXPECT_TRUE(guarded.refuse(stranger)->fields.find("WWW-Authenticate"));
  EXPECT_FALSE(guarded.refuse(clown));
}

}  // namespace
}  // namespace parley::server
